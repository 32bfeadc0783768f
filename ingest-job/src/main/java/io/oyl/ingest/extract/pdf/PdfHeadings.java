package io.oyl.ingest.extract.pdf;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the headings of a PDF and their levels: what the file marks or names in its bookmarks, else
 * what is set clearly larger or bolder than the running text.
 */
final class PdfHeadings {
  /** No heading has more characters. */
  static final int MAX_LENGTH = 200;

  /** Nor more lines, unless the file marks it. */
  static final int MAX_LINES = 4;

  private record Style(float size, boolean bold, int depth) {}

  private final PdfHabits habits;
  private final PdfRepairs repairs;
  private final Map<Integer, Map<String, Integer>> bookmarks = new HashMap<>();
  private boolean ownHeadings;

  PdfHeadings(PdfHabits habits, PdfRepairs repairs) {
    this.habits = habits;
    this.repairs = repairs;
  }

  /** Whether the file's structure tree names headings: then none is inferred. */
  void marksOwnHeadings(boolean marked) {
    ownHeadings = marked;
  }

  /** Titles of bookmarks to a page, squeezed, with their levels. */
  void bookmarks(int page, Map<String, Integer> titles) {
    bookmarks.put(page, titles);
  }

  /** Sets the levels of the lines that are headings, and which lines make one heading. */
  void find(List<PdfLine> lines) {
    for (int i = 0; i < lines.size(); i++) {
      PdfLine line = lines.get(i);
      if (line.level == 0 && line.mayBeHeading() && !tagged(lines, i)) {
        bookmarked(lines, i);
      }
    }
    if (!ownHeadings) {
      new PdfHeadingLooks(habits, lines).mark();
      new PdfHeadingRuns(lines, habits.bodySize()).judge();
    }
    rank(lines);
  }

  /** Marks a heading of the structure tree, unless it is as long as a paragraph. */
  private static boolean tagged(List<PdfLine> lines, int index) {
    PdfLine.Look look = lines.get(index).look;
    if (look == null || look.tag() == 0) {
      return false;
    }
    if (index > 0 && isOf(look, lines.get(index - 1))) {
      return true;
    }
    int end = index;
    int length = 0;
    while (end < lines.size() && isOf(look, lines.get(end))) {
      length += lines.get(end++).text.length();
    }
    if (length <= MAX_LENGTH) {
      mark(lines.subList(index, end), look.tag());
    }
    return true;
  }

  private static boolean isOf(PdfLine.Look heading, PdfLine line) {
    return line.look != null && line.look.tagElement() == heading.tagElement();
  }

  /** Marks the lines from here on that are the title of a bookmark. */
  private void bookmarked(List<PdfLine> lines, int index) {
    Map<String, Integer> titles = bookmarks.getOrDefault(lines.get(index).page, Map.of());
    StringBuilder joined = new StringBuilder();
    for (int i = index; i < Math.min(lines.size(), index + MAX_LINES); i++) {
      PdfLine line = lines.get(i);
      if (titles.isEmpty() || line.page != lines.get(index).page || line.look == null) {
        return;
      }
      joined.append(PdfLine.squeezed(line.text));
      String squeezed = joined.toString();
      @Nullable Integer level = titles.get(squeezed);
      if (level == null) {
        // "1.2 Title" is often "Title" among the bookmarks.
        level = titles.get(squeezed.replaceFirst("^(?:Chapter)?[\\dA-Z]{1,2}(?:\\.\\d+)*\\.?", ""));
      }
      if (level != null && !PdfWording.hasLeaders(line.text)) {
        mark(lines.subList(index, i + 1), level);
        return;
      }
    }
  }

  private static void mark(List<PdfLine> heading, int level) {
    heading.forEach(line -> line.level = level);
    heading.stream().skip(1).forEach(line -> line.goesOn = true);
  }

  /** Levels of inferred headings: the larger, the higher; bold before light; by their numbers. */
  private void rank(List<PdfLine> lines) {
    Map<Style, Integer> levels =
        new TreeMap<>(
            Comparator.comparing((Style style) -> -style.size())
                .thenComparing(style -> style.bold() ? 0 : 1)
                .thenComparing(Style::depth));
    Map<Float, Integer> known = new HashMap<>();
    for (PdfLine line : lines) {
      if (line.level == -1 && !line.goesOn) {
        levels.put(style(line), 0);
      } else if (line.level > 0) {
        known.putIfAbsent(line.roundSize(), line.level);
      }
    }
    int next = 1;
    for (Map.Entry<Style, Integer> entry : levels.entrySet()) {
      next = known.getOrDefault(entry.getKey().size(), next);
      entry.setValue(Math.min(6, next++));
    }
    int level = 6;
    for (PdfLine line : lines) {
      if (line.level == -1) {
        if (!line.goesOn) {
          level = levels.getOrDefault(style(line), 6);
          repairs.count("headings_inferred");
        }
        line.level = level;
      }
    }
  }

  private static Style style(PdfLine line) {
    return new Style(
        line.roundSize(), line.look != null && line.look.bold(), PdfWording.numberDepth(line.text));
  }
}
