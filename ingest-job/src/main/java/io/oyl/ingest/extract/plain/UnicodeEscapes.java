package io.oyl.ingest.extract.plain;

/**
 * The escapes of JSON and Java properties (a backslash, u and four digits) as the characters they
 * stand for, so that words are found. Those of ASCII, controls, line ends and lone surrogates stay.
 */
final class UnicodeEscapes {
  private static final int LENGTH = 6;

  private UnicodeEscapes() {}

  static String decoded(String text) {
    if (!text.contains("\\u")) {
      return text;
    }
    int at = text.indexOf('\\');
    StringBuilder decoded = new StringBuilder(text.length());
    int done = 0;
    while (at >= 0 && at + 1 < text.length()) {
      int character = character(text, at);
      if (isDecoded(character)) {
        decoded.append(text, done, at).appendCodePoint(character);
        done = at + LENGTH * Character.charCount(character);
        at = text.indexOf('\\', done);
      } else {
        at = text.indexOf('\\', at + 2); // what follows a backslash begins no escape
      }
    }
    return done == 0 ? text : decoded.append(text, done, text.length()).toString();
  }

  private static boolean isDecoded(int character) {
    return character >= 0x80
        && switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }

  /** The character whose escape begins here, -1 when none does. */
  private static int character(String text, int at) {
    int first = unit(text, at);
    if (first >= 0 && Character.isHighSurrogate((char) first)) {
      int second = unit(text, at + LENGTH);
      if (second >= 0 && Character.isLowSurrogate((char) second)) {
        return Character.toCodePoint((char) first, (char) second);
      }
    }
    return first;
  }

  private static int unit(String text, int at) {
    if (at + LENGTH > text.length() || text.charAt(at) != '\\' || text.charAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
