package io.oyl.ingest.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When the program is told to end, stops the runs that are under way and gives them time to commit
 * what they are at and to close what they have open.
 */
final class StopOnExit implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");

  /** Runs that have ended are not held here. */
  private final Set<RunControl> running = Collections.newSetFromMap(new WeakHashMap<>());

  private final List<Runnable> others = new ArrayList<>();
  private volatile boolean stopped;

  StopOnExit() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      stopped = true; // the program is ending already
    }
  }

  /** A run begins. */
  synchronized void watch(RunControl control) {
    running.add(control);
    if (stopped) {
      control.stop();
    }
  }

  /** Something else is to be told, and waited for as runs are. */
  synchronized void tell(Runnable other) {
    others.add(other);
    if (stopped) {
      other.run();
    }
  }

  /** The program is ending: nothing new begins. */
  boolean isStopped() {
    return stopped;
  }

  private void stop() {
    if (!tellAll()) {
      return;
    }
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is anybody to wait for. */
  private synchronized boolean tellAll() {
    stopped = true;
    running.forEach(RunControl::stop);
    others.forEach(Runnable::run);
    return !running.isEmpty() || !others.isEmpty();
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
