package io.oyl.ingest.extract.plain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.html.HtmlEncodingDetector;
import org.jspecify.annotations.Nullable;

/**
 * Reads encodings as browsers do (WHATWG Encoding Standard): who announces ISO-8859-1 sends
 * windows-1252. What is valid UTF-8 beyond ASCII is UTF-8, though: Tika looks for an announcement
 * in the first bytes only and else guesses, often a Western encoding of one byte a character, of
 * Hebrew a Chinese one. An announced UTF-8 that is mostly none counts as not announced. Named in
 * {@code tika-config.xml}, therefore public.
 */
public final class WebEncodingDetector implements EncodingDetector {
  private static final Map<String, String> WIDER =
      Map.of(
          "us-ascii", "windows-1252",
          "iso-8859-1", "windows-1252",
          "iso-8859-9", "windows-1254",
          "iso-8859-11", "x-windows-874",
          "tis-620", "x-windows-874",
          "shift_jis", "windows-31j",
          "euc-kr", "x-windows-949",
          "gb2312", "gb18030",
          "gbk", "gb18030");

  /** So much is looked at, in bytes. */
  private static final int PROBE = 1 << 20;

  private static final Charset WESTERN = Charset.forName("windows-1252");

  private final EncodingDetector detector = new DefaultEncodingDetector();

  /** Whatever is announced. */
  private final EncodingDetector guess =
      new DefaultEncodingDetector(
          new ServiceLoader(DefaultEncodingDetector.class.getClassLoader()),
          List.of(HtmlEncodingDetector.class));

  @Override
  public @Nullable Charset detect(InputStream input, Metadata metadata) throws IOException {
    byte[] probe = probe(input);
    Charset utf16 = Utf16WithoutMark.of(probe);
    if (utf16 != null) {
      return utf16;
    }
    Charset detected = detector.detect(input, metadata);
    Utf8Look look = Utf8Look.at(probe);
    if (look.isBeyondAscii()) {
      return StandardCharsets.UTF_8;
    }
    if (StandardCharsets.UTF_8.equals(detected) && look.isOther()) {
      Charset guessed = guess.detect(input, metadata);
      detected = guessed == null ? detected : guessed;
    }
    if (detected != null && isEbcdic(detected) && isMostlyAscii(probe)) {
      detected = WESTERN;
    }
    return detected == null ? null : wider(detected);
  }

  /** How it begins; empty where the stream cannot be left where it was. */
  private static byte[] probe(InputStream input) throws IOException {
    if (!input.markSupported()) {
      return new byte[0];
    }
    input.mark(PROBE + 1);
    byte[] bytes = input.readNBytes(PROBE);
    input.reset();
    return bytes;
  }

  private static boolean isEbcdic(Charset charset) {
    return !new String(new byte[] {'A'}, charset).equals("A")
        && new String(new byte[] {(byte) 0x40}, charset).equals(" ");
  }

  /** In EBCDIC letters are no ASCII; the guess is often made of a page without its head. */
  private static boolean isMostlyAscii(byte[] bytes) {
    int ascii = 0;
    for (byte b : bytes) {
      ascii += b > 0 ? 1 : 0;
    }
    return ascii > bytes.length / 4 * 3;
  }

  private static Charset wider(Charset charset) {
    String name = WIDER.get(charset.name().toLowerCase(Locale.ROOT));
    try {
      return name == null ? charset : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return charset;
    }
  }
}
