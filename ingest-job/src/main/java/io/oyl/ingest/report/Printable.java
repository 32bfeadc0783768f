package io.oyl.ingest.report;

/**
 * Makes text of files and documents fit for a terminal or a page: what would move the cursor,
 * change colours, hide something or turn the direction of writing is shown as an escape.
 */
public final class Printable {
  private static final int SOFT_HYPHEN = 0xAD;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Printable() {}

  /** The text on one line, with every character of it to be seen. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> append(printable, c);
              }
            });
    return printable.toString();
  }

  /** The same for prose: white space of any kind and length is one space. */
  public static String prose(String text) {
    return of(text.replaceAll("[\\s\\p{Z}]+", " ").strip());
  }

  /** JSON whose strings are harmless too; it stays the same JSON value. */
  public static String json(String json) {
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

  /** The same for HTML, in text and in quoted attributes, where it can be no markup either. */
  static String html(String text) {
    StringBuilder printable = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> printable.append("&amp;");
                case '<' -> printable.append("&lt;");
                case '>' -> printable.append("&gt;");
                case '"' -> printable.append("&quot;");
                case '\'' -> printable.append("&#39;");
                case '\n', '\r', '\t' -> printable.append(' ');
                default -> append(printable, c);
              }
            });
    return printable.toString();
  }

  private static void append(StringBuilder printable, int c) {
    if (isHarmless(c)) {
      printable.appendCodePoint(c);
    } else {
      printable.append(escape(c));
    }
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
