package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.List;

/** Lines that make one block. */
final class PdfGroup {
  enum Kind {
    HEADING,
    TEXT,
    ITEM,
    CODE,
    TABLE,
    RUNNING,
    NOTE
  }

  /** How far the lines around one of a paragraph reach, in its column. */
  static final class Edges {
    private static final int AROUND = 5;

    private float left = Float.MAX_VALUE;
    private float right = -Float.MAX_VALUE;

    static Edges around(List<PdfLine> lines, int index) {
      Edges edges = new Edges();
      PdfLine.Look own = lines.get(index).look;
      int end = Math.min(lines.size(), index + AROUND + 1);
      for (PdfLine line : lines.subList(Math.max(0, index - AROUND), end)) {
        if (own != null
            && line.look != null
            && line.look.left() < own.right()
            && line.look.right() > own.left()) {
          edges.add(line.look);
        }
      }
      return edges;
    }

    private void add(PdfLine.Look look) {
      left = Math.min(left, look.left());
      right = Math.max(right, look.right());
    }

    /** Whether a line goes to the right edge: its end is no end of the author's. */
    boolean isFull(PdfLine line) {
      return line.look != null && line.look.right() >= right - 0.2f * (right - left);
    }
  }

  final Kind kind;
  final List<PdfLine> lines = new ArrayList<>();

  PdfGroup(Kind kind, PdfLine first) {
    this.kind = kind;
    add(first);
  }

  void add(PdfLine line) {
    lines.add(line);
  }

  /** Whether its last line goes to the right edge. */
  boolean endsFull() {
    return Edges.around(lines, lines.size() - 1).isFull(lines.getLast());
  }
}
