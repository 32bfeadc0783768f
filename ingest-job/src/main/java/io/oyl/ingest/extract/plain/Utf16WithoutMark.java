package io.oyl.ingest.extract.plain;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Knows UTF-16 without a byte order mark: the upper bytes of alphabetic scripts are small numbers
 * (zero for a space), and nowhere else are zeros. Chinese is not known by that.
 */
final class Utf16WithoutMark {
  private static final int MIN_UNITS = 4;

  /** That of quotation marks and dashes; alphabets have smaller ones. */
  private static final int MAX_UPPER = 0x20;

  private Utf16WithoutMark() {}

  /** The encoding that text begins with so; null when it is another one. */
  static @Nullable Charset of(byte[] bytes) {
    int[] zeros = new int[2];
    int[] small = new int[2];
    for (int i = 0; i < bytes.length; i++) {
      zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
      small[i & 1] += bytes[i] >= 0 && bytes[i] <= MAX_UPPER ? 1 : 0;
    }
    int units = bytes.length / 2;
    for (int upper = 0; upper < 2 && units >= MIN_UNITS; upper++) {
      if (small[upper] > units / 10.0 * 9
          && zeros[upper] > units / 32
          && zeros[1 - upper] <= units / 64) {
        return upper == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    }
    return null;
  }
}
