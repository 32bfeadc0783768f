package io.oyl.ingest.embed;

import java.time.Duration;
import java.time.Instant;

/** A clock to wait by. Thread-safe. */
interface Timekeeper {
  /** Never goes back. */
  Instant now();

  void sleep(Duration duration) throws InterruptedException;

  /** The machine's time, which goes on evenly even when somebody sets its clock. */
  static Timekeeper system() {
    Instant begin = Instant.now();
    long zero = System.nanoTime();
    return new Timekeeper() {
      @Override
      public Instant now() {
        return begin.plusNanos(System.nanoTime() - zero);
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
      }
    };
  }
}
