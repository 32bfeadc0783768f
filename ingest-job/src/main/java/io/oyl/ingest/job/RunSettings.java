package io.oyl.ingest.job;

import java.time.Duration;

/**
 * When a run counts as dead.
 *
 * @param lease how long a run may be out of touch with the database before another one may take its
 *     sources over; also how long a transaction may stand open without a statement
 * @param stallAfter how long a run may make no progress before it stops to renew its lease
 */
record RunSettings(Duration lease, Duration stallAfter) {
  RunSettings {
    require(lease, "lease");
    require(stallAfter, "stall-after");
  }

  private static void require(Duration value, String property) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "ingest.run." + property + " must be at least one second, not " + value);
    }
  }
}
