package io.oyl.ingest.eval;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plain reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, with their k of 60). */
final class ReciprocalRank {
  private static final int CONSTANT = 60;

  private ReciprocalRank() {}

  static List<String> fuse(List<List<String>> rankings, int most) {
    Map<String, Double> scores = new HashMap<>();
    for (List<String> ranking : rankings) {
      for (int i = 0; i < ranking.size(); i++) {
        scores.merge(ranking.get(i), 1.0 / (CONSTANT + i + 1), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
