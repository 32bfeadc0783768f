package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds headers, footers and page numbers: what the file marks so, and what repeats. */
final class PdfRunningLines {
  private PdfRunningLines() {}

  /**
   * The same words, numbers aside, at the same place of three pages or more; a line that counts the
   * pages need not keep its place.
   */
  static void find(List<PdfLine> lines, float bodySize) {
    Map<String, Set<Integer>> pages = new HashMap<>();
    Map<String, Set<Integer>> counting = new HashMap<>();
    List<PdfLine> candidates = new ArrayList<>();
    Map<Integer, NavigableSet<Integer>> heights = new HashMap<>();
    for (PdfLine line : lines) {
      if (line.look != null) {
        heights.computeIfAbsent(line.page, _ -> new TreeSet<>()).add(height(line));
      }
    }
    for (PdfLine line : lines) {
      if (line.look == null || line.table != null) {
        continue;
      }
      if (line.look.artifact()) {
        line.running = true;
      } else if (isNearEdge(heights.getOrDefault(line.page, new TreeSet<>()), line)
          && (line.look.size() <= 1.3 * bodySize || tellsPage(line))) {
        candidates.add(line);
        pages.computeIfAbsent(place(line, 0), _ -> new HashSet<>()).add(line.page);
        if (tellsPage(line)) {
          counting.computeIfAbsent(words(line), _ -> new HashSet<>()).add(line.page);
        }
      }
    }
    for (PdfLine line : candidates) {
      int seen = 0;
      for (int shift = -1; shift <= 1; shift++) {
        seen += pages.getOrDefault(place(line, shift), Set.of()).size();
      }
      boolean counts = tellsPage(line) && counting.getOrDefault(words(line), Set.of()).size() >= 3;
      line.running = seen >= 3 || counts;
    }
  }

  /** What is set as large as a title is one, unless it counts the pages. */
  private static boolean tellsPage(PdfLine line) {
    return Pattern.compile("\\b" + line.page + "\\b").matcher(line.text).find();
  }

  /** Whether a line is one of the two highest or lowest of its page. */
  private static boolean isNearEdge(NavigableSet<Integer> heights, PdfLine line) {
    int height = height(line);
    return heights.headSet(height).size() < 2 || heights.tailSet(height, false).size() < 2;
  }

  private static int height(PdfLine line) {
    return line.look == null ? 0 : Math.round(line.look.y());
  }

  private static String place(PdfLine line, int shift) {
    long y = line.look == null ? 0 : Math.round(line.look.y() / 3) + shift;
    return y + " " + words(line);
  }

  private static String words(PdfLine line) {
    return line.text.replaceAll("\\d+", "#").replaceAll("\\b[ivxlc]+\\b", "#");
  }
}
