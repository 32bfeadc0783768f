package io.oyl.ingest.embed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes by nothing but waiting. */
final class FakeTime implements Timekeeper {
  static final Instant BEGIN = Instant.parse("2030-01-01T12:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now = BEGIN;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    now = now.plus(duration);
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  Duration passed() {
    return Duration.between(BEGIN, now());
  }
}
