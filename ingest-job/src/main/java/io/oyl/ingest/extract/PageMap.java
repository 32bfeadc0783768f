package io.oyl.ingest.extract;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages (slides, sheets) of a document start. A document without pages has an empty map.
 * Immutable.
 */
public final class PageMap {
  public static final PageMap NONE = new PageMap(new int[0]);

  private final int[] starts;

  private PageMap(int[] starts) {
    this.starts = starts;
  }

  /**
   * A map of these pages.
   *
   * @param starts first code point of page 1, 2, 3, …, not descending (an empty page starts where
   *     the next one does)
   */
  public static PageMap of(int... starts) {
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] < starts[i - 1]) {
        throw new IllegalArgumentException("page " + (i + 1) + " starts before page " + i);
      }
    }
    return starts.length == 0 ? NONE : new PageMap(starts.clone());
  }

  public int count() {
    return starts.length;
  }

  /** First code point of a page, 1-based. */
  public int start(int page) {
    return starts[page - 1];
  }

  /**
   * The 1-based page that holds this code point, null without pages. Text before page 1 is on it.
   */
  public @Nullable Integer pageAt(int codePoint) {
    if (starts.length == 0) {
      return null;
    }
    int found = Arrays.binarySearch(starts, codePoint);
    if (found < 0) {
      return Math.max(1, -found - 1);
    }
    while (found + 1 < starts.length && starts[found + 1] == codePoint) {
      found++;
    }
    return found + 1;
  }
}
