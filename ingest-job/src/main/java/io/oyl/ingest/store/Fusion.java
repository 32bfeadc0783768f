package io.oyl.ingest.store;

import io.oyl.ingest.store.HybridSearch.Candidate;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.HybridSearch.Ranked;
import io.oyl.ingest.store.HybridSearch.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One ranking of two: the convex combination of cosine similarity and BM25, each scaled to the
 * question by its theoretical least and its largest value (Bruch, Gai and Ingber 2023, "An Analysis
 * of Fusion Functions for Hybrid Retrieval"), which keeps what reciprocal ranks throw away: how far
 * the first is ahead. A document that speaks of the question in other passages too lifts each of
 * them.
 */
final class Fusion {
  /** Of similarity, beside BM25; theirs is 0.8. Measured on the SciFact training queries. */
  private static final double SIMILARITY_SHARE = 0.85;

  /** What the mean of a document's passages counts beside the passage itself. Measured likewise. */
  private static final double DOCUMENT_SHARE = 0.5;

  private static final double LEAST_SIMILARITY = -1;

  private Fusion() {}

  /** All candidates, best first; equal ones by their ids. */
  static List<Ranked> rank(List<Candidate> candidates, Mode mode) {
    List<Ranked> ranked = new ArrayList<>();
    switch (mode) {
      case VECTOR ->
          candidates.forEach(each -> ranked.add(ranked(each, similarity(each.reason()))));
      case TEXT -> candidates.forEach(each -> ranked.add(ranked(each, textScore(each.reason()))));
      case HYBRID -> fuse(candidates, ranked);
    }
    ranked.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::id));
    return ranked;
  }

  private static void fuse(List<Candidate> candidates, List<Ranked> ranked) {
    double nearest =
        candidates.stream().mapToDouble(each -> similarity(each.reason())).max().orElse(0);
    double most = candidates.stream().mapToDouble(each -> textScore(each.reason())).max().orElse(0);
    Map<UUID, Double> ofDocuments =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    Candidate::document,
                    Collectors.averagingDouble(each -> score(each.reason(), nearest, most))));
    for (Candidate each : candidates) {
      double own = score(each.reason(), nearest, most);
      double document = ofDocuments.getOrDefault(each.document(), own);
      ranked.add(ranked(each, (own + DOCUMENT_SHARE * document) / (1 + DOCUMENT_SHARE)));
    }
  }

  /** From 0 to 1. */
  private static double score(Reason reason, double nearest, double most) {
    double range = nearest - LEAST_SIMILARITY;
    double near = range > 0 ? (similarity(reason) - LEAST_SIMILARITY) / range : 0;
    double text = most > 0 ? textScore(reason) / most : 0;
    return SIMILARITY_SHARE * near + (1 - SIMILARITY_SHARE) * text;
  }

  private static double similarity(Reason reason) {
    Double similarity = reason.similarity();
    return similarity == null ? LEAST_SIMILARITY : similarity;
  }

  private static double textScore(Reason reason) {
    Double score = reason.textScore();
    return score == null ? 0 : score;
  }

  private static Ranked ranked(Candidate candidate, double score) {
    return new Ranked(candidate.id(), score, candidate.reason());
  }
}
