package io.oyl.ingest.extract.draft;

/**
 * Text that PostgreSQL stores as it is: it refuses U+0000 and turns a lone surrogate into a
 * question mark without a word. Both become U+FFFD here, one for one, so that positions stay.
 */
public final class StorableText {
  public static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The same text, the same length in UTF-16 units and in code points, storable. */
  public static String of(String text) {
    int first = firstRefused(text);
    if (first < 0) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (int i = first; i < chars.length; i++) {
      if (isPairAt(chars, i)) {
        i++;
      } else if (chars[i] == 0 || Character.isSurrogate(chars[i])) {
        chars[i] = REPLACEMENT;
      }
    }
    return new String(chars);
  }

  private static boolean isPairAt(char[] chars, int i) {
    return i + 1 < chars.length && Character.isSurrogatePair(chars[i], chars[i + 1]);
  }

  private static int firstRefused(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
          i++;
        } else {
          return i;
        }
      }
    }
    return -1;
  }
}
