package io.oyl.ingest.extract.draft;

import io.oyl.ingest.extract.PageMap;
import java.util.Arrays;

/** Where pages begin in a text that is being put together. */
final class PageStarts {
  private int[] starts = new int[8];
  private int placed;
  private int begun;
  private int reached;

  /** So many pages begin with the text that comes next. */
  void begin(int pages) {
    begun += pages;
  }

  /** The pages turn out not to be known. */
  void forget() {
    begun = 0;
    placed = 0;
  }

  int begun() {
    return begun;
  }

  /** The reading has come to this page, of which nothing may be written yet. */
  void reach(int page) {
    reached = Math.max(reached, page);
  }

  /** The last page that was begun to be read. */
  int reached() {
    return Math.max(reached, begun);
  }

  /** Text comes at this code point: the pages that were begun start with it. */
  void place(int codePoint) {
    if (starts.length < begun) {
      starts = Arrays.copyOf(starts, Math.max(begun, 2 * starts.length));
    }
    while (placed < begun) {
      starts[placed++] = codePoint;
    }
  }

  /** All pages; those without text start at the end. */
  PageMap map(int end) {
    int[] all = Arrays.copyOf(starts, begun);
    Arrays.fill(all, placed, begun, end);
    return PageMap.of(all);
  }
}
