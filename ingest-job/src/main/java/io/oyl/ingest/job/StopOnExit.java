package io.oyl.ingest.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the program is told to end, stops a run that is under way and gives it time to commit what
 * it is at and to close what it has open.
 */
final class StopOnExit implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile @Nullable RunControl running;

  StopOnExit() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A run begins. */
  void watch(RunControl control) {
    running = control;
  }

  private void stop() {
    RunControl control = running;
    if (control == null) {
      return;
    }
    control.stop();
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is closed. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is ending: the hook waits for this
    }
  }
}
