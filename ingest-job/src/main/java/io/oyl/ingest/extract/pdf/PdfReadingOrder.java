package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings the lines of a page in the order in which they are read, where the file paints them in
 * another: what stands above something is read before it. Columns keep the order of the file, which
 * knows them better. (Rule 1 of T. Breuel, High Performance Document Layout Analysis, 2003.)
 */
final class PdfReadingOrder {
  /** With more pieces it is a drawing, or a table of single cells. */
  private static final int MAX_RUNS = 250;

  /** Of the narrower one, that is shared by pieces of one column. */
  private static final float SHARED = 0.3f;

  /** Lines that were painted one below the other. */
  private static final class Run {
    final List<PdfLine> lines = new ArrayList<>();
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;

    void add(PdfLine line) {
      lines.add(line);
      PdfLine.Look look = line.look;
      if (look != null) {
        left = Math.min(left, look.left());
        right = Math.max(right, look.right());
        top = Math.min(top, look.y() - 0.7f * look.size());
        bottom = Math.max(bottom, look.y());
      }
    }

    boolean goesOnWith(PdfLine line) {
      PdfLine.Look before = lines.getLast().look;
      PdfLine.Look look = line.look;
      if (before == null || look == null) {
        return look == null;
      }
      float size = Math.max(before.size(), look.size());
      float step = look.y() - before.y();
      return Math.abs(step) < 0.5f * size
          ? look.left() >= before.left()
          : step > 0
              && step <= 2.2f * size
              && Math.min(before.right(), look.right()) > Math.max(before.left(), look.left());
    }

    boolean isAbove(Run other) {
      float shared = Math.min(right, other.right) - Math.max(left, other.left);
      return bottom <= other.top + 1
          && shared >= SHARED * Math.min(right - left, other.right - other.left)
          && shared > 0;
    }
  }

  private PdfReadingOrder() {}

  /** The lines of one page; what is put elsewhere begins a paragraph, as does what follows it. */
  static List<PdfLine> of(List<PdfLine> lines) {
    List<Run> runs = runs(lines);
    if (runs.size() > MAX_RUNS || isInOrder(runs)) {
      return lines;
    }
    List<PdfLine> ordered = new ArrayList<>(lines.size());
    List<Run> left = new ArrayList<>(runs);
    int last = -1;
    int furthest = -1;
    while (!left.isEmpty()) {
      Run next = next(left, runs, furthest);
      left.remove(next);
      int index = runs.indexOf(next);
      if (index != last + 1) {
        next.lines.getFirst().startsParagraph = true;
      }
      ordered.addAll(next.lines);
      last = index;
      furthest = Math.max(furthest, index);
    }
    return ordered;
  }

  /** The first in the file that may be read now; a footer that was painted too early comes last. */
  private static Run next(List<Run> left, List<Run> runs, int furthest) {
    List<Run> free = left.stream().filter(run -> isFirst(run, left)).toList();
    for (Run run : free) {
      boolean footer =
          run.lines.size() == 1 && left.stream().noneMatch(other -> other.bottom > run.bottom + 1);
      if (!footer || runs.indexOf(run) > furthest) {
        return run;
      }
    }
    return free.getFirst();
  }

  private static List<Run> runs(List<PdfLine> lines) {
    List<Run> runs = new ArrayList<>();
    for (PdfLine line : lines) {
      if (runs.isEmpty() || !runs.getLast().goesOnWith(line)) {
        runs.add(new Run());
      }
      runs.getLast().add(line);
    }
    return runs;
  }

  private static boolean isInOrder(List<Run> runs) {
    for (int i = 1; i < runs.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (runs.get(i).isAbove(runs.get(j))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether nothing that is left stands above it. */
  private static boolean isFirst(Run run, List<Run> left) {
    return left.stream().noneMatch(other -> other != run && other.isAbove(run));
  }
}
