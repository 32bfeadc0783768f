package io.oyl.ingest.bench;

/** Both peers end with an exception at the first piece of text that has nothing in it. */
final class Visible {
  private Visible() {}

  static boolean in(String text) {
    return text.codePoints()
        .anyMatch(point -> !Character.isWhitespace(point) && !Character.isSpaceChar(point));
  }
}
