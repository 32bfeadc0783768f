package io.oyl.ingest.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads encodings as browsers do (WHATWG Encoding Standard): who announces ISO-8859-1 sends
 * windows-1252. Named in {@code tika-config.xml}, therefore public.
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

  private final EncodingDetector detector = new DefaultEncodingDetector();

  @Override
  public @Nullable Charset detect(InputStream input, Metadata metadata) throws IOException {
    Charset detected = detector.detect(input, metadata);
    return detected == null ? null : wider(detected);
  }

  /** Whether all of it is valid UTF-8 and holds no escape of an older encoding. */
  static boolean isUtf8(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0x1B || b == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  static Charset wider(Charset charset) {
    String name = WIDER.get(charset.name().toLowerCase(Locale.ROOT));
    try {
      return name == null ? charset : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return charset;
    }
  }
}
