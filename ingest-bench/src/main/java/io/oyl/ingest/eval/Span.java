package io.oyl.ingest.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Part of a text: 0-based, half-open, in code points. */
record Span(int start, int end) {
  int length() {
    return end - start;
  }

  /** How many positions these spans cover, each counted once. */
  static int covered(List<Span> spans) {
    return union(spans).stream().mapToInt(Span::length).sum();
  }

  /** How many positions both cover, each counted once. */
  static int shared(List<Span> some, List<Span> others) {
    int shared = 0;
    List<Span> right = union(others);
    for (Span left : union(some)) {
      for (Span each : right) {
        shared += Math.max(0, Math.min(left.end, each.end) - Math.max(left.start, each.start));
      }
    }
    return shared;
  }

  private static List<Span> union(List<Span> spans) {
    List<Span> union = new ArrayList<>();
    for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
      if (!union.isEmpty() && span.start <= union.getLast().end) {
        Span last = union.removeLast();
        union.add(new Span(last.start, Math.max(last.end, span.end)));
      } else {
        union.add(span);
      }
    }
    return union;
  }
}
