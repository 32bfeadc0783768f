package io.oyl.ingest.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  /** 3 of 4 without the evidence, 1 of 5 with it: the odds are 3, and 1/4 = 3 * 1/12. */
  @Test
  void theOddsAreThoseThatWereCounted() {
    List<LogisticRegression.Observation> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(new LogisticRegression.Observation(new float[] {1, 0}, i < 3, 1e6));
    }
    for (int i = 0; i < 5; i++) {
      seen.add(new LogisticRegression.Observation(new float[] {1, 2}, i < 1, 1e6));
    }

    double[] weights = LogisticRegression.fit(seen);

    assertThat(weights[0]).isEqualTo(Math.log(3), within(1e-4));
    assertThat(weights[1]).isEqualTo(-Math.log(12) / 2, within(1e-4));
  }

  /** One of each: by itself the weight would grow without end, here w = 2 / (1 + e^w). */
  @Test
  void evidenceThatWasSeenLittleWeighsLittle() {
    List<LogisticRegression.Observation> seen =
        List.of(
            new LogisticRegression.Observation(new float[] {1, -1}, false, 1),
            new LogisticRegression.Observation(new float[] {1, 1}, true, 1));

    double weight = LogisticRegression.fit(seen)[1];

    assertThat(weight).isEqualTo(2 / (1 + Math.exp(weight)), within(1e-4));
  }
}
