package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;

/**
 * Prepares the glyphs of a page for PDFBox's reading of lines, which takes text to be upright, to
 * be painted from left to right, and to have the height that its font claims. Text at another angle
 * is turned, each angle by itself; lines of Arabic and Hebrew, and words of a line that are painted
 * in another order, are put in the order in which they are seen; where the pen goes back on a line,
 * a word ends.
 */
final class PdfUpright {
  /** Of the size of the font: fonts claim boxes for their glyphs that are far off. */
  private static final float LOWEST = 0.62f;

  private static final float HIGHEST = 0.8f;

  /** Of the size, between two words; less than what makes a gap for PDFBox. */
  private static final float GAP = 0.12f;

  /** Characters, on average, at least: a font with wrong widths has its letters anywhere. */
  private static final int WORD = 2;

  private final IdentityHashMap<TextPosition, Integer> angles = new IdentityHashMap<>();
  private float height;

  void startPage(PDRectangle box) {
    height = box.getHeight();
    angles.clear();
  }

  /** Degrees by which the glyph was turned from upright, counterclockwise. */
  int angle(TextPosition position) {
    return angles.getOrDefault(position, 0);
  }

  TextPosition of(TextPosition glyph) {
    Matrix matrix = glyph.getTextMatrix();
    int degrees = degrees(matrix);
    double turn = Math.toRadians(-degrees);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    double x = matrix.getTranslateX() * cos - matrix.getTranslateY() * sin;
    double y = matrix.getTranslateX() * sin + matrix.getTranslateY() * cos;
    double length =
        Math.abs(
            (glyph.getEndX() - matrix.getTranslateX()) * cos
                - (glyph.getEndY() - matrix.getTranslateY()) * sin);
    float size = size(glyph);
    float high = Math.clamp(glyph.getHeightDir(), LOWEST * size, HIGHEST * size);
    TextPosition upright =
        at(glyph, (float) x, (float) y, height, (float) length, high, glyph.getUnicode());
    if (degrees != 0) {
      angles.put(upright, degrees);
    }
    return upright;
  }

  /** What is mirrored counts as upright. */
  private static int degrees(Matrix matrix) {
    float determinant =
        matrix.getScaleX() * matrix.getScaleY() - matrix.getShearX() * matrix.getShearY();
    return determinant <= 0
        ? 0
        : (int) Math.round(Math.toDegrees(Math.atan2(matrix.getShearY(), matrix.getScaleX())));
  }

  /** Size of the font as it is painted, in points. */
  static float size(TextPosition glyph) {
    float size = Math.abs(glyph.getYScale());
    return size < 0.5f ? Math.abs(glyph.getFontSizeInPt()) : size;
  }

  private static TextPosition at(
      TextPosition glyph, float x, float y, float top, float length, float high, String unicode) {
    return new TextPosition(
        0,
        0,
        top,
        new Matrix(glyph.getXScale(), 0, 0, glyph.getYScale(), x, y),
        x + length,
        y,
        high,
        length,
        glyph.getWidthOfSpace(),
        unicode,
        glyph.getCharacterCodes(),
        glyph.getFont(),
        glyph.getFontSize(),
        Math.round(glyph.getFontSizeInPt()));
  }

  /** The glyphs in an order that reads well from left to right. */
  List<TextPosition> arranged(List<TextPosition> glyphs) {
    List<TextPosition> arranged = new ArrayList<>(glyphs.size());
    for (int start = 0; start < glyphs.size(); ) {
      int end = start + 1;
      while (end < glyphs.size() && isOnOneLine(glyphs.get(end - 1), glyphs.get(end))) {
        end++;
      }
      List<TextPosition> line = glyphs.subList(start, end);
      if (isFromRightToLeft(line)) {
        List<TextPosition> seen = new ArrayList<>(line);
        seen.sort(Comparator.comparing(TextPosition::getX));
        addWithSpaces(seen, true, arranged);
      } else {
        addWithSpaces(fromLeft(line), false, arranged);
      }
      start = end;
    }
    return arranged;
  }

  private static boolean isOnOneLine(TextPosition before, TextPosition glyph) {
    return Math.abs(before.getY() - glyph.getY()) < 0.3f * size(before);
  }

  private static boolean isFromRightToLeft(List<TextPosition> line) {
    int right = 0;
    int letters = 0;
    for (TextPosition glyph : line) {
      String unicode = glyph.getUnicode();
      if (unicode != null && !unicode.isEmpty() && Character.isLetter(unicode.codePointAt(0))) {
        letters++;
        byte direction = Character.getDirectionality(unicode.codePointAt(0));
        right +=
            direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                ? 1
                : 0;
      }
    }
    return 3 * right > letters;
  }

  /**
   * The words of a line from left to right where they are painted among each other. What is painted
   * as wholes beside each other keeps the order of the file, as do words one upon the other.
   */
  private static List<TextPosition> fromLeft(List<TextPosition> line) {
    List<List<TextPosition>> words = new ArrayList<>();
    List<PdfColumn> runs = new ArrayList<>();
    int word = 0;
    int run = 0;
    for (int i = 1; i <= line.size(); i++) {
      boolean runEnds = i == line.size() || goesBack(line.get(i - 1), line.get(i));
      if (runEnds || isApart(line.get(i - 1), line.get(i))) {
        words.add(line.subList(word, i));
        word = i;
      }
      if (runEnds) {
        runs.add(new PdfColumn(line.get(run).getX(), line.get(i - 1).getEndX()));
        run = i;
      }
    }
    return line.size() >= WORD * words.size() && areAmongEachOther(runs)
        ? sorted(words, line)
        : line;
  }

  private static boolean areAmongEachOther(List<PdfColumn> runs) {
    List<PdfColumn> byEdge = new ArrayList<>(runs);
    byEdge.sort(Comparator.comparing(PdfColumn::left));
    for (int i = 1; i < byEdge.size(); i++) {
      if (byEdge.get(i).overlaps(byEdge.get(i - 1), 0)) {
        return true;
      }
    }
    return false;
  }

  private static List<TextPosition> sorted(
      List<List<TextPosition>> words, List<TextPosition> otherwise) {
    words.sort(Comparator.comparing(word -> word.getFirst().getX()));
    List<TextPosition> sorted = new ArrayList<>(otherwise.size());
    for (List<TextPosition> word : words) {
      if (!sorted.isEmpty() && isUpon(sorted.getLast(), word.getFirst())) {
        return otherwise;
      }
      sorted.addAll(word);
    }
    return sorted;
  }

  private static boolean goesBack(TextPosition last, TextPosition glyph) {
    return glyph.getX() < last.getX() - 1.5f * size(glyph);
  }

  private static boolean isApart(TextPosition last, TextPosition glyph) {
    return glyph.getX() > last.getEndX() + GAP * size(glyph);
  }

  private static boolean isUpon(TextPosition last, TextPosition glyph) {
    return glyph.getX() < last.getEndX() - GAP * size(glyph);
  }

  /**
   * Adds the glyphs of a line.
   *
   * @param gaps whether gaps are spaces, too: PDFBox turns what has no gap in it as a whole
   */
  private static void addWithSpaces(
      List<TextPosition> line, boolean gaps, List<TextPosition> arranged) {
    for (int i = 0; i < line.size(); i++) {
      TextPosition glyph = line.get(i);
      if (!gaps && !arranged.isEmpty()) {
        TextPosition last = arranged.getLast();
        String sign = PdfRaised.sign(arranged, glyph);
        if (!sign.isEmpty()) {
          arranged.add(behind(last, sign));
        }
      }
      if (i > 0) {
        TextPosition last = line.get(i - 1);
        if (goesBack(last, glyph) || (gaps && isApart(last, glyph))) {
          arranged.add(behind(last, " "));
        }
      }
      arranged.add(glyph);
    }
  }

  /** Something without width right behind a glyph. */
  private static TextPosition behind(TextPosition last, String sign) {
    float top = last.getPageHeight();
    return at(last, last.getEndX(), top - last.getY(), top, 0, last.getHeightDir(), sign);
  }
}
