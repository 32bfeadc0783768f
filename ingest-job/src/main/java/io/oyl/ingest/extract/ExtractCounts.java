package io.oyl.ingest.extract;

import java.util.concurrent.atomic.LongAdder;

/** What parsing processes did since the program began. Thread-safe. */
public final class ExtractCounts {
  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder died = new LongAdder();
  private final LongAdder alive = new LongAdder();
  private volatile String startFailure = "";

  public void read(long sizeBytes, long nanoseconds) {
    files.increment();
    bytes.add(sizeBytes);
    nanos.add(nanoseconds);
  }

  public void began() {
    started.increment();
    alive.increment();
    startFailure = "";
  }

  public void notStarted(String why) {
    startFailure = why;
  }

  public void ended() {
    alive.decrement();
  }

  public void timedOut() {
    timedOut.increment();
  }

  public void died() {
    died.increment();
  }

  /** Files that were read or tried. */
  public long files() {
    return files.sum();
  }

  /** Bytes of these files. */
  public long bytes() {
    return bytes.sum();
  }

  /** How long they took together, in nanoseconds. */
  public long nanos() {
    return nanos.sum();
  }

  /** Processes that were started, the first ones included. */
  public long started() {
    return started.sum();
  }

  /** Processes that were ended since a file took too long. */
  public long timeouts() {
    return timedOut.sum();
  }

  /** Processes that a file has brought down. */
  public long deaths() {
    return died.sum();
  }

  /** Processes that are there now. */
  public long alive() {
    return alive.sum();
  }

  /** Why the last process could not be started; empty when it could. */
  public String startFailure() {
    return startFailure;
  }
}
