package io.oyl.ingest.extract;

import java.util.ArrayList;
import java.util.List;

/** Lines that make one block. */
final class PdfGroup {
  enum Kind {
    HEADING,
    TEXT,
    ITEM,
    CODE,
    RUNNING,
    NOTE
  }

  /** How far the lines of a paragraph reach. */
  static final class Edges {
    private float left = Float.MAX_VALUE;
    private float right;

    void add(PdfLine line) {
      if (line.look != null) {
        left = Math.min(left, line.look.left());
        right = Math.max(right, line.look.right());
      }
    }

    /** Whether a line goes to the right edge: its end is no end of the author's. */
    boolean isFull(PdfLine line) {
      return line.look != null && line.look.right() >= right - 0.2f * (right - left);
    }
  }

  final Kind kind;
  final List<PdfLine> lines = new ArrayList<>();
  final Edges edges = new Edges();

  PdfGroup(Kind kind, PdfLine first) {
    this.kind = kind;
    add(first);
  }

  void add(PdfLine line) {
    lines.add(line);
    edges.add(line);
  }
}
