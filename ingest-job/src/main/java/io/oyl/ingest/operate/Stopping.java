package io.oyl.ingest.operate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The order to end, for all that waits. */
public final class Stopping {
  private final CountDownLatch told = new CountDownLatch(1);

  public void tell() {
    told.countDown();
  }

  boolean isTold() {
    return told.getCount() == 0;
  }

  /** Waits so long or until the order comes; true when it has come. */
  boolean await(Duration time) {
    try {
      return told.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
