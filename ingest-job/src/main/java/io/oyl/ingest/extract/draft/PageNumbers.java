package io.oyl.ingest.extract.draft;

import java.util.ArrayList;
import java.util.List;

/** Page numbers, added in ascending order, told as people write them: 1, 3–5. */
public final class PageNumbers {
  private static final int MOST = 40;

  private record Range(int first, int last) {}

  private final List<Range> ranges = new ArrayList<>();
  private int count;

  public void add(int page) {
    add(page, page);
  }

  public void add(int first, int last) {
    count += last - first + 1;
    if (!ranges.isEmpty() && ranges.getLast().last() == first - 1) {
      ranges.set(ranges.size() - 1, new Range(ranges.getLast().first(), last));
    } else {
      ranges.add(new Range(first, last));
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public int count() {
    return count;
  }

  /** As the start of a sentence: "page 3", "pages 1, 3–5". */
  public String told() {
    return (count == 1 ? "page " : "pages ") + this;
  }

  @Override
  public String toString() {
    StringBuilder told = new StringBuilder();
    for (Range range : ranges.subList(0, Math.min(MOST, ranges.size()))) {
      told.append(told.isEmpty() ? "" : ", ").append(range.first());
      if (range.last() > range.first()) {
        told.append('–').append(range.last());
      }
    }
    return ranges.size() > MOST ? told + ", … (" + count + " in all)" : told.toString();
  }
}
