package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a run stand still at the beginning of a step until it is woken. */
final class Sleeper implements RunProgress {
  private final String step;
  private final CountDownLatch asleep = new CountDownLatch(1);
  private final CountDownLatch wake = new CountDownLatch(1);

  Sleeper(String step) {
    this.step = step;
  }

  void awaitSleep() throws InterruptedException {
    assertThat(asleep.await(2, TimeUnit.MINUTES)).as("the run has come to " + step).isTrue();
  }

  void wake() {
    wake.countDown();
  }

  @Override
  public void started(String started, String unit, long total) {
    if (started.equals(step)) {
      asleep.countDown();
      try {
        wake.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void advanced(long count) {}

  @Override
  public void ended() {}
}
