package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.TextAssembly;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines whose cells stand in columns, with gutters between them that none crosses. */
final class PdfTable {
  /** Of the size, from line to line within a cell, at most. */
  private static final float LINE_STEP = 1.45f;

  /** Of the size, from one row to the next: more is another table. */
  private static final float ROW_STEP = 3.2f;

  /** Of the size: no closer do lines stand in one cell. */
  private static final float SAME_LINE = 0.8f;

  /** Of the size, at least. */
  private static final float GUTTER = 0.4f;

  /** As a factor, between the lines of a table. */
  private static final float LIKE_SIZES = 1.1f;

  /** Rows that may have heads over several columns. */
  private static final int HEAD_ROWS = 2;

  /** Lines of a row: more are no cells. */
  private static final int MOST_LINES = 100;

  private static final Pattern NUMBER = Pattern.compile("[^\\p{L}]*\\d[^\\p{L}]*");

  /** The lines of a row, in the order in which they are painted. */
  private static final class Row {
    final List<PdfLine> lines = new ArrayList<>();
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;

    void add(PdfLine line, PdfLine.Look look) {
      lines.add(line);
      top = Math.min(top, look.y());
      bottom = Math.max(bottom, look.y());
    }
  }

  private final boolean tight;
  private final PdfLine.Look first;
  private final int page;
  private final List<Row> rows = new ArrayList<>();
  private List<PdfColumn> columns = new ArrayList<>();

  /**
   * A table that begins with this line.
   *
   * @param tight whether its cells stand as close as can be
   */
  PdfTable(PdfLine line, PdfLine.Look look, boolean tight) {
    this.tight = tight;
    first = look;
    page = line.page;
    rows.add(new Row());
    add(line, look, false);
  }

  /**
   * Adds the line that is painted next, if it may be of this table.
   *
   * @return whether it was added
   */
  boolean goesOn(PdfLine line) {
    PdfLine.Look look = line.look;
    Row row = rows.getLast();
    if (look == null || line.page != page || !isSetAlike(look) || row.lines.size() == MOST_LINES) {
      return false;
    }
    float step = look.y() - row.bottom;
    float above = rows.size() > 1 ? rows.get(rows.size() - 2).bottom : first.y() - first.size();
    boolean begins = step >= SAME_LINE * look.size() && !isWrapped(look, step);
    boolean alone = cells(look).size() == 1;
    if (look.y() < above + SAME_LINE * look.size()
        || step > ROW_STEP * look.size()
        || (alone && begins && step > LINE_STEP * look.size() && look.bold())) {
      return false;
    }
    int columnsAfter = with(cells(look)).size();
    boolean heads = !alone && rows.size() <= HEAD_ROWS;
    if (columnsAfter < 2 || columnsAfter < columns.size() - (heads ? 1 : 0)) {
      return false;
    }
    add(line, look, begins);
    return true;
  }

  private List<PdfLine.Cell> cells(PdfLine.Look look) {
    return tight ? look.tightCells() : look.cells();
  }

  private List<PdfLine.Cell> cells(PdfLine line) {
    return line.look == null ? List.of() : cells(line.look);
  }

  private boolean isSetAlike(PdfLine.Look look) {
    return look.angle() == first.angle()
        && look.size() <= LIKE_SIZES * first.size()
        && look.size() >= first.size() / LIKE_SIZES;
  }

  private void add(PdfLine line, PdfLine.Look look, boolean begins) {
    if (begins) {
      rows.add(new Row());
    }
    rows.getLast().add(line, look);
    columns = with(cells(look));
  }

  private List<PdfColumn> with(List<PdfLine.Cell> cells) {
    return PdfColumn.with(columns, cells, GUTTER * first.size());
  }

  /** Whether a line only goes on with words of cells of the open row. */
  private boolean isWrapped(PdfLine.Look look, float step) {
    if (step > LINE_STEP * look.size()) {
      return false;
    }
    List<List<PdfLine>> open = cells(rows.getLast());
    return (cells(look).size() == 1 || cells(look).size() < filled(open))
        && cells(look).stream()
            .allMatch(
                cell ->
                    !open.get(column(cell)).isEmpty()
                        && !NUMBER.matcher(cell.text()).matches()
                        && (column(cell) > 0 || areRowsApart()));
  }

  /** Whether rows are further apart than lines. */
  private boolean areRowsApart() {
    return rows.size() > 1
        && IntStream.range(1, rows.size())
            .allMatch(i -> rows.get(i).top - rows.get(i - 1).bottom > LINE_STEP * first.size());
  }

  private int column(PdfLine.Cell cell) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).holds(cell))
        .findFirst()
        .orElse(0);
  }

  /** What stands in each column of a row, as lines. */
  private List<List<PdfLine>> cells(Row row) {
    List<List<PdfLine>> cells = new ArrayList<>();
    columns.forEach(_ -> cells.add(new ArrayList<>()));
    for (PdfLine line : row.lines) {
      for (PdfLine.Cell cell : cells(line)) {
        String text = PdfWording.withoutLeaders(TextAssembly.storable(cell.text()));
        if (!text.isEmpty()) {
          cells.get(column(cell)).add(new PdfLine(text, page, false, null));
        }
      }
    }
    return cells;
  }

  private static int filled(List<List<PdfLine>> cells) {
    return (int) cells.stream().filter(cell -> !cell.isEmpty()).count();
  }

  /** Takes away the rows at the end that have a single cell. */
  void dropLastWords() {
    while (rows.size() > 1 && filled(cells(rows.getLast())) < 2) {
      rows.removeLast();
    }
  }

  List<PdfLine> lines() {
    return rows.stream().flatMap(row -> row.lines.stream()).toList();
  }

  int columns() {
    return columns.size();
  }

  int rows() {
    return rows.size();
  }

  /** In how many rows the column that is used least has text. */
  int leastFilled() {
    int[] filled = new int[columns.size()];
    for (Row row : rows) {
      List<List<PdfLine>> cells = cells(row);
      for (int i = 0; i < filled.length; i++) {
        filled[i] += cells.get(i).isEmpty() ? 0 : 1;
      }
    }
    return IntStream.of(filled).min().orElse(0);
  }

  /** How many rows have text in several columns. */
  long fullRows() {
    return rows.stream().filter(row -> filled(cells(row)) > 1).count();
  }

  /** The text of the first column, by rows. */
  List<String> firstColumn() {
    return rows.stream()
        .map(row -> cells(row).getFirst())
        .filter(cell -> !cell.isEmpty())
        .map(cell -> cell.getFirst().text)
        .toList();
  }

  /**
   * Whether it is the rest of a table of the page before: in the same columns, and without a header
   * of its own.
   */
  boolean goesOnWith(PdfTable before) {
    return page == before.page + 1
        && isSetAlike(before.first)
        && columns.size() == before.columns.size()
        && IntStream.range(0, columns.size()).allMatch(i -> isOneColumn(before, i))
        && !firstRow().equals(before.firstRow())
        && !beginsWithHead();
  }

  private boolean isOneColumn(PdfTable before, int index) {
    PdfColumn column = columns.get(index);
    return IntStream.range(0, columns.size())
        .allMatch(i -> before.columns.get(i).overlaps(column, 0) == (i == index));
  }

  /** Whether its first row is bold and its last one is not. */
  private boolean beginsWithHead() {
    return first.bold()
        && rows.getLast().lines.stream().noneMatch(line -> line.look != null && line.look.bold());
  }

  private List<String> firstRow() {
    return cells(rows.getFirst()).stream()
        .map(cell -> cell.stream().map(line -> line.text).collect(Collectors.joining(" ")))
        .toList();
  }

  /** How many characters a line of a cell has, in each column: the median. */
  List<Integer> lengths() {
    List<List<Integer>> lengths = new ArrayList<>();
    columns.forEach(_ -> lengths.add(new ArrayList<>()));
    for (PdfLine line : lines()) {
      cells(line).forEach(cell -> lengths.get(column(cell)).add(cell.text().strip().length()));
    }
    lengths.forEach(Collections::sort);
    return lengths.stream().map(of -> of.isEmpty() ? 0 : of.get(of.size() / 2)).toList();
  }

  /** The text of each column, row by row. */
  List<List<String>> texts(PdfJoining joining) {
    return rows.stream()
        .map(
            row ->
                cells(row).stream()
                    .map(cell -> cell.isEmpty() ? "" : joining.joined(cell, false))
                    .toList())
        .toList();
  }
}
