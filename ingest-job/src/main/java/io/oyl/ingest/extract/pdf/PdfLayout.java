package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.draft.DocumentDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of the lines of a PDF's pages: headings, paragraphs, items, tables, code. Lines that
 * repeat from page to page are kept, but part no paragraph. What was mended is told in the
 * metadata.
 */
final class PdfLayout {
  private final DocumentDraft draft;
  private final PdfRepairs repairs = new PdfRepairs();
  private final PdfHabits habits = new PdfHabits();
  private final PdfHeadings headings = new PdfHeadings(habits, repairs);
  private final PdfGrouping grouping = new PdfGrouping(habits, repairs);
  private final PdfJoining joining = new PdfJoining(habits, repairs);
  private @Nullable PdfTable lastTable;
  private int written;

  PdfLayout(DocumentDraft draft) {
    this.draft = draft;
  }

  /** Whether the file's structure tree names headings: then none is inferred. */
  void marksOwnHeadings(boolean marked) {
    headings.marksOwnHeadings(marked);
  }

  /** Titles of bookmarks to a page, squeezed, with their levels. */
  void bookmarks(int page, Map<String, Integer> titles) {
    headings.bookmarks(page, titles);
  }

  /** Writes the lines of these pages, in the order of the pages. */
  void write(List<PdfLine> lines, int firstPage, int lastPage) throws WriteLimitReachedException {
    habits.measure(lines);
    PdfTables.find(lines, habits);
    PdfRunningLines.find(lines, habits.bodySize());
    headings.find(lines);
    try {
      emit(grouping.groups(lines), firstPage, lastPage);
    } finally {
      repairs.tell(draft.metadata);
    }
  }

  /** Letters that are set as one sign, one by one, counted as a repair. */
  String withoutLigatures(String text) {
    String spelled = PdfWording.spelledOut(text);
    if (!spelled.equals(text)) {
      repairs.count("ligatures");
    }
    return spelled;
  }

  private void emit(List<PdfGroup> groups, int firstPage, int lastPage)
      throws WriteLimitReachedException {
    written = Math.max(written, firstPage - 1);
    for (PdfGroup group : groups) {
      pagesTo(group.lines.getFirst().page);
      if (group.kind != PdfGroup.Kind.TABLE && group.kind != PdfGroup.Kind.RUNNING) {
        lastTable = null;
      }
      switch (group.kind) {
        case HEADING ->
            draft.text.heading(joining.joined(group.lines, false), group.lines.getFirst().level);
        case TABLE -> table(group.lines.getFirst().table);
        case CODE -> draft.text.code(String.join("\n", texts(group.lines)));
        case NOTE -> draft.text.paragraphs(group.lines.getFirst().text);
        case RUNNING -> {
          repairs.count("running_lines");
          draft.text.paragraph(List.of(joining.joined(group.lines, true)), Block.Role.RUNNING);
        }
        case ITEM, TEXT -> text(group);
      }
    }
    pagesTo(lastPage);
  }

  private void table(@Nullable PdfTable table) throws WriteLimitReachedException {
    if (table != null) {
      for (List<String> row : table.texts(joining)) {
        draft.text.tableRow(row, false);
      }
      if (lastTable != null && table.goesOnWith(lastTable)) {
        draft.text.endContinuedTable();
      } else {
        draft.text.endTable();
        repairs.count("tables");
      }
      lastTable = table;
      if (table.lines().stream().anyMatch(line -> PdfWording.hasLeaders(line.text))) {
        repairs.count("tables_without_leaders");
      }
    }
  }

  private void text(PdfGroup group) throws WriteLimitReachedException {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= group.lines.size(); i++) {
      if (i == group.lines.size() || group.lines.get(i).page != group.lines.get(from).page) {
        parts.add(joining.joined(group.lines.subList(from, i), true));
        from = i;
      }
    }
    written += parts.size() - 1;
    if (group.kind == PdfGroup.Kind.ITEM) {
      draft.text.listItem(parts);
    } else {
      boolean caption = PdfWording.isCaption(group.lines.getFirst().text);
      draft.text.paragraph(parts, caption ? Block.Role.CAPTION : Block.Role.BODY);
    }
  }

  private void pagesTo(int page) {
    while (written < page) {
      draft.text.startPage();
      written++;
    }
  }

  private static List<String> texts(List<PdfLine> lines) {
    return lines.stream().map(line -> line.text).toList();
  }
}
