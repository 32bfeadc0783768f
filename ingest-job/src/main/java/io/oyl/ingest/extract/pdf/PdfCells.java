package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.text.TextPosition;

/** Parts a line where wide gaps are in it. */
final class PdfCells {
  /** Of the size: what parts a line for sure. */
  private static final float WIDE_GAP = 1.5f;

  /** Of the size: more than between words, and no more than between the cells of a narrow table. */
  private static final float CELL_GAP = 0.65f;

  /** Of the size: between the cells of a table that is set as close as can be. */
  private static final float TIGHT_GAP = 0.45f;

  /** Of the size, between words at least. */
  private static final float WORD_GAP = 0.15f;

  /** As a factor, of what is between the words of the line. */
  private static final float WIDER = 1.45f;

  /** Stands at the left edge of its column, its number at the right one. */
  private static final Pattern CURRENCY = Pattern.compile("\\s*\\p{Sc}\\s*");

  private static final Pattern NUMBER_START = Pattern.compile("[-\\u2212\\u2013+(.\\d]");

  /** Characters of an item's number. */
  private static final int MAX_SIGN = 3;

  private final List<TextPosition> glyphs;

  /** Takes the glyphs of a line that can be seen, in their order. */
  PdfCells(List<TextPosition> line) {
    glyphs = line;
  }

  private float gap(int index) {
    return gap(glyphs.get(index - 1), glyphs.get(index));
  }

  /** From the end of the glyph before to this one, of its size; negative where it goes back. */
  static float gap(TextPosition before, TextPosition glyph) {
    return (glyph.getX() - before.getEndX()) / PdfUpright.size(glyph);
  }

  /** Whether there are wide gaps; one alone may follow the number or the sign of an item. */
  boolean areWideApart() {
    boolean apart = false;
    for (int i = 1; i < glyphs.size(); i++) {
      apart |= i > MAX_SIGN && gap(i) > WIDE_GAP;
    }
    return apart;
  }

  /**
   * The cells that the line would have as the row of a table, in the order of its text; none where
   * the text is not what its glyphs say, as in scripts that are written from right to left.
   *
   * @param line its text
   * @param tight whether gaps count that are hardly wider than those between its words
   */
  List<PdfLine.Cell> of(String line, boolean tight) {
    String text = PdfWording.spelledOut(line);
    List<PdfLine.Cell> cells = new ArrayList<>();
    float gap = tight ? Math.clamp(WIDER * betweenWords(), TIGHT_GAP, CELL_GAP) : CELL_GAP;
    int first = 0;
    int from = 0;
    int taken = 0;
    for (int i = 0; i < glyphs.size(); i++) {
      taken = behind(text, taken, glyphs.get(i).getUnicode());
      if (taken < 0) {
        return List.of();
      }
      boolean last = i + 1 == glyphs.size();
      boolean ends = last || gap(i + 1) > gap || gap(i + 1) < -WIDE_GAP;
      if (last || (ends && !isSignOfNext(text.substring(from, taken), glyphs.get(i + 1)))) {
        cells.add(
            new PdfLine.Cell(
                text.substring(from, taken), glyphs.get(first).getX(), glyphs.get(i).getEndX()));
        first = i + 1;
        from = taken;
      }
    }
    return WhiteSpace.strip(text.substring(taken)).isEmpty() ? cells : List.of();
  }

  private static boolean isSignOfNext(String cell, TextPosition next) {
    return CURRENCY.matcher(cell).matches() && NUMBER_START.matcher(next.getUnicode()).lookingAt();
  }

  /** The least gap between words of the line, of the size. */
  private float betweenWords() {
    float least = Float.MAX_VALUE;
    for (int i = 1; i < glyphs.size(); i++) {
      if (gap(i) > WORD_GAP) {
        least = Math.min(least, gap(i));
      }
    }
    return least;
  }

  /** Where the text goes on behind these characters and spaces before them, -1 without them. */
  private static int behind(String text, int start, String characters) {
    int at = start;
    for (char c : PdfLine.squeezed(PdfWording.spelledOut(characters)).toCharArray()) {
      while (at < text.length() && WhiteSpace.isSpace(text.charAt(at))) {
        at++;
      }
      if (at == text.length() || text.charAt(at) != c) {
        return -1;
      }
      at++;
    }
    return at;
  }
}
