package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * What a presentation says of a slide and Tika does not: which paragraph plays which part. Each
 * paragraph is asked for once, in any order; white space does not matter.
 */
public final class Slide {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  /** A row of a table. */
  interface TableRow {
    /** The row's cells as they are merged; empty when these were not read of it. */
    List<TableGrid.Cell> of(List<TableGrid.Cell> read);
  }

  private final int number;
  private final String title;
  private final List<String> titleParts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> footers = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final Queue<TableRow> rows = new ArrayDeque<>();

  /**
   * A slide.
   *
   * @param number its place in the show from 1, hidden slides included
   * @param title its paragraphs
   */
  Slide(int number, List<String> title) {
    this.number = number;
    this.title = WhiteSpace.collapse(String.join(" ", title));
    title.forEach(paragraph -> titleParts.add(squeezed(paragraph)));
  }

  public int number() {
    return number;
  }

  /** Empty for a slide without a title. */
  public String title() {
    return title;
  }

  void addNote(String paragraph) {
    notes.add(squeezed(paragraph));
  }

  void addFooter(String paragraph) {
    footers.add(squeezed(paragraph));
  }

  /** What the program computes: the number of the slide, the date of today. */
  void addField(String paragraph) {
    fields.add(squeezed(paragraph));
  }

  /** Adds the next row of a table; its tables come in their order. */
  void addRow(TableRow row) {
    rows.add(row);
  }

  /** The cells of the next row as they are merged, as long as the file tells what is read. */
  public List<TableGrid.Cell> merged(List<TableGrid.Cell> read) {
    TableRow row = rows.poll();
    List<TableGrid.Cell> cells = row == null ? List.of() : row.of(read);
    if (cells.isEmpty()) {
      rows.clear();
      return read;
    }
    return cells;
  }

  public boolean takeTitle(String paragraph) {
    return titleParts.remove(squeezed(paragraph));
  }

  public boolean takeNote(String paragraph) {
    return notes.remove(squeezed(paragraph));
  }

  public boolean takeFooter(String paragraph) {
    return footers.remove(squeezed(paragraph));
  }

  public boolean takeField(String paragraph) {
    return fields.remove(squeezed(paragraph));
  }

  static String squeezed(String paragraph) {
    return SPACE.matcher(paragraph).replaceAll("");
  }
}
