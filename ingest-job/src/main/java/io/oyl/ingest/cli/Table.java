package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in columns. On a terminal the columns that may shrink are cut to its width. A long table is
 * printed page by page: the titles once, and columns only grow.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widest;
  private boolean begun;

  Table(Column... columns) {
    this.columns = List.of(columns);
    this.widest = this.columns.stream().mapToInt(column -> TextWidth.of(column.title())).toArray();
  }

  /** Adds a row; the cells may hold anything that a file can be named. */
  void row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(Arrays.stream(cells).map(cell -> Printable.of(cell.toString())).toList());
  }

  int rows() {
    return rows.size();
  }

  /** Prints the rows that were added since the last time, and forgets them. */
  void print(Console console) {
    int[] widths = widths(console.columns());
    if (!begun) {
      List<String> titles = columns.stream().map(Column::title).toList();
      console.line(console.dim(line(console, titles, widths, false)));
      begun = true;
    }
    for (List<String> row : rows) {
      console.line(line(console, row, widths, true));
    }
    rows.clear();
  }

  private String line(Console console, List<String> cells, int[] widths, boolean painted) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Column column = columns.get(i);
      String text =
          column.path()
              ? TextWidth.cutBeginning(cells.get(i), widths[i])
              : TextWidth.cut(cells.get(i), widths[i]);
      boolean isLast = i == cells.size() - 1;
      String cell =
          isLast && !column.right() ? text : TextWidth.pad(text, widths[i], column.right());
      line.append(
          painted && column.state() ? console.state(text) + cell.substring(text.length()) : cell);
      line.append(isLast ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }

  private int[] widths(int available) {
    for (List<String> row : rows) {
      for (int i = 0; i < widest.length; i++) {
        widest[i] = Math.max(widest[i], TextWidth.of(row.get(i)));
      }
    }
    int[] widths = widest.clone();
    long excess =
        Arrays.stream(widths).asLongStream().sum()
            + (long) GAP.length() * (columns.size() - 1)
            - available;
    for (; excess > 0; excess--) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(i -> columns.get(i).shrinks() && widths[i] > NARROWEST)
              .boxed()
              .max(Comparator.comparingInt(i -> widths[i]))
              .orElse(-1);
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  /**
   * A column.
   *
   * @param right whether its text stands at the right, as numbers do
   * @param shrinks whether its text may be cut
   * @param state whether its text is a file's state, which has a colour
   * @param path whether the end of its text says most
   */
  record Column(String title, boolean right, boolean shrinks, boolean state, boolean path) {
    static Column text(String title) {
      return new Column(title, false, true, false, false);
    }

    static Column path(String title) {
      return new Column(title, false, true, false, true);
    }

    static Column word(String title) {
      return new Column(title, false, false, false, false);
    }

    static Column number(String title) {
      return new Column(title, true, false, false, false);
    }

    static Column state(String title) {
      return new Column(title, false, false, true, false);
    }
  }
}
