package io.oyl.ingest.chunk;

/**
 * Turns code points of a text into UTF-16 units and back. Every 64th place is remembered, so either
 * way costs at most a few dozen steps however long the text is.
 */
final class CodePoints {
  private static final int STRIDE = 64;

  private final String text;
  private final int count;

  /** Units at every 64th code point; empty when the text has no surrogates. */
  private final int[] units;

  /** Code points before every 64th unit; empty when the text has no surrogates. */
  private final int[] codePoints;

  CodePoints(String text) {
    this.text = text;
    this.count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      this.units = new int[0];
      this.codePoints = new int[0];
      return;
    }
    this.units = new int[count / STRIDE + 1];
    this.codePoints = new int[text.length() / STRIDE + 1];
    int codePoint = 0;
    for (int unit = 0; unit < text.length(); codePoint++) {
      if (codePoint % STRIDE == 0) {
        units[codePoint / STRIDE] = unit;
      }
      int next = unit + Character.charCount(text.codePointAt(unit));
      for (; unit < next; unit++) {
        if (unit % STRIDE == 0) {
          codePoints[unit / STRIDE] = codePoint;
        }
      }
    }
    if (count % STRIDE == 0) {
      units[count / STRIDE] = text.length();
    }
    if (text.length() % STRIDE == 0) {
      codePoints[text.length() / STRIDE] = count;
    }
  }

  /** How many code points the text has. */
  int count() {
    return count;
  }

  /** UTF-16 unit of a code point, {@code 0 <= codePoint <= count()}. */
  int unitOf(int codePoint) {
    if (units.length == 0) {
      return codePoint;
    }
    int unit = units[codePoint / STRIDE];
    for (int i = codePoint % STRIDE; i > 0; i--) {
      unit += isPairAt(unit) ? 2 : 1;
    }
    return unit;
  }

  /** Code point that a UTF-16 unit belongs to, {@code 0 <= unit <= text.length()}. */
  int at(int unit) {
    if (codePoints.length == 0) {
      return unit;
    }
    int codePoint = codePoints[unit / STRIDE];
    int i = unit / STRIDE * STRIDE;
    if (isInsidePair(i)) {
      i--;
    }
    while (i < unit) {
      i += isPairAt(i) ? 2 : 1;
      if (i <= unit) {
        codePoint++;
      }
    }
    return codePoint;
  }

  private boolean isPairAt(int unit) {
    return unit + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(unit), text.charAt(unit + 1));
  }

  private boolean isInsidePair(int unit) {
    return unit > 0 && isPairAt(unit - 1);
  }
}
