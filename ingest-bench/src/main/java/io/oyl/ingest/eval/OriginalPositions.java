package io.oyl.ingest.eval;

/**
 * Leads positions in a stored text back to the file that it was read from. The reader changes line
 * ends, a byte order mark and what PostgreSQL refuses, all of it without moving what lies between;
 * positions count code points.
 */
final class OriginalPositions {
  private final int[] original;

  /**
   * Aligns both texts.
   *
   * @throws IllegalArgumentException when they differ in more than that
   */
  OriginalPositions(String stored, String file) {
    int[] to = stored.codePoints().toArray();
    int[] from = file.codePoints().toArray();
    this.original = new int[to.length + 1];
    int at = 0;
    for (int i = 0; i < to.length; i++) {
      while (at < from.length && from[at] != to[i] && isDropped(from, at, to[i])) {
        at++;
      }
      if (at == from.length || (from[at] != to[i] && to[i] != 0xFFFD && !isLineEnd(from[at], to[i]))) {
        throw new IllegalArgumentException(
            "the stored text differs from the file at code point " + at);
      }
      original[i] = at++;
    }
    original[to.length] = at;
  }

  /** Of a span in the stored text. */
  Span of(Span stored) {
    int end = stored.end() == 0 ? 0 : original[stored.end() - 1] + 1;
    return new Span(original[stored.start()], end);
  }

  private static boolean isDropped(int[] file, int at, int wanted) {
    boolean half = file[at] == '\r' && at + 1 < file.length && file[at + 1] == '\n';
    return half || (file[at] == 0xFEFF && wanted != 0xFEFF);
  }

  private static boolean isLineEnd(int file, int stored) {
    return stored == '\n' && (file == '\r' || file == 0x85 || file == 0x2028 || file == 0x2029);
  }
}
