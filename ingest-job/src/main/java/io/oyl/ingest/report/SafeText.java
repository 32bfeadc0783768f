package io.oyl.ingest.report;

/** Text that can neither be markup nor hide or turn what stands beside it. */
final class SafeText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int SOFT_HYPHEN = 0xAD;

  private SafeText() {}

  /** Escapes for HTML, in text and in quoted attributes; what would not be seen is spelled out. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\r', '\t' -> safe.append(' ');
      default -> {
        if (isSeen(c)) {
          safe.appendCodePoint(c);
        } else {
          safe.append(String.format("\\u{%x}", c));
        }
      }
    }
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // these spell words and emoji; the other format characters hide or turn text
      case Character.FORMAT ->
          c == SOFT_HYPHEN || c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
