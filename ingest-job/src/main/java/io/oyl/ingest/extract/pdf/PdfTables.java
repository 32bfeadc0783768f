package io.oyl.ingest.extract.pdf;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables of pages: lines one below the other whose gaps leave the same gutters free. What
 * looks so and is none: columns of running text, numbered items, a table of contents.
 */
final class PdfTables {
  /** Cells of more characters are running text; columns of it are those of a page. */
  private static final int LONG_CELL = 28;

  /** Of what is no table, that is passed over: a part of it may be one. */
  private static final int PASSED_OVER = 4;

  /** Fewer lines that are no table of close cells are looked at again from each of them. */
  private static final int FEW = 64;

  private static final Pattern SIGN =
      Pattern.compile("[(\\[]?(?:\\d{1,3}(?:\\.\\d{1,3})*|\\p{L}|[ivxlc]{1,5})[.)\\]:]|[^\\d]");

  private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3})*");

  private final List<PdfLine> lines;
  private final PdfHabits habits;

  private PdfTables(List<PdfLine> lines, PdfHabits habits) {
    this.lines = lines;
    this.habits = habits;
  }

  /** Marks the lines that are in tables; lines that the file marks as headings are in none. */
  static void find(List<PdfLine> lines, PdfHabits habits) {
    new PdfTables(lines, habits).find();
  }

  private void find() {
    int tightFrom = 0;
    for (int i = 0; i < lines.size(); ) {
      PdfTable tight = i < tightFrom ? null : from(i, true);
      PdfTable table = better(from(i, false), tight);
      if (tight != null && table != tight) {
        tightFrom = i + tight.lines().size() / FEW;
      }
      List<PdfLine> of = table == null ? List.of() : table.lines();
      if (table != null && isTable(table)) {
        of.forEach(line -> line.table = table);
        i += of.size();
      } else {
        i += Math.max(1, of.size() / PASSED_OVER);
      }
    }
  }

  /** The tight one where no more is found by wide gaps, and each of its columns is one. */
  private @Nullable PdfTable better(@Nullable PdfTable wide, @Nullable PdfTable tight) {
    return tight != null
            && (wide == null
                || (tight.columns() > wide.columns()
                    && tight.lines().size() >= wide.lines().size()))
            && tight.leastFilled() > 1
            && isTable(tight)
        ? tight
        : wide;
  }

  private @Nullable PdfTable from(int start, boolean tight) {
    PdfLine first = lines.get(start);
    if (first.look == null
        || !mayBeIn(first)
        || (tight ? first.look.tightCells() : first.look.cells()).size() < 2) {
      return null;
    }
    PdfTable table = new PdfTable(first, first.look, tight);
    for (int i = start + 1; i < lines.size(); i++) {
      if (!mayBeIn(lines.get(i)) || !table.goesOn(lines.get(i))) {
        break;
      }
    }
    table.dropLastWords();
    return table;
  }

  private static boolean mayBeIn(PdfLine line) {
    return line.look != null
        && !line.look.artifact()
        && !line.look.fixedPitch()
        && line.look.tag() == 0
        && !line.cells().isEmpty()
        && !leadsToPage(line)
        && !PdfWording.isCaption(line.text);
  }

  /** Whether dots lead to no more than one cell, as in a table of contents or two side by side. */
  private static boolean leadsToPage(PdfLine line) {
    if (!PdfWording.hasLeaders(line.text)) {
      return false;
    }
    List<PdfLine.Cell> cells = line.cells();
    int behind = 0;
    while (behind < cells.size()
        && !PdfWording.hasLeaders(cells.get(cells.size() - 1 - behind).text() + " ")) {
      behind++;
    }
    return behind < 2 || behind == cells.size();
  }

  private boolean isTable(PdfTable table) {
    boolean enough =
        table.fullRows() > 2
            || (table.fullRows() == 2
                && table.columns() > 2
                && table.lines().stream().filter(PdfTables::isParted).count() > 1);
    return enough
        && 2 * table.fullRows() > table.rows()
        && table.lengths().stream().filter(length -> length > LONG_CELL).count() < 2
        && !isList(table)
        && !isContents(table)
        && isText(table);
  }

  private static boolean isParted(PdfLine line) {
    return line.look != null && line.look.parted();
  }

  /** Signs of items before their text, or numbers before long text. */
  private static boolean isList(PdfTable table) {
    if (table.columns() > 2) {
      return false;
    }
    boolean text = table.lengths().getLast() > LONG_CELL;
    List<String> first = table.firstColumn();
    long signs =
        first.stream()
            .filter(
                cell ->
                    SIGN.matcher(cell).matches() || (text && SMALL_NUMBER.matcher(cell).matches()))
            .count();
    return 2 * signs > first.size();
  }

  private boolean isContents(PdfTable table) {
    return table.lines().stream().filter(line -> habits.isContentsEntry(line.text)).count() > 1;
  }

  /** Fonts whose glyphs have no meaning make no table. */
  private static boolean isText(PdfTable table) {
    long characters = 0;
    long words = 0;
    for (PdfLine line : table.lines()) {
      characters += PdfLine.squeezed(line.text).length();
      words += line.text.chars().filter(Character::isLetterOrDigit).count();
    }
    return 2 * words > characters;
  }
}
