package io.oyl.ingest.server;

import java.time.Duration;

/** Waiting for PostgreSQL, which tells nobody when it is done. */
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerUnavailableException("Interrupted while waiting for PostgreSQL.", e);
    }
  }
}
