package io.oyl.ingest.operate;

import java.time.Duration;

/** Longer pauses from one failure to the next. Not thread-safe. */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  Duration pause() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /** It went well. */
  void reset() {
    next = first;
  }
}
