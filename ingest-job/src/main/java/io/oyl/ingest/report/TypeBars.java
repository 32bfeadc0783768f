package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView.TypeCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One bar for each type of file, the most frequent first; the rare ones share the last. */
final class TypeBars {
  private static final int MOST = 14;

  private TypeBars() {}

  static List<Bar> of(List<TypeCount> counts) {
    Map<String, Map<String, Long>> byType = new HashMap<>();
    for (TypeCount count : counts) {
      byType
          .computeIfAbsent(count.type(), type -> new HashMap<>())
          .merge(count.state(), count.files(), Long::sum);
    }
    List<Map.Entry<String, Map<String, Long>>> types = new ArrayList<>(byType.entrySet());
    types.sort(
        Comparator.comparingLong((Map.Entry<String, Map<String, Long>> type) -> -sum(type))
            .thenComparing(Map.Entry::getKey));
    long longest = types.isEmpty() ? 1 : sum(types.getFirst());
    List<Bar> bars = new ArrayList<>();
    boolean tooMany = types.size() > MOST;
    for (var type : tooMany ? types.subList(0, MOST - 1) : types) {
      bars.add(bar(type.getKey().isEmpty() ? "none" : type.getKey(), type.getValue(), longest));
    }
    if (tooMany) {
      Map<String, Long> others = new HashMap<>();
      List<Map.Entry<String, Map<String, Long>>> rest = types.subList(MOST - 1, types.size());
      rest.forEach(
          type -> type.getValue().forEach((state, n) -> others.merge(state, n, Long::sum)));
      long all = others.values().stream().mapToLong(Long::longValue).sum();
      bars.add(bar(rest.size() + " others", others, Math.max(longest, all)));
    }
    return bars;
  }

  private static Bar bar(String type, Map<String, Long> files, long longest) {
    long all = files.values().stream().mapToLong(Long::longValue).sum();
    List<StateParts.Part> parts = StateParts.of(files);
    return new Bar(
        type,
        Math.max(1, Math.round(100.0 * all / longest)),
        parts,
        StateParts.inWords(parts),
        Figures.count(all));
  }

  private static long sum(Map.Entry<String, Map<String, Long>> type) {
    return type.getValue().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A bar.
   *
   * @param width in percent of the longest
   */
  record Bar(String type, long width, List<StateParts.Part> states, String inWords, String count) {}
}
