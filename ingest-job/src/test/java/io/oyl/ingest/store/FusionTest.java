package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Candidate;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.HybridSearch.Ranked;
import io.oyl.ingest.store.HybridSearch.Reason;
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
  void whatHasNoVectorAndWhatHasNoWordAreRankedByTheOther() {
    assertThat(
            ranked(
                Mode.HYBRID,
                candidate(1, 1, null, 3.0),
                candidate(2, 2, null, 5.0),
                candidate(3, 3, 0.5, null),
                candidate(4, 4, 0.7, null)))
        .containsExactly(4, 3, 2, 1);
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

  private static List<Integer> ranked(Mode mode, Candidate... candidates) {
    return Fusion.rank(List.of(candidates), mode).stream()
        .map(each -> (int) each.id().getLeastSignificantBits())
        .toList();
  }

  private static Candidate candidate(
      int chunk, int document, @Nullable Double similarity, @Nullable Double textScore) {
    return new Candidate(
        new UUID(0, chunk), new UUID(1, document), new Reason(null, similarity, null, textScore));
  }
}
