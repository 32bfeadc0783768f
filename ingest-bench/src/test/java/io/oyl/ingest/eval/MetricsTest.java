package io.oyl.ingest.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each metric against an example that was worked out by hand. */
class MetricsTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  @Test
  void charactersThatSeveralPassagesCoverCountOnce() {
    // answer 10..30, retrieved 0..20 and 15..25 (30 characters) and 70 elsewhere: 15 of 20 found
    PassageScore score =
        PassageScore.of(
            List.of(new Span(10, 20), new Span(15, 30)),
            List.of(new Span(0, 20), new Span(15, 25)),
            100);

    assertThat(score.recall()).isEqualTo(15 / 20.0, EXACTLY);
    assertThat(score.precision()).isEqualTo(15 / 100.0, EXACTLY);
    assertThat(score.iou()).isEqualTo(15 / 105.0, EXACTLY);
  }

  @Test
  void keyphrasesAreStemmedAndMatchedWhole() {
    // of three, "neural networks" is right; two of gold: P 1/3, R 1/2
    double f =
        KeyphraseScore.f(
            List.of("Neural Networks", "network", "graph"),
            List.of("neural network", "graph theory"),
            5);

    assertThat(f).isEqualTo(2 * (1 / 3.0) * (1 / 2.0) / (1 / 3.0 + 1 / 2.0), EXACTLY);
    assertThat(KeyphraseScore.f(List.of("graph", "neural network"), List.of("neural network"), 1))
        .isZero();
  }

  @Test
  void gainIsDiscountedByPlace() {
    // found at places 1 and 3 of three relevant: (1 + 1/2) / (1 + 1/log2(3) + 1/2)
    double gain =
        Gain.ndcg(List.of("a", "x", "b"), Map.of("a", 1, "b", 1, "c", 1), 10);

    assertThat(gain)
        .isEqualTo(1.5 / (1.5 + Math.log(2) / Math.log(3)), EXACTLY);
    assertThat(Gain.ndcg(List.of("x", "a"), Map.of("a", 1), 1)).isZero();
  }

  @Test
  void shinglesAreCountedAsOftenAsTheyOccur() {
    // expected: 4 shingles of 7 tokens; extracted: 3 of its 5 shingles are among them
    ShingleScore score = ShingleScore.of("menu a b c d e f x", "A b, c d e f g.");

    assertThat(score.precision()).isEqualTo(3 / 5.0, EXACTLY);
    assertThat(score.recall()).isEqualTo(3 / 4.0, EXACTLY);
    assertThat(ShingleScore.f(0.6, 0.75)).isEqualTo(2 * 0.6 * 0.75 / 1.35, EXACTLY);
  }

  @Test
  void pairedDifferencesHaveTheErrorOfTheirMean() {
    // differences 1, 3: mean 2, deviation sqrt(2), error 1
    Paired paired = Paired.of(List.of(2.0, 4.0), List.of(1.0, 1.0));

    assertThat(paired.mean()).isEqualTo(2, EXACTLY);
    assertThat(paired.error()).isEqualTo(1, EXACTLY);
  }

  @Test
  void ranksAreFusedByTheirReciprocals() {
    // b: 1/62 + 1/61, a: 1/61 + 1/63, c: 1/62
    assertThat(ReciprocalRank.fuse(List.of(List.of("a", "b"), List.of("b", "c", "a")), 10))
        .containsExactly("b", "a", "c");
  }

  @Test
  void rareWordsWeighMore() {
    Bm25 bm25 = new Bm25();
    bm25.add("1", "cells and proteins");
    bm25.add("2", "cells and genes");
    bm25.add("3", "cells");

    assertThat(bm25.search("gene cell", 10).getFirst()).isEqualTo("2");
    assertThat(bm25.search("nothing of it", 10)).isEmpty();
  }

  @Test
  void plainSplittingJoinsWhatFits() {
    String text = "aaa bbb\n\ncc. dd. ee\n\nf";

    assertThat(new RecursiveSplitter(8, String::length).split(text))
        .extracting(span -> text.substring(span.start(), span.end()))
        .containsExactly("aaa bbb", "cc. dd", ". ee", "f");
  }

  @Test
  void positionsLeadBackToTheFile() {
    OriginalPositions positions = new OriginalPositions("a\n😀b", "\uFEFFa\r\n😀b");

    assertThat(positions.of(new Span(0, 1))).isEqualTo(new Span(1, 2));
    assertThat(positions.of(new Span(2, 4))).isEqualTo(new Span(4, 6));
    assertThatIllegalArgumentException().isThrownBy(() -> new OriginalPositions("ab", "axb"));
  }
}
