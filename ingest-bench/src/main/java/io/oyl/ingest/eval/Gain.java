package io.oyl.ingest.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Normalized discounted cumulative gain, with the grade itself as gain, as trec_eval has it. */
final class Gain {
  private Gain() {}

  /**
   * nDCG of the first {@code depth} documents.
   *
   * @param grades of the relevant documents, above 0
   */
  static double ndcg(List<String> ranked, Map<String, Integer> grades, int depth) {
    double gain = 0;
    for (int i = 0; i < Math.min(depth, ranked.size()); i++) {
      gain += grades.getOrDefault(ranked.get(i), 0) / discount(i);
    }
    List<Integer> best = grades.values().stream().sorted(Comparator.reverseOrder()).toList();
    double ideal = 0;
    for (int i = 0; i < Math.min(depth, best.size()); i++) {
      ideal += best.get(i) / discount(i);
    }
    return ideal == 0 ? 0 : gain / ideal;
  }

  private static double discount(int place) {
    return Math.log(place + 2) / Math.log(2);
  }
}
