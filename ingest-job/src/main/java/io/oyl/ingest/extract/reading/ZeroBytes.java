package io.oyl.ingest.extract.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Blocks of zeros in a file that is text: places that were kept free and never written, as a
 * machine that stops in the middle of a write or a broken download leaves them. Encodings of text
 * have a few in a row at most.
 */
final class ZeroBytes {
  /** Fewer may be what somebody has filled a field with. */
  private static final int FEWEST = 16;

  private static final int LONGEST_LINE = 64;

  private ZeroBytes() {}

  /**
   * What is missing of a text; empty where nothing is.
   *
   * @param mimeType of a text: parts of a mail may be binary, if it says so, and behind the end of
   *     what has one zeros fill up a block
   */
  static Optional<String> in(Path file, String mimeType) throws IOException {
    boolean isMail = TikaParsers.isMail(mimeType);
    long missing = 0;
    int run = 0;
    int last = 0;
    StringBuilder line = new StringBuilder();
    byte[] block = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(block); length >= 0; length = in.read(block)) {
        for (int i = 0; i < length; i++) {
          int b = block[i];
          if (b == 0) {
            run++;
            continue;
          }
          missing += run < FEWEST ? 0 : run;
          run = 0;
          last = b > ' ' ? b : last;
          if (isMail && isBinary(line, b)) {
            return Optional.empty();
          }
        }
      }
    }
    missing += run < FEWEST || isEnd(last, mimeType) ? 0 : run;
    return missing == 0
        ? Optional.empty()
        : Optional.of(missing + " bytes of it are zeros: what stood there is missing");
  }

  private static boolean isEnd(int last, String mimeType) {
    return mimeType.equals("application/json")
        ? last == '}' || last == ']'
        : last == '>' && (mimeType.equals("text/html") || mimeType.endsWith("xml"));
  }

  private static boolean isBinary(StringBuilder line, int b) {
    if (b != '\n' && b != '\r') {
      if (line.length() < LONGEST_LINE) {
        line.append((char) b);
      }
      return false;
    }
    String header = line.toString().toLowerCase(Locale.ROOT);
    line.setLength(0);
    return header.startsWith("content-transfer-encoding:") && header.contains("binary");
  }
}
