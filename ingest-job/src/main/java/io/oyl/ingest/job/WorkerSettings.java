package io.oyl.ingest.job;

import java.time.Duration;

/**
 * How a worker looks for what to do.
 *
 * @param poll how long it rests when there is nothing to do
 */
public record WorkerSettings(Duration poll) {
  public WorkerSettings {
    if (poll.toMillis() < 1) {
      throw new IllegalArgumentException("ingest.worker.poll must be above zero, not " + poll);
    }
  }
}
