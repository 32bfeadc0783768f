package io.oyl.ingest.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files by state, the good ones first, as the parts of a bar. */
final class StateParts {
  private static final List<String> ORDER =
      List.of("complete", "partial", "empty", "quarantined", "stored", "pending");

  private StateParts() {}

  static List<Part> of(Map<String, Long> files) {
    long all = files.values().stream().mapToLong(Long::longValue).sum();
    return ORDER.stream()
        .filter(state -> files.getOrDefault(state, 0L) > 0)
        .map(state -> part(state, files.getOrDefault(state, 0L), all))
        .toList();
  }

  private static Part part(String state, long files, long all) {
    return new Part(state, files, Figures.count(files), Figures.percent(files, all));
  }

  static String inWords(List<Part> parts) {
    return parts.stream()
        .map(part -> part.count() + " " + part.state())
        .collect(Collectors.joining(", "));
  }

  record Part(String state, long files, String count, String percent) {}
}
