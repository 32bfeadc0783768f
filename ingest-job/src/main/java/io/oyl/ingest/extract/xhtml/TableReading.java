package io.oyl.ingest.extract.xhtml;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.office.SheetShape;
import io.oyl.ingest.extract.office.SheetTables;
import io.oyl.ingest.extract.office.WordMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/** Reads the elements of a table, which may hold others: their text belongs to the cell. */
final class TableReading {
  private final TextAssembly out;
  private final StringBuilder run;
  private final List<TableGrid.Cell> row = new ArrayList<>();
  private TableGrid grid = new TableGrid();
  private UnaryOperator<List<TableGrid.Cell>> rowsMerged = UnaryOperator.identity();
  private @Nullable SheetTables sheet;
  private @Nullable SheetShape shape;
  private boolean rowIsHeader;
  private boolean inHead;
  private int columns = 1;
  private int rows = 1;
  private int depth;
  private int cellDepth;

  /**
   * A table that is not open yet.
   *
   * @param run the text since the last element that ended a block or a cell, which the caller adds
   *     to
   */
  TableReading(TextAssembly out, StringBuilder run) {
    this.out = out;
    this.run = run;
  }

  boolean isOpen() {
    return depth > 0;
  }

  boolean isInCell() {
    return cellDepth > 0;
  }

  /** Opens a table; {@code merged} gives its rows' cells as they are merged. */
  void open(UnaryOperator<List<TableGrid.Cell>> merged) {
    depth = 1;
    grid = new TableGrid();
    rowsMerged = merged;
  }

  /** Opens the cells of a sheet; null where its file does not tell more than its cells. */
  void openSheet(@Nullable SheetShape told) {
    open(told == null ? UnaryOperator.identity() : told::row);
    sheet = new SheetTables(out);
    shape = told;
  }

  void start(String name, Attributes attributes) throws SAXException {
    switch (name) {
      case "table" -> {
        depth++;
        run.append(' ');
      }
      case "caption" -> flush();
      case "thead" -> inHead |= depth == 1;
      case "tr" -> {
        if (depth == 1) {
          endRow();
        }
      }
      case "td", "th" -> {
        if (depth == 1) {
          flush();
          rowIsHeader = row.isEmpty() ? name.equals("th") : rowIsHeader && name.equals("th");
          cellDepth = 1;
          columns = TableGrid.span(attributes.getValue("colspan"));
          rows = TableGrid.span(attributes.getValue("rowspan"));
        } else {
          run.append(' ');
        }
      }
      default -> run.append(' ');
    }
  }

  void end(String name) throws SAXException {
    switch (name) {
      case "table" -> {
        depth--;
        if (depth == 0) {
          endRow();
          endTable();
          inHead = false;
        } else {
          run.append(' ');
        }
      }
      case "thead" -> inHead &= depth != 1;
      case "tr" -> {
        if (depth == 1 && sheet != null) {
          endSheetRow(sheet);
        } else if (depth == 1) {
          endRow();
        }
      }
      case "td", "th" -> {
        if (depth == 1) {
          endCell();
        } else {
          run.append(' ');
        }
      }
      case "caption" -> flush();
      default -> run.append(' ');
    }
  }

  /** Text in a table outside its cells: a caption before the rows, else a cell of its own. */
  private void flush() throws SAXException {
    if (cellDepth > 0) {
      endCell();
    } else if (WhiteSpace.collapse(run.toString()).isEmpty()) {
      run.setLength(0);
    } else {
      String stray = WhiteSpace.collapse(run.toString());
      run.setLength(0);
      endRow();
      if (sheet != null) {
        sheet.endBand();
      }
      out.endTable();
      out.paragraphs(stray);
    }
  }

  private void endCell() {
    if (columns > 1 || rows > 1) {
      row.add(new TableGrid.Cell(run.toString(), columns, rows, false));
    } else {
      String cell = sheet == null ? run.toString() : SheetShape.shown(run.toString());
      row.addAll(WordMarks.cells(cell));
    }
    run.setLength(0);
    cellDepth = 0;
    columns = 1;
    rows = 1;
  }

  private void endRow() throws SAXException {
    flush();
    if (!row.isEmpty() && sheet != null) {
      endSheetRow(sheet);
    } else if (!row.isEmpty()) {
      List<TableGrid.Cell> cells = rowsMerged.apply(List.copyOf(row));
      row.clear();
      out.tableRow(grid.row(cells), inHead || rowIsHeader);
    }
  }

  private void endSheetRow(SheetTables tables) throws SAXException {
    flush();
    List<TableGrid.Cell> cells = List.copyOf(row);
    row.clear();
    if (shape != null && shape.isApart()) {
      tables.endBand();
    }
    tables.row(rowsMerged.apply(cells));
  }

  private void endTable() throws SAXException {
    if (sheet != null) {
      sheet.endBand();
    }
    sheet = null;
    out.endTable();
  }

  /** What has come of the table is as much as can be kept. */
  void overflow() throws SAXException {
    endCell();
    endRow();
    endTable();
  }

  void close() throws SAXException {
    if (depth > 0) {
      endRow();
      endTable();
      depth = 0;
    }
  }
}
