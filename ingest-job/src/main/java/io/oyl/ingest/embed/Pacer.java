package io.oyl.ingest.embed;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when the next request may go. Requests are spread evenly, so no minute has more of them, or
 * of their tokens, than allowed; a pause counts for all of them. Thread-safe.
 */
final class Pacer {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int requestsPerMinute;
  private final int tokensPerMinute;
  private final Timekeeper time;
  private Instant nextSlot = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  /** A pacer; 0 stands for no limit. */
  Pacer(int requestsPerMinute, int tokensPerMinute, Timekeeper time) {
    this.requestsPerMinute = requestsPerMinute;
    this.tokensPerMinute = tokensPerMinute;
    this.time = time;
  }

  /** Returns when a request of so many tokens may go. */
  void await(long tokens) throws InterruptedException {
    Instant slot = takeSlot(tokens);
    Instant now = time.now();
    for (Instant until = opening(slot); now.isBefore(until); until = opening(slot)) {
      time.sleep(Duration.between(now, until));
      now = time.now();
    }
  }

  /** Holds all requests back. True when none were held back before. */
  synchronized boolean pause(Duration pause) {
    Instant now = time.now();
    boolean begins = !now.isBefore(pausedUntil);
    pausedUntil = later(pausedUntil, now.plus(pause));
    return begins;
  }

  private synchronized Instant takeSlot(long tokens) {
    Instant slot = later(nextSlot, time.now());
    Duration byRequests =
        requestsPerMinute == 0 ? Duration.ZERO : MINUTE.dividedBy(requestsPerMinute);
    Duration byTokens =
        tokensPerMinute == 0
            ? Duration.ZERO
            : MINUTE.multipliedBy(tokens).dividedBy(tokensPerMinute);
    nextSlot = slot.plus(byRequests.compareTo(byTokens) < 0 ? byTokens : byRequests);
    return slot;
  }

  private synchronized Instant opening(Instant slot) {
    return later(slot, pausedUntil);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }
}
