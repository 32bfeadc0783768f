package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the XML of an XLSX file's sheet says of its cells as a whole, and Tika's events do not: the
 * numbers of its rows, which cells are merged, how many headers and footers there are. Found by
 * looking at tags alone, so that the sheet need not be parsed twice.
 */
public final class SheetShape {
  private static final int MOST_ROWS = 1 << 20;
  private static final int MOST_MERGED = 100_000;
  private static final int LONGEST_TAG = 1_000;
  private static final Pattern NUMBER = Pattern.compile("\\sr\\s*=\\s*[\"'](\\d{1,7})[\"']");
  private static final Pattern AREA =
      Pattern.compile(
          "\\sref\\s*=\\s*[\"']\\$?([A-Z]{1,3})\\$?(\\d{1,7}):\\$?([A-Z]{1,3})\\$?(\\d{1,7})[\"']");

  /** What a header or footer has for its fields and formats: page, date, font, size, colour. */
  private static final Pattern CODE =
      Pattern.compile(
          "&(?:&|\"[^\"]*\"|K(?:\\p{XDigit}{6}|\\d\\d[+-]\\d{3})|1#|\\d{1,3}|[A-Za-z+-])");

  /** The part of the page where what follows stands: left, centre or right. */
  private static final Pattern PLACE = Pattern.compile("&[LCR]");

  /** How Tika tells the error of a cell. */
  private static final Pattern ERROR = Pattern.compile("\\s*ERROR:(#[A-Z][A-Z\\d/_]*[!?]?)\\s*");

  /** Merged cells; rows and columns count from 0, the last ones included. */
  record Merged(int firstRow, int firstColumn, int lastRow, int lastColumn) {}

  private final List<Merged> merged = new ArrayList<>();
  private final List<Merged> here = new ArrayList<>();
  private int[] numbers = new int[64];
  private int rows;
  private int running;
  private int given;
  private int mergedSeen;

  private SheetShape() {}

  /** The shape of a sheet; damaged XML is read as far as it goes. */
  static SheetShape of(InputStream xml) throws IOException {
    SheetShape shape = new SheetShape();
    byte[] piece = new byte[1 << 16];
    StringBuilder tag = new StringBuilder();
    boolean inTag = false;
    for (int read = xml.read(piece); read >= 0; read = xml.read(piece)) {
      for (int i = 0; i < read; i++) {
        byte b = piece[i];
        if (!inTag) {
          inTag = b == '<';
        } else if (b == '>') {
          shape.tag(tag);
          tag.setLength(0);
          inTag = false;
        } else if (tag.length() < LONGEST_TAG) {
          tag.append((char) b);
        }
      }
    }
    shape.merged.sort(
        Comparator.comparingInt(Merged::firstRow).thenComparingInt(Merged::firstColumn));
    return shape;
  }

  private void tag(StringBuilder tag) {
    int end = 0;
    int start = 0;
    while (end < tag.length()
        && !Character.isWhitespace(tag.charAt(end))
        && tag.charAt(end) != '/') {
      end++;
      start = tag.charAt(end - 1) == ':' ? end : start;
    }
    if (start == end || end - start > 12) {
      return;
    }
    switch (tag.substring(start, end)) {
      case "row" -> addRow(tag);
      case "mergeCell" -> addMerged(tag);
      case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter" ->
          running += tag.charAt(tag.length() - 1) == '/' ? 0 : 1;
      default -> {}
    }
  }

  private void addRow(StringBuilder tag) {
    if (rows >= MOST_ROWS) {
      return;
    }
    Matcher number = NUMBER.matcher(tag);
    int next = rows == 0 ? 0 : numbers[rows - 1] + 1;
    numbers = rows == numbers.length ? Arrays.copyOf(numbers, 2 * rows) : numbers;
    numbers[rows++] = number.find() ? Integer.parseInt(number.group(1)) - 1 : next;
  }

  private void addMerged(StringBuilder tag) {
    Matcher area = AREA.matcher(tag);
    if (merged.size() < MOST_MERGED && area.find()) {
      Merged cells =
          new Merged(
              Integer.parseInt(area.group(2)) - 1,
              column(area.group(1)),
              Integer.parseInt(area.group(4)) - 1,
              column(area.group(3)));
      if (cells.firstRow <= cells.lastRow && cells.firstColumn <= cells.lastColumn) {
        merged.add(cells);
      }
    }
  }

  private static int column(String letters) {
    int column = 0;
    for (int i = 0; i < letters.length(); i++) {
      column = 26 * column + letters.charAt(i) - 'A' + 1;
    }
    return column - 1;
  }

  /** Headers and footers, which Tika sends right behind the cells. */
  public int running() {
    return running;
  }

  /** The words of a header or footer; empty when they are none without what its codes stand for. */
  public static String withoutCodes(String text) {
    String words = CODE.matcher(text).replaceAll(code -> meaning(code.group()));
    return words.codePoints().anyMatch(Character::isLetterOrDigit) ? words : "";
  }

  private static String meaning(String code) {
    return code.equals("&&") ? "&" : PLACE.matcher(code).matches() ? "\t" : "";
  }

  /** Whether a text beside the cells of a workbook is a header or footer by how it begins. */
  public static boolean isRunning(String text) {
    return PLACE.matcher(WhiteSpace.strip(text)).lookingAt();
  }

  /** A cell as its sheet shows it. */
  public static String shown(String cell) {
    return ERROR.matcher(cell).matches() ? cell.replaceFirst("ERROR:", "") : cell;
  }

  /** Whether rows are left out between the last row that was asked for and the next. */
  public boolean isApart() {
    return given > 0 && given < rows && numbers[given] > numbers[given - 1] + 1;
  }

  /** The next row, whose cells are told with an empty one for each that is left out. */
  public List<TableGrid.Cell> row(List<TableGrid.Cell> cells) {
    if (given >= rows) {
      return cells;
    }
    int row = numbers[given++];
    while (mergedSeen < merged.size() && merged.get(mergedSeen).firstRow <= row) {
      here.add(merged.get(mergedSeen++));
    }
    here.removeIf(area -> area.lastRow < row);
    if (here.isEmpty()) {
      return cells;
    }
    here.sort(Comparator.comparingInt(Merged::firstColumn));
    List<TableGrid.Cell> told = new ArrayList<>();
    int column = 0;
    for (Merged area : here) {
      if (area.firstColumn < column || area.firstColumn >= cells.size()) {
        continue;
      }
      told.addAll(cells.subList(column, area.firstColumn));
      if (area.firstRow == row) {
        told.add(
            new TableGrid.Cell(
                cells.get(area.firstColumn).text(),
                area.lastColumn - area.firstColumn + 1,
                rowsUpTo(area.lastRow),
                false));
      }
      column = area.lastColumn + 1;
    }
    if (column < cells.size()) {
      told.addAll(cells.subList(column, cells.size()));
    }
    return told;
  }

  /** How many rows there are from the last given one to this, both included. */
  private int rowsUpTo(int lastRow) {
    int place = Arrays.binarySearch(numbers, given - 1, rows, lastRow);
    return (place < 0 ? -place - 1 : place + 1) - (given - 1);
  }
}
