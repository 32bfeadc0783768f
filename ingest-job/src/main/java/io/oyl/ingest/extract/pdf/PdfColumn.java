package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where the cells of lines that stand one below the other are: edges in points. */
record PdfColumn(float left, float right) {
  PdfColumn(PdfLine.Cell cell) {
    this(Math.min(cell.left(), cell.right()), Math.max(cell.left(), cell.right()));
  }

  /**
   * The columns, from left to right, that these make with the cells of one more line; those that it
   * bridges become one.
   *
   * @param gutter in points, that columns are apart at least
   */
  static List<PdfColumn> with(List<PdfColumn> columns, List<PdfLine.Cell> cells, float gutter) {
    List<PdfColumn> merged = new ArrayList<>(columns);
    for (PdfLine.Cell cell : cells) {
      PdfColumn column = new PdfColumn(cell);
      for (int i = merged.size() - 1; i >= 0; i--) {
        if (merged.get(i).overlaps(column, gutter)) {
          PdfColumn other = merged.remove(i);
          column =
              new PdfColumn(Math.min(column.left, other.left), Math.max(column.right, other.right));
        }
      }
      merged.add(column);
    }
    merged.sort(Comparator.comparing(PdfColumn::left));
    return merged;
  }

  /** Whether they are no further apart than a gutter, in points. */
  boolean overlaps(PdfColumn other, float gutter) {
    return left < other.right + gutter && other.left < right + gutter;
  }

  /** Whether the cell, or a part of it, is in the column; each is in one of those made with it. */
  boolean holds(PdfLine.Cell cell) {
    PdfColumn own = new PdfColumn(cell);
    return (left <= own.left && own.right <= right) || overlaps(own, 0);
  }

  float width() {
    return right - left;
  }
}
