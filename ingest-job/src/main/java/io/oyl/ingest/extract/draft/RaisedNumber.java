package io.oyl.ingest.extract.draft;

import java.util.Set;

/**
 * What keeps a raised number apart from what it stands behind, where a file does not say what it is
 * for: the sign of a note is no part of its word, and a power is another number. Behind one letter
 * or two it is the square of a unit or of a variable, which one writes so.
 */
public final class RaisedNumber {
  /** Numbers of which powers are written. */
  private static final Set<String> BASES = Set.of("2", "10");

  /** Letters of the longest unit or variable. */
  private static final int UNIT = 2;

  private RaisedNumber() {}

  /**
   * A blank, ^ or nothing, to be written between.
   *
   * @param word the letters and digits right before
   * @param raised what is raised, or its beginning
   */
  public static String sign(String word, String raised) {
    int first = raised.isEmpty() ? 0 : raised.codePointAt(0);
    boolean minus = first == '-' || first == '\u2212' || first == '\u2013';
    if (word.isEmpty() || !(Character.isDigit(first) || minus)) {
      return "";
    }
    if (BASES.contains(word)) {
      return "^";
    }
    boolean apart = isNumber(word) || isIdeographic(word) || word.length() > UNIT;
    return apart && !minus ? " " : "";
  }

  private static boolean isNumber(String word) {
    return word.codePoints().allMatch(Character::isDigit);
  }

  private static boolean isIdeographic(String word) {
    return word.codePoints()
        .anyMatch(
            letter ->
                Character.isIdeographic(letter)
                    || Character.UnicodeScript.of(letter) == Character.UnicodeScript.HANGUL);
  }
}
