package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.TextAssembly;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tika.exception.WriteLimitReachedException;

/**
 * Finds the tables of a sheet. Empty rows part them, and so do empty columns between tables that
 * stand side by side, which are read one after the other. A table whose rows go on behind an empty
 * row, and one whose columns are an empty one apart, stays whole: a row is read with its label.
 */
public final class SheetTables {
  /** Rows and cells that are held back until it is known where their tables end. */
  private static final int MOST_ROWS = 2_000;

  private static final int MOST_CELLS = 200_000;
  private static final Pattern NUMBER = Pattern.compile("[^\\p{L}]*\\d[^\\p{L}]*");

  /** A row with the columns that are filled, those of merged cells among them. */
  private record Line(List<String> cells, BitSet filled) {
    String at(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }

    boolean isEmpty(int from, int to) {
      int first = filled.nextSetBit(from);
      return first < 0 || first >= to;
    }
  }

  /** Columns from the first to before the last. */
  private record Columns(int from, int to) {
    int width() {
      return to - from;
    }
  }

  private final TextAssembly out;
  private final TableGrid grid = new TableGrid();
  private final List<Line> band = new ArrayList<>();
  private int cells;
  private boolean through;
  private Columns last = new Columns(0, 0);

  public SheetTables(TextAssembly out) {
    this.out = out;
  }

  public void row(List<TableGrid.Cell> row) throws WriteLimitReachedException {
    List<String> texts = grid.row(row);
    BitSet filled = grid.covered();
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isBlank()) {
        filled.set(i);
      }
    }
    if (filled.isEmpty()) {
      endBand();
      return;
    }
    band.add(new Line(texts, filled));
    cells += texts.size();
    if (through || band.size() > MOST_ROWS || cells > MOST_CELLS) {
      if (!through) {
        out.endTable();
        through = true;
      }
      write(band, new Columns(0, width(band)));
      release();
    }
  }

  /** An empty row, or the end of the sheet. */
  public void endBand() throws WriteLimitReachedException {
    part(band, new Columns(0, width(band)));
    through = false;
    release();
  }

  private void release() {
    band.clear();
    cells = 0;
  }

  private static int width(List<Line> lines) {
    return lines.stream().mapToInt(line -> line.filled.length()).max().orElse(0);
  }

  /** Writes what stands in these rows and columns, none of which is empty as a whole. */
  private void part(List<Line> lines, Columns in) throws WriteLimitReachedException {
    List<Columns> tables = apart(lines, in);
    if (tables.size() <= 1) {
      write(lines, in);
      return;
    }
    for (Columns table : tables) {
      List<Line> rows = new ArrayList<>();
      for (Line line : lines) {
        if (!line.isEmpty(table.from, table.to)) {
          rows.add(line);
        } else if (!rows.isEmpty()) {
          part(List.copyOf(rows), table);
          rows.clear();
        }
      }
      if (!rows.isEmpty()) {
        part(rows, table);
      }
    }
  }

  private void write(List<Line> lines, Columns in) throws WriteLimitReachedException {
    if (lines.isEmpty()) {
      return;
    }
    BitSet filled = new BitSet();
    lines.forEach(line -> filled.or(line.filled));
    int from = Math.max(in.from, filled.nextSetBit(in.from));
    Columns table = new Columns(from, filled.previousSetBit(in.to - 1) + 1);
    Line first = lines.getFirst();
    boolean goesOn = through || (table.equals(last) && numbers(first, table) > 0);
    if (!goesOn) {
      out.endTable();
    }
    last = table;
    int start = through ? 0 : from;
    for (Line line : lines) {
      List<String> row = new ArrayList<>();
      for (int i = start; i < Math.min(in.to, line.cells.size()); i++) {
        row.add(line.cells.get(i));
      }
      out.tableRow(row, false);
    }
  }

  private static long numbers(Line line, Columns in) {
    return line.filled.stream()
        .filter(column -> column >= in.from && column < in.to)
        .filter(column -> NUMBER.matcher(line.at(column)).matches())
        .count();
  }

  /** The columns of the tables that stand side by side. */
  private static List<Columns> apart(List<Line> lines, Columns in) {
    BitSet filled = new BitSet();
    lines.forEach(line -> filled.or(line.filled));
    List<Columns> tables = new ArrayList<>();
    int from = filled.nextSetBit(in.from);
    while (from >= 0 && from < in.to) {
      Columns next = new Columns(from, Math.min(in.to, filled.nextClearBit(from)));
      if (tables.isEmpty() || areTables(lines, tables.getLast(), next)) {
        tables.add(next);
      } else {
        tables.add(new Columns(tables.removeLast().from, next.to));
      }
      from = filled.nextSetBit(next.to);
    }
    return tables;
  }

  /**
   * Whether these are two tables, and not the columns of one with an empty one between them: they
   * stand in other rows, or have columns of the same name, or stand well apart with labels of their
   * own.
   */
  private static boolean areTables(List<Line> lines, Columns left, Columns right) {
    List<Line> leftRows = lines.stream().filter(row -> !row.isEmpty(left.from, left.to)).toList();
    List<Line> rightRows =
        lines.stream().filter(row -> !row.isEmpty(right.from, right.to)).toList();
    if (Math.min(left.width(), right.width()) < 2
        || Math.min(leftRows.size(), rightRows.size()) < 2) {
      return false;
    }
    long both = leftRows.stream().filter(row -> !row.isEmpty(right.from, right.to)).count();
    if (5 * both < 4L * lines.size()) {
      return true;
    }
    Set<String> names = names(leftRows.getFirst(), left);
    if (names(rightRows.getFirst(), right).stream().anyMatch(names::contains)) {
      return true;
    }
    long labels =
        rightRows.stream().filter(row -> row.at(right.from).matches(".*\\p{L}.*")).count();
    return right.from - left.to > 1 && 2 * labels > rightRows.size();
  }

  private static Set<String> names(Line line, Columns in) {
    return line.filled.stream()
        .filter(column -> column >= in.from && column < in.to)
        .mapToObj(line::at)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
