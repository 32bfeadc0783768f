package io.oyl.ingest.extract.pdf;

import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * A line that is set with space between its letters, as titles are: "C O N T E N T S". The letters
 * of a word stand equally far apart, whatever their widths, and the words further.
 */
final class PdfSpacedLetters {
  private static final int MIN_LETTERS = 5;

  /** What ticks and answers have fewer of. */
  private static final int MIN_DIFFERENT = 4;

  /** Of the size, between the letters of a word; columns are further apart. */
  private static final float MOST_APART = 0.65f;

  /** Of a line's words, how many have one letter only, at least. */
  private static final double SINGLE = 0.9;

  /** Of the size: gaps of one kind differ by no more, but for a tenth of themselves. */
  private static final float SAME = 0.06f;

  /** As a factor, of the gap between letters, the least one between words. */
  private static final float WORD_GAP = 1.6f;

  private PdfSpacedLetters() {}

  /**
   * The line in words.
   *
   * @param text of the line, a space wherever there is a gap
   * @param glyphs that can be seen, in their order
   * @return null for any other line
   */
  static @Nullable String joined(String text, List<TextPosition> glyphs) {
    if (glyphs.size() < MIN_LETTERS || !isOfSingleLetters(text) || isAlphabet(glyphs)) {
      return null;
    }
    float[] gaps = new float[glyphs.size()];
    for (int i = 1; i < gaps.length; i++) {
      gaps[i] = PdfCells.gap(glyphs.get(i - 1), glyphs.get(i));
    }
    float[] ascending = Arrays.copyOfRange(gaps, 1, gaps.length);
    Arrays.sort(ascending);
    float letters = ascending[ascending.length / 4];
    if (letters > MOST_APART || differing(glyphs) < MIN_DIFFERENT) {
      return null;
    }
    StringBuilder joined = new StringBuilder(glyphs.getFirst().getUnicode());
    for (int i = 1; i < gaps.length; i++) {
      if (gaps[i] >= WORD_GAP * letters) {
        joined.append(' ');
      } else if (Math.abs(gaps[i] - letters) > SAME + letters / 10) {
        return null;
      }
      joined.append(glyphs.get(i).getUnicode());
    }
    return joined.toString();
  }

  private static long differing(List<TextPosition> glyphs) {
    return glyphs.stream().map(TextPosition::getUnicode).distinct().count();
  }

  private static boolean isOfSingleLetters(String text) {
    String[] words = text.strip().split("\\s+");
    int single = 0;
    for (String word : words) {
      int first = word.codePointAt(0);
      single +=
          word.length() == 1 && (Character.isUpperCase(first) || Character.isLowerCase(first))
              ? 1
              : 0;
    }
    return single >= MIN_LETTERS && single >= SINGLE * words.length;
  }

  /** Whether the letters follow each other as in the alphabet: the heads of columns, choices. */
  private static boolean isAlphabet(List<TextPosition> glyphs) {
    for (int i = 1; i < glyphs.size(); i++) {
      if (glyphs.get(i).getUnicode().compareTo(glyphs.get(i - 1).getUnicode()) <= 0) {
        return false;
      }
    }
    return true;
  }
}
