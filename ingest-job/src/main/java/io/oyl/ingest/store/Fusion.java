package io.oyl.ingest.store;

import io.oyl.ingest.store.HybridSearch.Candidate;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.HybridSearch.Ranked;
import io.oyl.ingest.store.HybridSearch.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One ranking of two: the sum of cosine similarity and BM25, each in units of its own spread among
 * the question's candidates, which keeps what reciprocal ranks throw away: how far the first is
 * ahead. So a model whose similarities lie close together counts as much as one whose lie far
 * apart, and no share is fitted to a model.
 *
 * <p>Similarities spread about their mean, so their unit is the standard deviation, as in z-score
 * fusion (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval");
 * scores by text from nought, where no word is found, so theirs is the root mean square. A document
 * that speaks of the question twice lifts its passages.
 */
final class Fusion {
  /** So many of each ranking tell the spread, however many more are asked for. */
  static final int SAMPLE = 100;

  /** What the mean of a document's nearest passages counts beside the passage itself. */
  private static final double DOCUMENT_SHARE = 0.5;

  /** Its nearest: all that are candidates would draw the passages of long documents down. */
  private static final int OF_A_DOCUMENT = 2;

  // the spread of few says little, of one nothing: it is told as if two more lay so far from the
  // mean as random directions of 384 dimensions do, by the root of 1/384
  private static final double USUAL_SPREAD = 0.05;
  private static final int USUAL_COUNT = 2;

  private Fusion() {}

  /** All candidates, best first; equal ones by their ids, as PostgreSQL compares them. */
  static List<Ranked> rank(List<Candidate> candidates, Mode mode) {
    List<Ranked> ranked = new ArrayList<>();
    switch (mode) {
      case VECTOR ->
          candidates.forEach(each -> ranked.add(ranked(each, similarity(each.reason(), -1))));
      case TEXT -> candidates.forEach(each -> ranked.add(ranked(each, textScore(each.reason()))));
      case HYBRID -> fuse(candidates, ranked);
    }
    ranked.sort(
        Comparator.comparingDouble(Ranked::score)
            .reversed()
            .thenComparing(each -> each.id().toString()));
    return ranked;
  }

  /** Scores from 0, as the least similar without any word, to 1, as the best by both. */
  private static void fuse(List<Candidate> candidates, List<Ranked> ranked) {
    DoubleSummaryStatistics similarities = new DoubleSummaryStatistics();
    for (Candidate each : candidates) {
      Double similarity = each.reason().similarity();
      if (similarity != null) {
        similarities.accept(similarity);
      }
    }
    double least = similarities.getCount() == 0 ? 0 : similarities.getMin();
    double nearest = similarities.getCount() == 0 ? 0 : similarities.getMax();
    double most = candidates.stream().mapToDouble(each -> textScore(each.reason())).max().orElse(0);
    List<Reason> sample =
        candidates.stream().map(Candidate::reason).filter(Fusion::isOfSample).toList();
    double spread = standardDeviation(sample, least);
    double textSpread = rootMeanSquare(sample);
    Map<UUID, Double> ofDocuments =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    Candidate::document,
                    Collectors.mapping(
                        each -> similarity(each.reason(), least),
                        Collectors.collectingAndThen(Collectors.toList(), Fusion::meanOfNearest))));
    double best = (nearest - least) / spread + (textSpread > 0 ? most / textSpread : 0);
    for (Candidate each : candidates) {
      double own = similarity(each.reason(), least);
      double document = ofDocuments.getOrDefault(each.document(), own);
      double near = (own + DOCUMENT_SHARE * document) / (1 + DOCUMENT_SHARE) - least;
      double text = textSpread > 0 ? textScore(each.reason()) / textSpread : 0;
      double score = best > 0 ? (near / spread + text) / best : 1;
      ranked.add(ranked(each, Math.clamp(score, 0, 1)));
    }
  }

  private static double meanOfNearest(List<Double> similarities) {
    return similarities.stream()
        .sorted(Comparator.reverseOrder())
        .limit(OF_A_DOCUMENT)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  private static boolean isOfSample(Reason reason) {
    return isAmongFirst(reason.vectorRank()) || isAmongFirst(reason.textRank());
  }

  private static boolean isAmongFirst(@Nullable Integer rank) {
    return rank != null && rank <= SAMPLE;
  }

  /** Never 0. */
  private static double standardDeviation(List<Reason> sample, double least) {
    double mean =
        sample.stream().mapToDouble(reason -> similarity(reason, least)).average().orElse(0);
    double squares =
        sample.stream()
            .mapToDouble(reason -> similarity(reason, least) - mean)
            .map(off -> off * off)
            .sum();
    double usual = USUAL_COUNT * USUAL_SPREAD * USUAL_SPREAD;
    return Math.sqrt((squares + usual) / (sample.size() + USUAL_COUNT));
  }

  private static double rootMeanSquare(List<Reason> sample) {
    return Math.sqrt(
        sample.stream()
            .mapToDouble(Fusion::textScore)
            .map(score -> score * score)
            .average()
            .orElse(0));
  }

  /**
   * @param least of what has no vector
   */
  private static double similarity(Reason reason, double least) {
    Double similarity = reason.similarity();
    return similarity == null ? least : similarity;
  }

  private static double textScore(Reason reason) {
    Double score = reason.textScore();
    return score == null ? 0 : score;
  }

  private static Ranked ranked(Candidate candidate, double score) {
    return new Ranked(candidate.id(), score, candidate.reason());
  }
}
