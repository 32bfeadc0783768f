package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.SentenceEnd;
import io.oyl.ingest.extract.pdf.PdfGroup.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts lines together to paragraphs, items, headings and code, also over the end of a page. */
final class PdfGrouping {
  private final PdfHabits habits;
  private final PdfRepairs repairs;

  PdfGrouping(PdfHabits habits, PdfRepairs repairs) {
    this.habits = habits;
    this.repairs = repairs;
  }

  List<PdfGroup> groups(List<PdfLine> lines) {
    List<PdfGroup> groups = new ArrayList<>();
    PdfGroup last = null;
    for (PdfLine line : lines) {
      Kind kind = kind(line, last);
      if (last == null || !goesOn(last, kind, line)) {
        last = new PdfGroup(kind, line);
        groups.add(last);
      } else {
        last.add(line);
      }
    }
    return overRunning(groups);
  }

  private static Kind kind(PdfLine line, @Nullable PdfGroup last) {
    if (line.look == null && line.startsParagraph && line.text.indexOf('\n') >= 0) {
      return Kind.NOTE;
    }
    if (line.running) {
      return Kind.RUNNING;
    }
    if (line.table != null) {
      return Kind.TABLE;
    }
    if (line.level > 0) {
      return Kind.HEADING;
    }
    if (line.look != null && line.look.fixedPitch()) {
      return Kind.CODE;
    }
    boolean starts = line.startsParagraph || (last != null && !last.endsFull());
    if (PdfWording.isBulleted(line.text) || (starts && PdfWording.isNumberedItem(line.text))) {
      return Kind.ITEM;
    }
    return Kind.TEXT;
  }

  private boolean goesOn(PdfGroup group, Kind kind, PdfLine line) {
    PdfLine before = group.lines.getLast();
    boolean samePage = before.page == line.page;
    return switch (kind) {
      case HEADING -> group.kind == Kind.HEADING && line.goesOn;
      case TABLE -> before.table == line.table;
      case CODE -> group.kind == Kind.CODE && samePage;
      case TEXT ->
          (group.kind == Kind.TEXT || group.kind == Kind.ITEM)
              && samePage
              && (!line.startsParagraph || isContinued(group, line) || isNextLine(group, line));
      default -> false;
    };
  }

  /** A line goes on with a full one above it that is no further off than lines are. */
  private boolean isNextLine(PdfGroup group, PdfLine line) {
    PdfLine before = group.lines.getLast();
    if (before.look == null
        || line.look == null
        || !line.isSetLike(before)
        || (before.look.parted() && line.look.parted())) {
      return false;
    }
    float size = line.look.size();
    float step = line.look.y() - before.look.y();
    float indent = before.look.left() - line.look.left();
    float left = Math.min(before.look.left(), line.look.left());
    float right = Math.max(before.look.right(), line.look.right());
    boolean first = group.lines.size() == 1;
    return step > 0
        && step <= 1.15f * habits.step(line)
        && Math.abs(indent) <= (first ? 4 : 0.6f) * size
        && indent > -0.6f * size
        && right - left > 8 * size
        && before.look.right() >= right - 0.12f * (right - left)
        && !PdfWording.hasLeaders(before.text);
  }

  /** A line that begins in the middle of a sentence goes on with the text before it. */
  private static boolean isContinued(PdfGroup group, PdfLine line) {
    PdfLine before = group.lines.getLast();
    return before.look != null
        && line.look != null
        && Math.abs(before.look.size() - line.look.size()) < 0.6f
        && before.look.bold() == line.look.bold()
        && !PdfWording.hasLeaders(before.text)
        && group.lines.size() > 1
        && group.endsFull()
        && Character.isLowerCase(line.text.codePointAt(0))
        && !SentenceEnd.isAtEndOf(before.text);
  }

  /**
   * Paragraphs go on behind the header of the next page. Not over a third one: there would be no
   * place left where the running lines of the second are on their page.
   */
  private List<PdfGroup> overRunning(List<PdfGroup> groups) {
    List<PdfGroup> out = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      PdfGroup group = groups.get(i);
      int open = out.size() - 1;
      while (open >= 0 && out.get(open).kind == Kind.RUNNING) {
        open--;
      }
      PdfGroup before = open < 0 ? null : out.get(open);
      if (before != null
          && group.kind == Kind.TEXT
          && (before.kind == Kind.TEXT || before.kind == Kind.ITEM)
          && before.lines.getFirst().page == before.lines.getLast().page
          && before.lines.getLast().page + 1 == group.lines.getFirst().page
          && isContinued(before, group.lines.getFirst())) {
        // A footer comes before the paragraph that it would part, a header after it.
        int firstPage = before.lines.getLast().page;
        List<PdfGroup> between = new ArrayList<>(out.subList(open + 1, out.size()));
        out.subList(open, out.size()).clear();
        between.stream().filter(one -> one.lines.getFirst().page == firstPage).forEach(out::add);
        group.lines.forEach(before::add);
        out.add(before);
        between.stream().filter(one -> one.lines.getFirst().page != firstPage).forEach(out::add);
        repairs.count("paragraphs_over_pages");
      } else {
        out.add(group);
      }
    }
    return out;
  }
}
