package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.TableGrid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a table of data, laid out by {@link TableGrid}.
 *
 * @param beside what else is in it, as its caption, which comes first
 */
record HtmlTable(List<HtmlElement> beside, List<Row> rows) {
  private static final Set<String> BLOCKS =
      Set.of("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "hr");

  private static final Set<String> NESTED = Set.of("table");

  /** Blocks that are lost in a row of a table, or would be no part of one. */
  private static final Set<String> NO_DATA =
      Set.of("h1", "h2", "h3", "h4", "h5", "h6", "dl", "pre", "blockquote", "hr", "form", "table");

  /** In characters. */
  private static final int LONGEST_LABEL = 100;

  /** A cell as long as this is a column of a page. */
  private static final int LONG_CELL = 1_500;

  /** The share of linked text from which a list is a menu. */
  private static final double LINKS = 0.5;

  /** As the HTML standard has it, in columns. */
  private static final int WIDEST_CELL = 1_000;

  record Row(List<String> cells, boolean header) {}

  static HtmlTable of(HtmlElement table) {
    List<HtmlElement> beside = new ArrayList<>();
    List<HtmlElement> rows = new ArrayList<>();
    Set<HtmlElement> heads = new HashSet<>();
    collect(table, beside, rows, heads);
    List<Row> written = new ArrayList<>();
    TableGrid grid = new TableGrid();
    for (HtmlElement row : rows) {
      written.add(row(row, heads.contains(row), grid));
    }
    return new HtmlTable(beside, written);
  }

  private static void collect(
      HtmlElement part, List<HtmlElement> beside, List<HtmlElement> rows, Set<HtmlElement> heads) {
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

  private static Row row(HtmlElement row, boolean head, TableGrid grid) {
    List<TableGrid.Cell> cells = new ArrayList<>();
    boolean named = false;
    boolean header = true;
    for (HtmlElement cell : row.elements()) {
      cells.add(
          new TableGrid.Cell(
              cell.text(),
              Math.min(TableGrid.span(cell.get("colspan")), WIDEST_CELL),
              TableGrid.span(cell.get("rowspan")),
              false));
      named |= cell.is("th");
      header &= cell.is("th") || cell.length == 0;
    }
    return new Row(grid.row(cells), head || (header && named));
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
    Set<HtmlElement> heads = new HashSet<>();
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
    return (blocks || table.holds(NESTED)) && !isGrid(rows);
  }

  /** Labels over rows that all have a cell below each of them. */
  private static boolean isGrid(List<HtmlElement> rows) {
    if (!rows.getFirst().elements().stream().allMatch(HtmlTable::isLabel)) {
      return false;
    }
    int columns = columns(rows.getFirst());
    boolean spans = false;
    for (HtmlElement row : rows) {
      for (HtmlElement cell : row.elements()) {
        if (cell.length > LONG_CELL || cell.holds(NO_DATA) || isMenu(cell)) {
          return false;
        }
        spans |= TableGrid.span(cell.get("rowspan")) > 1;
      }
      int own = columns(row);
      if (own > columns || (own < columns && !spans)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabel(HtmlElement cell) {
    return cell.length > 0
        && cell.length <= LONGEST_LABEL
        && !cell.holds(BLOCKS)
        && paragraphs(cell) <= 1;
  }

  private static boolean isMenu(HtmlElement cell) {
    return cell.holds(BLOCKS) && cell.linkDensity() > LINKS;
  }

  private static int columns(HtmlElement row) {
    return row.elements().stream().mapToInt(cell -> TableGrid.span(cell.get("colspan"))).sum();
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
