package io.oyl.ingest.job;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.LeaseLostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * Tells a run whether it may go on. It renews the run's lease as long as the run makes progress,
 * and hears there when the run is to stop. Spring Batch's own way to stop is not used: it reports a
 * run as stopped while it still commits.
 */
final class RunControl implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunControl.class);

  /** So often a lease is renewed within its term. */
  private static final int BEATS = 6;

  private final @Nullable Lease lease;
  private final Duration stallAfter;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread heart;
  private volatile long progressed = System.nanoTime();
  private volatile boolean stop;
  private volatile @Nullable LeaseLostException lost;

  private RunControl(@Nullable Lease lease, Duration stallAfter) {
    this.lease = lease;
    this.stallAfter = stallAfter;
    this.heart =
        Thread.ofPlatform()
            .daemon()
            .name("lease")
            .unstarted(() -> beat(Objects.requireNonNull(lease)));
  }

  /** For what writes nothing. */
  static RunControl withoutLease() {
    return new RunControl(null, Duration.ZERO);
  }

  static RunControl of(Lease lease, Duration stallAfter) {
    RunControl control = new RunControl(lease, stallAfter);
    control.heart.start();
    return control;
  }

  private void beat(Lease held) {
    boolean stalled = false;
    try {
      while (!ended.await(held.term().toMillis() / BEATS, TimeUnit.MILLISECONDS)) {
        boolean now = System.nanoTime() - progressed > stallAfter.toNanos();
        if (now && !stalled) {
          log.warn("no progress for {}: another run may take over", stallAfter);
        }
        stalled = now;
        if (!stalled && held.renew()) {
          stop = true;
        }
      }
    } catch (LeaseLostException e) {
      lost = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void started(long run) {
    if (lease != null) {
      lease.started(run);
    }
  }

  /** Some work is done. */
  void progressed() {
    progressed = System.nanoTime();
  }

  /** The run is to stop before its next piece of work. */
  void stop() {
    stop = true;
  }

  /**
   * Asked before each piece of work.
   *
   * @throws JobInterruptedException when the run is to stop
   * @throws LeaseLostException when the run may not write any more
   */
  void proceed() throws JobInterruptedException {
    LeaseLostException gone = lost;
    if (gone != null) {
      throw gone;
    }
    if (stop) {
      throw new JobInterruptedException(RunEnding.STOPPED);
    }
    progressed();
  }

  /**
   * Asked first in each transaction that writes; holds until the transaction ends.
   *
   * @throws LeaseLostException when another run has taken over
   */
  void fence() {
    if (lease != null) {
      lease.check();
    }
  }

  /** Gives the sources free. */
  @Override
  public void close() {
    ended.countDown();
    try {
      heart.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lease != null) {
      lease.close();
    }
  }
}
