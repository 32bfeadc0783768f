package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parts the lines of columns of running text that the file paints line by line across the page, so
 * that each column is read to its end before the next one begins. What looks so and is none:
 * tables, whose cells are short or leave much of their column free.
 */
final class PdfColumns {
  /** Lines that show a gutter, at least. */
  private static final int FEWEST_LINES = 5;

  /** Of the lines, that show it. */
  private static final double MOST = 0.7;

  /** Characters of a line of running text, at least: as many as make a cell of a table long. */
  private static final int LONG_LINE = 28;

  /** Of a column's width, that a line of running text takes. */
  private static final float FULL = 0.8f;

  /** Of the size, at least. */
  private static final float GUTTER = 0.8f;

  /** Of the size, from line to line at most. */
  private static final float STEP = 2.2f;

  /** As a factor of the common step: what follows begins a paragraph. */
  private static final float WIDE_STEP = 1.3f;

  /** Of the size. */
  private static final float INDENT = 0.8f;

  /** Of what is no text, that is passed over: a part of it may be some. */
  private static final int PASSED_OVER = 4;

  private final List<PdfLine> lines;
  private List<PdfColumn> columns = List.of();

  private PdfColumns(List<PdfLine> lines) {
    this.lines = lines;
  }

  /** The lines of one page, those of columns one below the other. */
  static List<PdfLine> apart(List<PdfLine> lines) {
    List<PdfLine> apart = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); ) {
      PdfColumns columns = from(lines, i);
      int end = i + 1;
      if (columns != null && columns.areText()) {
        columns.write(apart);
        end = i + columns.lines.size();
      } else {
        end = columns == null ? end : Math.max(end, i + columns.lines.size() / PASSED_OVER);
        apart.addAll(lines.subList(i, end));
      }
      i = end;
    }
    return apart;
  }

  /** The lines from this one that leave the same gutters free; null where it has none. */
  private static @Nullable PdfColumns from(List<PdfLine> lines, int start) {
    PdfLine.Look first = lines.get(start).look;
    if (first == null || first.cells().size() < 2) {
      return null;
    }
    List<PdfColumn> merged = List.of();
    float gutter = GUTTER * first.size();
    int end = start;
    while (end < lines.size() && (end == start || follows(lines.get(end - 1), lines.get(end)))) {
      List<PdfColumn> with = PdfColumn.with(merged, lines.get(end).cells(), gutter);
      if (with.size() < 2) {
        break;
      }
      merged = with;
      end++;
    }
    PdfColumns found = new PdfColumns(lines.subList(start, end));
    found.columns = merged;
    return found;
  }

  private static boolean follows(PdfLine before, PdfLine line) {
    if (before.look == null || line.look == null || line.cells().isEmpty()) {
      return false;
    }
    float step = line.look.y() - before.look.y();
    return line.isSetLike(before)
        && !line.look.fixedPitch()
        && line.look.angle() == before.look.angle()
        && line.look.artifact() == before.look.artifact()
        && step > 0.5f * line.look.size()
        && step <= STEP * line.look.size();
  }

  private boolean areText() {
    long parted = lines.stream().filter(line -> line.cells().size() > 1).count();
    return parted >= FEWEST_LINES
        && parted >= MOST * lines.size()
        && columns.stream().allMatch(column -> isText(parts(column), column));
  }

  private static boolean isText(List<PdfLine> parts, PdfColumn column) {
    List<Integer> lengths = parts.stream().map(part -> part.text.length()).sorted().toList();
    long full =
        parts.stream()
            .filter(
                part ->
                    part.look != null
                        && part.look.right() - part.look.left() >= FULL * column.width())
            .count();
    return parts.size() >= FEWEST_LINES
        && parts.stream().filter(PdfColumns::isOfWords).count() >= MOST * parts.size()
        && lengths.get(lengths.size() / 2) >= LONG_LINE
        && full >= MOST * parts.size();
  }

  private static boolean isOfWords(PdfLine part) {
    long letters = part.text.codePoints().filter(Character::isLetter).count();
    return 2 * letters > part.text.codePointCount(0, part.text.length())
        && !PdfWording.hasLeaders(part.text);
  }

  private void write(List<PdfLine> apart) {
    for (PdfColumn column : columns) {
      List<PdfLine> parts = parts(column);
      float step = step(parts);
      for (int i = 0; i < parts.size(); i++) {
        PdfLine part = parts.get(i);
        part.startsParagraph = i == 0 || startsParagraph(parts.get(i - 1), part, column, step);
        apart.add(part);
      }
    }
  }

  private static boolean startsParagraph(
      PdfLine before, PdfLine line, PdfColumn column, float step) {
    if (before.look == null || line.look == null) {
      return true;
    }
    float indent = INDENT * line.look.size();
    return line.look.y() - before.look.y() > WIDE_STEP * step
        || (line.look.left() > column.left() + indent
            && before.look.left() <= column.left() + indent);
  }

  private static float step(List<PdfLine> parts) {
    List<Float> steps = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      PdfLine.Look before = parts.get(i - 1).look;
      PdfLine.Look look = parts.get(i).look;
      steps.add(before == null || look == null ? 0 : look.y() - before.y());
    }
    Collections.sort(steps);
    return steps.isEmpty() ? 0 : steps.get(steps.size() / 2);
  }

  /** What of the lines stands in a column. */
  private List<PdfLine> parts(PdfColumn column) {
    List<PdfLine> parts = new ArrayList<>();
    for (PdfLine line : lines) {
      List<PdfLine.Cell> cells = line.cells().stream().filter(cell -> column.holds(cell)).toList();
      if (line.look != null && !cells.isEmpty()) {
        String text =
            cells.stream()
                .map(cell -> WhiteSpace.strip(TextAssembly.storable(cell.text())))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        if (!text.isEmpty()) {
          parts.add(new PdfLine(text, line.page, false, line.look.of(text, cells)));
        }
      }
    }
    return parts;
  }
}
