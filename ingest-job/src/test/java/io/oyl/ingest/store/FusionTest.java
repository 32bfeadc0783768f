package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Candidate;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.HybridSearch.Ranked;
import io.oyl.ingest.store.HybridSearch.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FusionTest {
  @Test
  void aClearLeadByTextOutweighsASmallOneByVector() {
    assertThat(
            ranked(
                Mode.HYBRID,
                candidate(1, 1, 0.62, 1.0),
                candidate(2, 2, 0.60, 9.0),
                candidate(3, 3, 0.10, 9.0)))
        .containsExactly(2, 1, 3);
  }

  @Test
  void aDocumentThatSpeaksOfItTwiceIsLifted() {
    assertThat(
            ranked(
                Mode.HYBRID,
                candidate(1, 1, 0.60, 2.0),
                candidate(2, 1, 0.10, 0.0),
                candidate(3, 2, 0.60, 2.0),
                candidate(4, 2, 0.55, 2.0)))
        .containsExactly(3, 4, 1, 2);
  }

  @Test
  void theFarPassagesOfALongDocumentDrawItsNearOnesNotDown() {
    Candidate[] candidates = new Candidate[20];
    candidates[0] = candidate(1, 1, 0.70, 1.0);
    candidates[1] = candidate(2, 2, 0.62, 1.0);
    candidates[2] = candidate(3, 1, 0.65, null);
    for (int i = 3; i < candidates.length; i++) {
      candidates[i] = candidate(i + 1, 1, 0.2, null);
    }
    assertThat(ranked(Mode.HYBRID, candidates)).startsWith(1, 2, 3);
  }

  @Test
  void aModelWhoseSimilaritiesLieCloseTogetherCountsAsMuchAsAnyOther() {
    assertThat(ranked(Mode.HYBRID, spread(0.0, 1.0))).startsWith(4, 2);
    assertThat(ranked(Mode.HYBRID, spread(0.7, 0.25))).startsWith(4, 2);
    assertThat(ranked(Mode.HYBRID, spread(-0.5, 0.5))).startsWith(4, 2);
  }

  /** The fourth is nearest by far, without a word; the twelfth is the best by text alone. */
  private static Candidate[] spread(double from, double scale) {
    Candidate[] candidates = new Candidate[100];
    for (int i = 1; i <= candidates.length; i++) {
      double similarity = i == 4 ? 0.9 : i == 12 ? 0.35 : 0.6 - 0.005 * i;
      Double text = i == 4 ? null : Double.valueOf(i == 12 ? 12 : 3 * (i % 3));
      candidates[i - 1] = candidate(i, i, from + scale * similarity, text);
    }
    return candidates;
  }

  @Test
  void aHairsbreadthBetweenTwoSimilaritiesIsNoLead() {
    assertThat(ranked(Mode.HYBRID, candidate(1, 1, 0.621, null), candidate(2, 2, 0.620, 3.0)))
        .containsExactly(2, 1);
    assertThat(ranked(Mode.HYBRID, candidate(1, 1, 0.8, 2.0), candidate(2, 2, 0.3, 3.0)))
        .containsExactly(1, 2);
  }

  @Test
  void theOnlyPassageWithARareWordComesFirst() {
    Candidate[] candidates = spread(0.5, 0.4);
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = candidate(i + 1, i + 1, similarity(candidates[i]), i == 70 ? 0.5 : null);
    }
    assertThat(ranked(Mode.HYBRID, candidates)).startsWith(71, 4, 1, 2);
  }

  @Test
  void askingForMoreChangesNoOrder() {
    Candidate[] few = spread(0.5, 0.4);
    Candidate[] many = Arrays.copyOf(few, 800);
    for (int i = few.length; i < many.length; i++) {
      UUID id = new UUID(0, i + 1);
      many[i] = new Candidate(id, id, new Reason(i + 1, 0.5, i + 1, 0.1));
    }
    assertThat(ranked(Mode.HYBRID, many).subList(0, 20))
        .isEqualTo(ranked(Mode.HYBRID, few).subList(0, 20));
  }

  @Test
  void whatHasNoVectorIsAsFarAsTheFarthestAndWhatHasNoWordIsTheLastByText() {
    assertThat(
            ranked(
                Mode.HYBRID,
                candidate(1, 1, null, 3.0),
                candidate(2, 2, null, 5.0),
                candidate(3, 3, 0.5, null),
                candidate(4, 4, 0.7, null)))
        .containsExactly(4, 2, 1, 3);
    assertThat(ranked(Mode.HYBRID, candidate(1, 1, null, 3.0), candidate(2, 2, null, 5.0)))
        .containsExactly(2, 1);
    assertThat(ranked(Mode.HYBRID, candidate(1, 1, -0.2, null), candidate(2, 2, -0.1, null)))
        .containsExactly(2, 1);
  }

  @Test
  void aModeOfOneRankingLooksAtNoOther() {
    Candidate[] candidates = {candidate(1, 1, 0.9, 1.0), candidate(2, 2, 0.1, 2.0)};
    assertThat(ranked(Mode.VECTOR, candidates)).containsExactly(1, 2);
    assertThat(ranked(Mode.TEXT, candidates)).containsExactly(2, 1);
  }

  @Test
  void scoresLieBetweenNoughtAndOneAndEqualOnesAreInTheOrderOfTheirIds() {
    List<Ranked> ranked =
        Fusion.rank(
            List.of(
                candidate(2, 2, 0.5, 4.0), candidate(1, 1, 0.5, 4.0), candidate(3, 3, -1.0, null)),
            Mode.HYBRID);
    assertThat(ranked)
        .extracting(each -> each.id().getLeastSignificantBits())
        .containsExactly(1L, 2L, 3L);
    assertThat(ranked).extracting(Ranked::score).containsExactly(1.0, 1.0, 0.0);
  }

  @Test
  void candidatesThatAreAllEquallyGoodAreAllTheBest() {
    assertThat(scores(candidate(1, 1, 0.4, null))).containsExactly(1.0);
    assertThat(scores(candidate(1, 1, 0.4, 2.0))).containsExactly(1.0);
    assertThat(scores(candidate(1, 1, null, 2.0))).containsExactly(1.0);
    assertThat(scores(candidate(1, 1, -0.4, null), candidate(2, 2, -0.4, null)))
        .containsExactly(1.0, 1.0);
    assertThat(scores()).isEmpty();
  }

  private static List<Double> scores(Candidate... candidates) {
    return Fusion.rank(List.of(candidates), Mode.HYBRID).stream().map(Ranked::score).toList();
  }

  private static List<Integer> ranked(Mode mode, Candidate... candidates) {
    return Fusion.rank(List.of(candidates), mode).stream()
        .map(each -> (int) each.id().getLeastSignificantBits())
        .toList();
  }

  /** One of the first by each ranking that it has a score of. */
  private static Candidate candidate(
      int chunk, int document, @Nullable Double similarity, @Nullable Double textScore) {
    return new Candidate(
        new UUID(0, chunk),
        new UUID(1, document),
        new Reason(
            similarity == null ? null : 1, similarity, textScore == null ? null : 1, textScore));
  }

  private static @Nullable Double similarity(Candidate candidate) {
    return candidate.reason().similarity();
  }
}
