package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.tika.exception.EncryptedDocumentException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * What parsers throw where nothing is wrong, or for another reason than they say: a book counts as
 * encrypted when only its fonts are obscured, and sealed or separate signatures as damaged.
 */
final class MistakenFailure {
  private static final String BOOK = "application/epub+zip";
  private static final int LONGEST_LIST = 1 << 20;
  private static final String ENCRYPTION = "META-INF/encryption.xml";

  /** Ways to obscure fonts (EPUB 3.3, 4.2, and Adobe's), which need no key. */
  private static final Set<String> OBSCURING =
      Set.of("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc");

  /** The content types of RFC 5652 as their bytes in ISO 8859-1, up to the last number. */
  private static final String CONTENT_TYPES = "\u0006\t*\u0086H\u0086\u00F7\r\u0001\u0007";

  private static final char SIGNED = 2;
  private static final char ENVELOPED = 3;
  private static final char ENCRYPTED = 6;

  private MistakenFailure() {}

  /** Whether failures with files of this type may be mistaken. */
  static boolean isKnownOf(String type) {
    return type.equals(BOOK) || type.startsWith("application/pkcs7-");
  }

  /** What went wrong with a file of such a type; null where nothing did. */
  static @Nullable Throwable corrected(Throwable thrown, Path file, String type) {
    try {
      if (type.equals(BOOK)) {
        return Failure.isEncrypted(thrown) && hasObscuredFontsOnly(file) ? null : thrown;
      }
      return switch (contentType(file)) {
        case SIGNED -> String.valueOf(thrown.getMessage()).contains("detached") ? null : thrown;
        case ENVELOPED, ENCRYPTED ->
            new EncryptedDocumentException("there is no decryption material");
        default -> thrown;
      };
    } catch (IOException | RuntimeException e) {
      return thrown;
    }
  }

  private static boolean hasObscuredFontsOnly(Path book) throws IOException {
    try (ZipFile zip = new ZipFile(book.toFile())) {
      ZipEntry entry = zip.getEntry(ENCRYPTION);
      if (entry == null) {
        return false;
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] list = in.readNBytes(LONGEST_LIST);
        List<Element> encrypted =
            Jsoup.parse(new ByteArrayInputStream(list), null, "", Parser.xmlParser())
                .getAllElements()
                .stream()
                .filter(element -> name(element).equals("EncryptedData"))
                .toList();
        return list.length < LONGEST_LIST
            && !encrypted.isEmpty()
            && encrypted.stream().allMatch(MistakenFailure::isObscured);
      }
    }
  }

  private static boolean isObscured(Element encrypted) {
    return encrypted.getAllElements().stream()
        .filter(element -> name(element).equals("EncryptionMethod"))
        .anyMatch(method -> OBSCURING.contains(method.attr("Algorithm").toLowerCase(Locale.ROOT)));
  }

  private static String name(Element element) {
    return element.tagName().substring(element.tagName().indexOf(':') + 1);
  }

  /** The last number of the content type; 0 where there is none. */
  private static char contentType(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
      int at = begin.indexOf(CONTENT_TYPES) + CONTENT_TYPES.length();
      return at < CONTENT_TYPES.length() || at == begin.length() ? 0 : begin.charAt(at);
    }
  }
}
