package io.oyl.ingest.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The rows of a table of data. A cell over several columns or rows stands in each of them, so that
 * each column stays under its header and each row can be read alone, wherever a chunk begins; a
 * long one, and one that has its row to itself, stands in the first only.
 *
 * @param beside what else is in it, as its caption, which comes first
 */
record HtmlTable(List<HtmlElement> beside, List<Row> rows) {
  private static final Set<String> BLOCKS =
      Set.of("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "hr");

  private static final Set<String> NESTED = Set.of("table");
  private static final int WIDEST = 1_000;

  /** A longer text is no label that the other columns or rows need, in UTF-16 units. */
  private static final int LONGEST_LABEL = 100;

  /** A cell as long as this is a column of a page. */
  private static final int LONG_CELL = 1_500;

  record Row(List<String> cells, boolean header) {}

  static HtmlTable of(HtmlElement table) {
    List<HtmlElement> beside = new ArrayList<>();
    List<HtmlElement> rows = new ArrayList<>();
    List<HtmlElement> heads = new ArrayList<>();
    collect(table, beside, rows, heads);
    List<Row> written = new ArrayList<>();
    int[] taken = new int[WIDEST];
    String[] labels = new String[WIDEST];
    Arrays.fill(labels, "");
    for (HtmlElement row : rows) {
      written.add(row(row, heads.contains(row), taken, labels));
    }
    return new HtmlTable(beside, written);
  }

  private static void collect(
      HtmlElement part, List<HtmlElement> beside, List<HtmlElement> rows, List<HtmlElement> heads) {
    for (HtmlElement child : part.elements()) {
      if (child.is("tr")) {
        rows.add(child);
        if (part.is("thead")) {
          heads.add(child);
        }
      } else if (child.is("thead", "tbody", "tfoot", "form")) {
        collect(child, beside, rows, heads);
      } else {
        beside.add(child);
      }
    }
  }

  /**
   * Reads one row.
   *
   * @param taken for how many rows more each column belongs to a cell above
   * @param labels what that cell says
   */
  private static Row row(HtmlElement row, boolean head, int[] taken, String[] labels) {
    List<String> cells = new ArrayList<>();
    boolean header = true;
    for (HtmlElement cell : row.elements()) {
      while (cells.size() < WIDEST && taken[cells.size()] > 0) {
        taken[cells.size()]--;
        cells.add(labels[cells.size()]);
      }
      int columns = Math.min(span(cell, "colspan"), WIDEST - cells.size());
      int below = span(cell, "rowspan") - 1;
      String text = cell.text();
      boolean alone = row.elements().size() == 1;
      String label = alone || text.length() > LONGEST_LABEL ? "" : text;
      for (int i = 0; i < columns; i++) {
        taken[cells.size()] = below;
        labels[cells.size()] = label;
        cells.add(i == 0 ? text : label);
      }
      header &= cell.is("th") || cell.length == 0;
    }
    for (int i = cells.size(); i < WIDEST; i++) {
      if (taken[i] > 0) {
        taken[i]--;
        while (cells.size() < i) {
          cells.add("");
        }
        cells.add(labels[i]);
      }
    }
    boolean named = row.elements().stream().anyMatch(cell -> cell.is("th"));
    return new Row(cells, head || (header && named));
  }

  private static int span(HtmlElement cell, String attribute) {
    String value = cell.get(attribute);
    if (value.isEmpty() || value.length() > 3 || !value.chars().allMatch(Character::isDigit)) {
      return 1;
    }
    return Math.clamp(Integer.parseInt(value), 1, 100);
  }

  /** Puts things in their places on a page, where a table of data tells by rows and columns. */
  static boolean isLayout(HtmlElement table) {
    String role = table.get("role");
    if (role.equals("presentation") || role.equals("none")) {
      return true;
    }
    if (role.equals("table") || role.equals("grid")) {
      return false;
    }
    List<HtmlElement> rows = new ArrayList<>();
    List<HtmlElement> beside = new ArrayList<>();
    List<HtmlElement> heads = new ArrayList<>();
    collect(table, beside, rows, heads);
    int columns = 0;
    boolean named = !heads.isEmpty();
    boolean blocks = false;
    for (HtmlElement row : rows) {
      List<HtmlElement> cells = row.elements();
      columns = Math.max(columns, cells.size());
      for (HtmlElement cell : cells) {
        named |= cell.is("th");
        blocks |= cell.holds(BLOCKS) || paragraphs(cell) > 1 || cell.length > LONG_CELL;
      }
    }
    if (columns <= 1 && !named) {
      return rows.size() <= 1 || blocks || table.holds(NESTED);
    }
    if (named && rows.size() > 1) {
      return false;
    }
    return blocks || table.holds(NESTED);
  }

  private static int paragraphs(HtmlElement cell) {
    int count = 0;
    for (HtmlElement child : cell.elements()) {
      count += child.is("p") && child.length > 0 ? 1 : 0;
      count += paragraphs(child);
    }
    return count;
  }
}
