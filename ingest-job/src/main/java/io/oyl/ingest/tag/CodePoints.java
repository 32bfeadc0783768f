package io.oyl.ingest.tag;

/** From code points, in which the stages speak of positions, to Java's own offsets. */
final class CodePoints {
  private static final int STEP = 256;

  private final String text;
  private final int[] offsets;

  CodePoints(String text) {
    this.text = text;
    int count = text.codePointCount(0, text.length());
    this.offsets = count == text.length() ? new int[0] : new int[count / STEP + 1];
    int offset = 0;
    for (int i = 1; i < offsets.length; i++) {
      offset = text.offsetByCodePoints(offset, STEP);
      offsets[i] = offset;
    }
  }

  int toOffset(int codePoint) {
    return offsets.length == 0
        ? codePoint
        : text.offsetByCodePoints(offsets[codePoint / STEP], codePoint % STEP);
  }
}
