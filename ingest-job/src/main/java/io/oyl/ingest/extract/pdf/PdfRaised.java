package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.RaisedNumber;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.text.TextPosition;

/** Finds {@linkplain RaisedNumber raised numbers} on a page: small, above the line, and close. */
final class PdfRaised {
  /** Of the size of what it stands behind. */
  private static final float SMALLER = 0.85f;

  /** How far it is raised, of that size. */
  private static final float LOWEST = 0.15f;

  private static final float HIGHEST = 0.8f;

  /** How far behind it may begin, of that size. */
  private static final float CLOSE = 0.15f;

  private static final int LONGEST = 40;

  private PdfRaised() {}

  /** What to write between the last of these glyphs and the next one. */
  static String sign(List<TextPosition> before, TextPosition next) {
    return isRaised(before.getLast(), next) ? RaisedNumber.sign(word(before), text(next)) : "";
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
}
