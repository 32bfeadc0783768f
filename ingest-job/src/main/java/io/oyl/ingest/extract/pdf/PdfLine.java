package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a page, as PDFBox read it, and how it looks. */
final class PdfLine {
  /**
   * How a line is set. Lengths in points, to the right and down, of the page turned upright; where
   * they begin depends on the angle.
   *
   * @param angle by which it is turned on the page, degrees counterclockwise
   * @param parted with wide gaps in it, as between the cells of a row
   * @param cells that it would have as the row of a table, none where that cannot be told
   * @param tightCells the same, of a table that is set as close as can be
   * @param tag heading that the file itself marks, as its level, 0 for none
   * @param tagElement which marked heading, to tell neighbours apart
   * @param artifact marked as no content: header, footer, page number
   */
  record Look(
      String text,
      String font,
      float size,
      boolean bold,
      boolean fixedPitch,
      float left,
      float right,
      float y,
      int angle,
      boolean startsParagraph,
      boolean parted,
      List<Cell> cells,
      List<Cell> tightCells,
      int tag,
      int tagElement,
      boolean artifact) {

    /** Of a part of the line: of some of its cells, from left to right. */
    Look of(String part, List<Cell> some) {
      return new Look(
          part,
          font,
          size,
          bold,
          fixedPitch,
          some.getFirst().left(),
          some.getLast().right(),
          y,
          angle,
          false,
          false,
          some,
          some,
          tag,
          tagElement,
          artifact);
    }
  }

  /** What stands between two gaps of a line; edges in points as those of the line. */
  record Cell(String text, float left, float right) {}

  final String text;
  final int page;

  /** Null for text that is not among that of the page: notes, forms, what stands across. */
  final @Nullable Look look;

  boolean startsParagraph;
  boolean running;

  /** Of which it is a row or a part of a row. */
  @Nullable PdfTable table;

  /** 0 for no heading; for an inferred one -1 until its level is known. */
  int level;

  /** Whether it belongs to the heading of the line before. */
  boolean goesOn;

  PdfLine(String text, int page, boolean startsParagraph, @Nullable Look look) {
    this.text = text;
    this.page = page;
    this.startsParagraph = startsParagraph;
    this.look = look;
  }

  /** Those of its look. */
  List<Cell> cells() {
    return look == null ? List.of() : look.cells();
  }

  boolean mayBeHeading() {
    return look != null && !running && table == null;
  }

  /** Size to the half point: what is set in one style may differ by rounding. */
  float roundSize() {
    return look == null ? 0 : Math.round(look.size() * 2) / 2f;
  }

  /** Whether both are on one page, of one size and weight. */
  boolean isSetLike(PdfLine other) {
    return look != null
        && other.look != null
        && page == other.page
        && roundSize() == other.roundSize()
        && look.bold() == other.look.bold();
  }

  static String squeezed(String text) {
    StringBuilder squeezed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!WhiteSpace.isSpace(text.charAt(i))) {
        squeezed.append(text.charAt(i));
      }
    }
    return squeezed.toString();
  }
}
