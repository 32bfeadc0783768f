package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
  private final FakeTime time = new FakeTime();

  @Test
  void spreadsRequestsOverTheMinute() throws InterruptedException {
    assertThat(starts(new Pacer(30, 0, time), 1, 1, 1)).containsExactly(0L, 2L, 4L);
  }

  @Test
  void spreadsTokensOverTheMinute() throws InterruptedException {
    assertThat(starts(new Pacer(0, 600, time), 100, 300, 1)).containsExactly(0L, 10L, 40L);
  }

  @Test
  void theTighterOfTheTwoLimitsCounts() throws InterruptedException {
    assertThat(starts(new Pacer(30, 600, time), 1, 100, 1)).containsExactly(0L, 2L, 12L);
  }

  @Test
  void withoutLimitsNobodyWaits() throws InterruptedException {
    assertThat(starts(new Pacer(0, 0, time), 1_000_000, 1_000_000)).containsExactly(0L, 0L);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void idleTimeIsNeitherWaitedForNorSavedUp() throws InterruptedException {
    Pacer pacer = new Pacer(30, 0, time);
    pacer.await(1);
    time.sleep(Duration.ofSeconds(9));

    assertThat(starts(pacer, 1, 1)).containsExactly(9L, 11L);
  }

  @Test
  void aPauseHoldsEverythingBackAndIsNeverShortened() throws InterruptedException {
    Pacer pacer = new Pacer(0, 0, time);

    assertThat(pacer.pause(Duration.ofSeconds(20))).isTrue();
    assertThat(pacer.pause(Duration.ofSeconds(5))).isFalse();

    assertThat(starts(pacer, 1, 1)).containsExactly(20L, 20L);
    assertThat(pacer.pause(Duration.ofSeconds(1))).isTrue();
  }

  /** Seconds after the begin at which requests of so many tokens went. */
  private List<Long> starts(Pacer pacer, long... tokens) throws InterruptedException {
    List<Long> starts = new ArrayList<>();
    for (long each : tokens) {
      pacer.await(each);
      starts.add(time.passed().toSeconds());
    }
    return starts;
  }
}
