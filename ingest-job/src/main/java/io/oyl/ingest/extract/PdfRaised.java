package io.oyl.ingest.extract;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pdfbox.text.TextPosition;

/**
 * Keeps a raised number apart from what it stands behind: the sign of a note is no part of its
 * word, and a power is another number. Behind one letter or two it is the square of a unit or of a
 * variable, which one writes so.
 */
final class PdfRaised {
  /** Of the size of what it stands behind. */
  private static final float SMALLER = 0.85f;

  private static final float LOWEST = 0.15f;
  private static final float HIGHEST = 0.8f;
  private static final float CLOSE = 0.15f;

  /** Numbers of which powers are written. */
  private static final Set<String> BASES = Set.of("2", "10");

  private static final int UNIT = 2;
  private static final int LONGEST = 40;

  private PdfRaised() {}

  /** What to write between the last of these glyphs and the next one: a blank, ^ or nothing. */
  static String sign(List<TextPosition> before, TextPosition next) {
    int first = text(next).isEmpty() ? 0 : text(next).codePointAt(0);
    boolean minus = first == '-' || first == '\u2212' || first == '\u2013';
    if (!(Character.isDigit(first) || minus) || !isRaised(before.getLast(), next)) {
      return "";
    }
    String word = word(before);
    if (BASES.contains(word)) {
      return "^";
    }
    boolean apart = isNumber(word) || isIdeographic(word) || word.length() > UNIT;
    return apart && !minus ? " " : "";
  }

  private static boolean isRaised(TextPosition last, TextPosition next) {
    float size = PdfUpright.size(last);
    float rise = last.getY() - next.getY();
    return PdfUpright.size(next) <= SMALLER * size
        && rise >= LOWEST * size
        && rise <= HIGHEST * size
        && Math.abs(next.getX() - last.getEndX()) <= CLOSE * size;
  }

  /** The letters and digits up to here, of one line. */
  private static String word(List<TextPosition> glyphs) {
    StringBuilder word = new StringBuilder();
    for (int i = glyphs.size() - 1; i >= 0 && word.length() < LONGEST; i--) {
      TextPosition glyph = glyphs.get(i);
      boolean goesOn = i == glyphs.size() - 1 || isBeside(glyph, glyphs.get(i + 1));
      if (!goesOn || !text(glyph).codePoints().allMatch(Character::isLetterOrDigit)) {
        break;
      }
      word.insert(0, text(glyph));
    }
    return word.toString();
  }

  /** Fonts may map a glyph to nothing. */
  private static String text(TextPosition glyph) {
    return Objects.requireNonNullElse(glyph.getUnicode(), "");
  }

  private static boolean isBeside(TextPosition glyph, TextPosition next) {
    float size = PdfUpright.size(next);
    return Math.abs(glyph.getY() - next.getY()) < LOWEST * size
        && next.getX() - glyph.getEndX() <= CLOSE * size;
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.codePoints().allMatch(Character::isDigit);
  }

  private static boolean isIdeographic(String word) {
    return word.codePoints()
        .anyMatch(
            letter ->
                Character.isIdeographic(letter)
                    || Character.UnicodeScript.of(letter) == Character.UnicodeScript.HANGUL);
  }
}
