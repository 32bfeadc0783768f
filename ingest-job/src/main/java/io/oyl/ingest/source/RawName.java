package io.oyl.ingest.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The key of a file whose name is not valid UTF-8. Java shows every bad byte as U+FFFD, so two such
 * files could have one key; here a bad byte becomes {@code \xHH}, a backslash two, and the whole
 * begins with a slash, as no path below a root does. So no two names have one key.
 */
final class RawName {
  private static final String MARK = "/";

  private RawName() {}

  /** Whether this key stands for a name that is not valid UTF-8. */
  static boolean isKeyOf(String key) {
    return key.startsWith(MARK);
  }

  /** The key of a path with a bad byte in its name, null when there is none in it. */
  static @Nullable String of(Path root, Path path) {
    // a URI keeps the name's bytes, percent-encoded
    String below = path.toUri().getRawPath().substring(folder(root.toUri().getRawPath()).length());
    return decode(bytes(below));
  }

  private static String folder(String rawPath) {
    return rawPath.endsWith("/") ? rawPath : rawPath + "/";
  }

  private static byte[] bytes(String percentEncoded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(percentEncoded.length());
    for (int i = 0; i < percentEncoded.length(); i++) {
      char c = percentEncoded.charAt(i);
      if (c == '%') {
        out.write(Integer.parseInt(percentEncoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.write(c);
      }
    }
    return out.toByteArray();
  }

  private static @Nullable String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    StringBuilder key = new StringBuilder(MARK);
    boolean valid = true;
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      key.append(out.flip().toString().replace("\\", "\\\\"));
      out.clear();
      if (result.isUnderflow()) {
        return valid ? null : key.toString();
      }
      valid = false;
      for (int i = 0; i < result.length(); i++) {
        key.append(String.format("\\x%02X", in.get()));
      }
    }
  }
}
