package io.oyl.ingest.chunk;

/**
 * The one meaning of "blank" in the product. A code point is invisible when it is white space, a
 * space separator, a control or a format character that draws nothing by itself; everything else is
 * visible, U+FFFD included, because it stands for a character that was there. {@code
 * String.isBlank}, {@code trim} and LangChain4j's own check each draw the line elsewhere.
 *
 * <p>The ranges are written out, not taken from the JDK's Unicode tables, so that SQL can mirror
 * them and an upgrade of either cannot move a chunk. Of the format characters, those are visible
 * that are drawn (Arabic, Syriac and Kaithi number signs, Egyptian controls) or that belong to the
 * emoji before them (tags).
 */
public final class Visible {
  /** First and last code point of each invisible range, ascending. */
  private static final int[] INVISIBLE = {
    0x0000, 0x0020, // C0 controls, tab, line feed, …, space
    0x007F, 0x00A0, // delete, C1 controls, no-break space
    0x00AD, 0x00AD, // soft hyphen
    0x061C, 0x061C, // Arabic letter mark
    0x1680, 0x1680, // Ogham space
    0x180E, 0x180E, // Mongolian vowel separator
    0x2000, 0x200F, // en quad … zero width joiner, direction marks
    0x2028, 0x202F, // line and paragraph separator, embeddings, narrow no-break space
    0x205F, 0x2064, // medium mathematical space, invisible operators
    0x2066, 0x206F, // isolates, deprecated format characters
    0x3000, 0x3000, // ideographic space
    0xFEFF, 0xFEFF, // byte order mark
    0xFFF9, 0xFFFB, // interlinear annotation
    0x1BCA0, 0x1BCA3, // shorthand format controls
    0x1D173, 0x1D17A, // musical format controls
  };

  private Visible() {}

  static boolean isVisible(int codePoint) {
    if (codePoint <= 0xA0) {
      return codePoint > 0x20 && codePoint < 0x7F;
    }
    for (int i = 0; i < INVISIBLE.length && INVISIBLE[i] <= codePoint; i += 2) {
      if (codePoint <= INVISIBLE[i + 1]) {
        return false;
      }
    }
    return true;
  }

  /** True when nothing of the text can be seen. */
  static boolean isBlank(String text) {
    return start(text, 0, text.length()) == text.length();
  }

  /** First and last code point of each invisible range, ascending. */
  static int[][] invisibleRanges() {
    int[][] ranges = new int[INVISIBLE.length / 2][];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new int[] {INVISIBLE[2 * i], INVISIBLE[2 * i + 1]};
    }
    return ranges;
  }

  /**
   * The invisible code points as a bracket expression of PostgreSQL's regular expressions, for
   * checks in SQL; without U+0000, which PostgreSQL does not store.
   */
  public static String postgresClass() {
    StringBuilder expression = new StringBuilder("[");
    for (int[] range : invisibleRanges()) {
      expression.append("\\U%08X".formatted(Math.max(1, range[0])));
      if (range[1] > range[0]) {
        expression.append("-\\U%08X".formatted(range[1]));
      }
    }
    return expression.append(']').toString();
  }

  /** First visible UTF-16 unit in {@code [from, to)}, {@code to} when there is none. */
  static int start(String text, int from, int to) {
    int i = from;
    while (i < to) {
      int codePoint = text.codePointAt(i);
      if (isVisible(codePoint)) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return to;
  }

  /** End of the last visible code point in {@code [from, to)}, {@code from} when there is none. */
  static int end(String text, int from, int to) {
    int i = to;
    while (i > from) {
      int codePoint = text.codePointBefore(i);
      if (isVisible(codePoint)) {
        return i;
      }
      i -= Character.charCount(codePoint);
    }
    return from;
  }
}
