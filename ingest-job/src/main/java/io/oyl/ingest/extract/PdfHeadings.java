package io.oyl.ingest.extract;

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

  private static final int MAX_HEADING_LINES = 4;

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

  /** Sets the levels of the lines that are headings. */
  void find(List<PdfLine> lines) {
    mark(lines);
    rank(lines);
  }

  private void mark(List<PdfLine> lines) {
    for (int i = 0; i < lines.size(); i++) {
      PdfLine line = lines.get(i);
      if (line.level != 0 || line.running || line.look == null) {
        continue;
      }
      if (line.look.tag() > 0) {
        line.level = line.look.tag();
        continue;
      }
      int marked = bookmarked(lines, i);
      if (marked > 0) {
        continue;
      }
      if (!ownHeadings && looksLikeHeading(lines, i)) {
        line.level = -1;
      }
    }
    if (!ownHeadings) {
      dropLongRuns(lines);
    }
  }

  /** Marks the lines from here on that are the title of a bookmark; returns how many. */
  private int bookmarked(List<PdfLine> lines, int index) {
    Map<String, Integer> titles = bookmarks.getOrDefault(lines.get(index).page, Map.of());
    StringBuilder joined = new StringBuilder();
    for (int i = index; i < Math.min(lines.size(), index + MAX_HEADING_LINES); i++) {
      PdfLine line = lines.get(i);
      if (titles.isEmpty() || line.page != lines.get(index).page || line.look == null) {
        return 0;
      }
      joined.append(PdfLine.squeezed(line.text));
      String squeezed = joined.toString();
      @Nullable Integer level = titles.get(squeezed);
      if (level == null) {
        // "1.2 Title" is often "Title" among the bookmarks.
        level = titles.get(squeezed.replaceFirst("^(?:Chapter)?[\\dA-Z]{1,2}(?:\\.\\d+)*\\.?", ""));
      }
      if (level != null && !PdfWording.hasLeaders(line.text)) {
        for (int j = index; j <= i; j++) {
          lines.get(j).level = level;
        }
        return i - index + 1;
      }
    }
    return 0;
  }

  private boolean looksLikeHeading(List<PdfLine> lines, int index) {
    PdfLine line = lines.get(index);
    if (line.look == null
        || line.look.fixedPitch()
        || !isTitleText(line.text)
        || habits.isContentsEntry(line.text)) {
      return false;
    }
    boolean larger = line.look.size() >= 1.15f * habits.bodySize();
    boolean numbered = PdfWording.isNumbered(line.text);
    if (larger) {
      return !line.text.endsWith(",") && !line.text.endsWith(";");
    }
    boolean bodyIsBold = habits.isBodyBold();
    boolean bold = line.look.bold() && !bodyIsBold;
    boolean set =
        bold
            || (numbered && !line.look.font().equals(habits.bodyFont()))
            || (numbered && line.look.size() >= 1.05f * habits.bodySize());
    if (!set || line.look.size() < 0.93f * habits.bodySize()) {
      return false;
    }
    boolean sentence = PdfWording.endsSentence(line.text);
    boolean starts =
        line.startsParagraph
            || index == 0
            || !sameStyle(line, lines.get(index - 1))
            || lines.get(index - 1).level != 0;
    return starts
        && (!sentence || (bold && numbered && !line.text.endsWith(":")))
        && line.text.length() <= 120
        && !isInTable(lines, index);
  }

  /** A bold line is a table's head when something stands beside it. */
  private static boolean isInTable(List<PdfLine> lines, int index) {
    PdfLine line = lines.get(index);
    for (int i = Math.max(0, index - 2); i < Math.min(lines.size(), index + 3); i++) {
      PdfLine other = lines.get(i);
      if (i != index
          && other.page == line.page
          && other.look != null
          && line.look != null
          && Math.abs(other.look.y() - line.look.y()) < 0.5f * line.look.size()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTitleText(String text) {
    int length = text.codePointCount(0, text.length());
    long letters = text.codePoints().filter(Character::isLetter).count();
    return length <= MAX_LENGTH
        && letters >= 2
        && letters * 2 >= length - text.chars().filter(c -> c == ' ').count()
        && !PdfWording.hasLeaders(text)
        && !PdfWording.isCaption(text)
        && !PdfWording.isBulleted(text);
  }

  private static boolean sameStyle(PdfLine a, PdfLine b) {
    return a.look != null
        && b.look != null
        && a.page == b.page
        && a.roundSize() == b.roundSize()
        && a.look.bold() == b.look.bold();
  }

  /** Many lines in one style are text that is set large, not titles. */
  private static void dropLongRuns(List<PdfLine> lines) {
    int start = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i < lines.size() && joins(lines.get(i - 1), lines.get(i))) {
        continue;
      }
      if (i - start > MAX_HEADING_LINES) {
        for (PdfLine line : lines.subList(start, i)) {
          line.level = line.level == -1 ? 0 : line.level;
        }
      }
      start = i;
    }
  }

  /** Whether a line goes on with the heading of the line before. */
  static boolean joins(PdfLine before, PdfLine line) {
    if (before.level == 0
        || before.level != line.level
        || before.look == null
        || line.look == null
        || before.page != line.page) {
      return false;
    }
    if (line.look.tag() > 0 || before.look.tag() > 0) {
      return line.look.tagElement() == before.look.tagElement();
    }
    float step = line.look.y() - before.look.y();
    return sameStyle(before, line)
        && step >= 0
        && step <= 1.9f * line.look.size()
        && !PdfWording.isNumbered(line.text);
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
      if (line.level == -1) {
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
    for (PdfLine line : lines) {
      if (line.level == -1) {
        line.level = levels.getOrDefault(style(line), 6);
        repairs.count("headings_inferred");
      }
    }
  }

  private static Style style(PdfLine line) {
    return new Style(
        line.roundSize(), line.look != null && line.look.bold(), PdfWording.numberDepth(line.text));
  }
}
