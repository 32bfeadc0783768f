package io.oyl.ingest.bench;

/**
 * Both peers end with an exception at the first piece of text that has nothing in it. What their
 * model's tokenizer drops counts as nothing: controls, private use, accents alone.
 */
final class Visible {
  private Visible() {}

  static boolean in(String text) {
    return text.codePoints().anyMatch(Visible::isSeen);
  }

  private static boolean isSeen(int point) {
    return point != '\uFFFD'
        && switch (Character.getType(point)) {
          case Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.CONTROL,
              Character.FORMAT,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.NON_SPACING_MARK ->
              false;
          default -> true;
        };
  }
}
