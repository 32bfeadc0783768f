package io.oyl.ingest.cli;

import io.oyl.ingest.store.HybridSearch.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Passages that follow each other in one document, made into one. */
final class HitMerge {
  private HitMerge() {}

  /** The same passages in the same order, neighbours at the place of the best of them. */
  static List<Hit> neighbours(List<Hit> hits) {
    List<List<Hit>> groups = new ArrayList<>();
    List<Hit> sorted =
        hits.stream()
            .sorted(Comparator.<Hit, UUID>comparing(Hit::document).thenComparing(Hit::position))
            .toList();
    for (Hit hit : sorted) {
      Hit last = groups.isEmpty() ? null : groups.getLast().getLast();
      if (last != null
          && last.document().equals(hit.document())
          && last.position() + 1 == hit.position()) {
        groups.getLast().add(hit);
      } else {
        groups.add(new ArrayList<>(List.of(hit)));
      }
    }
    return groups.stream()
        .sorted(Comparator.comparingInt(group -> best(group, hits)))
        .map(group -> group.size() == 1 ? group.getFirst() : merged(group))
        .toList();
  }

  private static int best(List<Hit> group, List<Hit> hits) {
    return group.stream().mapToInt(hits::indexOf).min().orElseThrow();
  }

  private static Hit merged(List<Hit> group) {
    Hit first = group.getFirst();
    Hit last = group.getLast();
    Hit best = group.stream().max(Comparator.comparingDouble(Hit::score)).orElseThrow();
    return new Hit(
        best.chunk(),
        best.document(),
        best.filename(),
        best.sourceKey(),
        best.embeddedPath(),
        first.position(),
        first.startOffset(),
        last.endOffset(),
        first.firstPage(),
        last.lastPage() == null ? last.firstPage() : last.lastPage(),
        common(group),
        best.score(),
        group.stream().map(Hit::text).collect(Collectors.joining("\n")),
        best.reason());
  }

  private static List<String> common(List<Hit> group) {
    List<String> common = group.getFirst().headingPath();
    for (Hit hit : group) {
      List<String> path = hit.headingPath();
      int same = 0;
      while (same < Math.min(common.size(), path.size())
          && common.get(same).equals(path.get(same))) {
        same++;
      }
      common = common.subList(0, same);
    }
    return common;
  }
}
