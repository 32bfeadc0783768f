package io.oyl.ingest.cli;

/**
 * Makes text of files and documents fit for a terminal: what would move the cursor, change colours
 * or turn the direction of writing is shown as an escape.
 */
final class Printable {
  private static final int SOFT_HYPHEN = 0xAD;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Printable() {}

  /** The text on one line, with every character of it to be seen. */
  static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> {
                  if (isHarmless(c)) {
                    printable.appendCodePoint(c);
                  } else {
                    printable.append(escape(c));
                  }
                }
              }
            });
    return printable.toString();
  }

  /** The same for prose: white space of any kind and length is one space. */
  static String prose(String text) {
    return of(text.replaceAll("[\\s\\p{Z}]+", " ").strip());
  }

  /** JSON whose strings are harmless too; it stays the same JSON value. */
  static String json(String json) {
    StringBuilder printable = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (isHarmless(c)) {
                printable.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  printable.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return printable.toString();
  }

  private static String escape(int c) {
    return c < 0x100
        ? String.format("\\x%02x", c)
        : String.format(c < 0x10000 ? "\\u%04x" : "\\u{%x}", c);
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // the joiners spell words and emoji; the other format characters hide or turn text
      case Character.FORMAT ->
          c == SOFT_HYPHEN || c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
