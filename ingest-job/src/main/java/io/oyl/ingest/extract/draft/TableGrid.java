package io.oyl.ingest.extract.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays the cells of a table out in its columns, row by row. A cell over several columns or rows is
 * repeated in each, so that each row can be read alone; one that is long or has its row to itself
 * is written once.
 */
public final class TableGrid {
  /** Longer texts, in UTF-16 units, and those over more columns are no labels of rows. */
  private static final int LONGEST_LABEL = 100;

  /** Cells beyond are of one column each, or a small file would make rows of any length. */
  private static final int MOST_COLUMNS = 16_384;

  private static final int MOST_ROWS = 1 << 20;

  /**
   * A cell as its table tells it.
   *
   * @param columns that it covers
   * @param rows that it covers, this one included
   * @param above whether it only continues the cell over it
   */
  public record Cell(String text, int columns, int rows, boolean above) {
    public Cell {
      columns = Math.clamp(columns, 1, MOST_COLUMNS);
      rows = Math.clamp(rows, 1, MOST_ROWS);
    }

    public Cell(String text) {
      this(text, 1, 1, false);
    }

    private boolean isPlain() {
      return columns == 1 && rows == 1 && !above;
    }
  }

  /** What stands in some columns of a row, and in how many rows below. */
  private record Part(String text, int columns, int below, boolean above) {
    /** It has begun its pages where it began. */
    Part below(int rows) {
      return new Part(text.replace(TextAssembly.PAGE_BREAK, ' '), columns, rows, true);
    }
  }

  /** How many columns or rows an attribute of a cell says, one where it says nothing. */
  public static int span(@Nullable String value) {
    return value != null && value.matches("\\d{1,9}") ? Integer.parseInt(value) : 1;
  }

  private NavigableMap<Integer, Part> last = new TreeMap<>();
  private List<Cell> lastPlain = List.of();
  private boolean held;

  /** The text of each column of the next row, without those at its end that have none. */
  public List<String> row(List<Cell> cells) {
    if (!held && cells.stream().allMatch(Cell::isPlain)) {
      lastPlain = cells;
      last.clear();
      return cells.stream().map(Cell::text).toList();
    }
    if (!lastPlain.isEmpty()) {
      NavigableMap<Integer, Part> placed = new TreeMap<>();
      place(lastPlain, placed);
      last = placed;
      lastPlain = List.of();
    }
    NavigableMap<Integer, Part> now = new TreeMap<>();
    int columns = place(cells, now);
    last.tailMap(columns, true)
        .forEach(
            (column, part) -> {
              if (part.below > 0) {
                now.putIfAbsent(column, part.below(part.below - 1));
              }
            });
    last = now;
    held = now.values().stream().anyMatch(part -> part.below > 0);
    return written(now);
  }

  /** Puts the cells behind each other, where no cell of a row above stands; where they end. */
  private int place(List<Cell> cells, NavigableMap<Integer, Part> now) {
    int column = 0;
    for (Cell cell : cells) {
      for (Part over = last.get(column); over != null && over.below > 0; ) {
        now.put(column, over.below(over.below - 1));
        column += over.columns;
        over = last.get(column);
      }
      String text = cell.above ? above(column) : WhiteSpace.collapse(cell.text);
      int columns = Math.clamp(MOST_COLUMNS - column, 1, cell.columns);
      now.put(column, new Part(text, columns, cell.rows - 1, cell.above));
      column += columns;
    }
    return column;
  }

  private String above(int column) {
    var over = last.floorEntry(column);
    return over != null && over.getKey() + over.getValue().columns > column
        ? over.getValue().below(0).text
        : "";
  }

  /** The columns over which cells of the last row stand that have text, empty ones among them. */
  public BitSet covered() {
    BitSet covered = new BitSet();
    last.forEach(
        (column, part) -> {
          if (!part.text.isEmpty()) {
            covered.set(column, column + part.columns);
          }
        });
    return covered;
  }

  private static List<String> written(NavigableMap<Integer, Part> parts) {
    List<String> row = new ArrayList<>();
    long told = parts.values().stream().filter(part -> !part.text.isEmpty()).count();
    boolean news = parts.values().stream().anyMatch(part -> !part.text.isEmpty() && !part.above);
    if (!news) {
      return row;
    }
    parts.forEach(
        (column, part) -> {
          boolean repeated =
              told > 1 && Math.max(part.text.length(), part.columns) <= LONGEST_LABEL;
          if (!part.text.isEmpty() && (repeated || !part.above)) {
            while (row.size() < column) {
              row.add("");
            }
            for (int i = 0; i < (repeated ? part.columns : 1); i++) {
              row.add(part.text);
            }
          }
        });
    return row;
  }
}
