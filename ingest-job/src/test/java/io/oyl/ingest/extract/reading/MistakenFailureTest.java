package io.oyl.ingest.extract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MistakenFailureTest {
  /** Enveloped data for nobody (RFC 5652, 6). */
  private static final String SEALED =
      "303406092a864886f70d010703a0273025020100310030"
          + "1e06092a864886f70d010701300b060960864801650304012a800401020304";

  /** Signed data that does not hold what it signs. */
  private static final String BESIDE =
      "308006092a864886f70d010702a0803080020101310030"
          + "8006092a864886f70d01070100003100000000000000";

  @TempDir Path folder;

  @Test
  void aBookIsReadWhoseFontsAloneAreObscured() throws Exception {
    for (String algorithm :
        new String[] {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}) {
      Extraction book = read("a.epub", encryption(algorithm, "font.otf"));

      assertThat(book).as(algorithm).isInstanceOf(Extraction.Extracted.class);
      ExtractedDocument document = ((Extraction.Extracted) book).documents().getFirst();
      assertThat(ToldBlocks.of(document)).containsExactly("h1 One", "The lamp.");
      assertThat(document.gaps()).isEmpty();
    }
  }

  @Test
  void aBookWithAnEncryptedChapterNeedsAPassword() throws Exception {
    Extraction.Refused password = new Extraction.Refused(Reason.ENCRYPTED, "a password is needed");
    String aes = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";

    assertThat(read("a.epub", encryption(aes, "one.xhtml"))).isEqualTo(password);
    assertThat(read("b.epub", encryption(aes, "one.xhtml", "font.otf"))).isEqualTo(password);
  }

  @Test
  void aMailForTheHolderOfAKeyIsEncrypted() throws Exception {
    Extraction.Refused key =
        new Extraction.Refused(Reason.ENCRYPTED, "the key of its certificate is needed");

    assertThat(extraction("a.p7m", HexFormat.of().parseHex(SEALED))).isEqualTo(key);
    assertThat(
            extraction(
                "a.eml",
                mail(
                    "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
                        + "Content-Transfer-Encoding: base64\n\n"
                        + base64(SEALED))))
        .isEqualTo(key);
    assertThat(
            ((Extraction.Extracted) extraction("b.eml", mail(beside("smime.p7m", SEALED))))
                .documents()
                .getFirst()
                .gaps())
        .containsExactly(
            new Gap(Reason.CHILD_FAILED, "smime.p7m: the key of its certificate is needed"));
  }

  @Test
  void aSignatureByAnyNameIsNoDamage() throws Exception {
    Extraction mail = extraction("a.eml", mail(beside("a.bin", BESIDE)));

    assertThat(((Extraction.Extracted) mail).documents().getFirst().text()).isEqualTo("The text.");
    assertThat(((Extraction.Extracted) mail).documents())
        .flatExtracting(ExtractedDocument::gaps)
        .isEmpty();
  }

  private static byte[] mail(String rest) {
    return ("From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n" + rest + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String beside(String name, String hex) {
    return "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe text.\n--b\n"
        + "Content-Type: application/octet-stream; name="
        + name
        + "\nContent-Transfer-Encoding: base64\n\n"
        + base64(hex)
        + "\n--b--";
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static String encryption(String algorithm, String... items) {
    StringBuilder xml =
        new StringBuilder(
            "<encryption xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\""
                + " xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\">");
    for (String item : items) {
      xml.append("<e:EncryptedData><e:EncryptionMethod Algorithm=\"")
          .append(algorithm)
          .append("\"/><e:CipherData><e:CipherReference URI=\"")
          .append(item)
          .append("\"/></e:CipherData></e:EncryptedData>");
    }
    return xml.append("</encryption>").toString();
  }

  private Extraction read(String name, String encryption) throws Exception {
    Path book = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(book);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "mimetype", "application/epub+zip");
      entry(
          zip,
          "META-INF/container.xml",
          "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
              + "<rootfile full-path=\"a.opf\"/></rootfiles></container>");
      entry(zip, "META-INF/encryption.xml", encryption);
      entry(
          zip,
          "a.opf",
          "<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest>"
              + "<item id=\"one\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/>"
              + "<item id=\"f\" href=\"font.otf\" media-type=\"font/otf\"/></manifest>"
              + "<spine><itemref idref=\"one\"/></spine></package>");
      entry(
          zip,
          "one.xhtml",
          "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>One</h1><p>The lamp.</p></body></html>");
      entry(zip, "font.otf", "obscured");
    }
    return extraction(book);
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private Extraction extraction(String name, byte[] bytes) throws Exception {
    return extraction(Files.write(folder.resolve(name), bytes));
  }

  private static Extraction extraction(Path file) throws Exception {
    return new TikaReader(ExtractSettings.defaults(), null, () -> {})
        .read(Request.whole(file, Duration.ofMinutes(1)));
  }
}
