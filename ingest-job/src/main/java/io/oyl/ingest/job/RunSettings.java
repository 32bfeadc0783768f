package io.oyl.ingest.job;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a run counts as dead, and what it costs.
 *
 * @param lease how long a run may be out of touch with the database before another one may take its
 *     sources over; also how long a transaction may stand open without a statement
 * @param stallAfter how long a run may make no progress before it stops to renew its lease
 * @param pricePerMillionTokens what an embedding model costs, for {@code plan}; null: not said
 */
record RunSettings(
    Duration lease, Duration stallAfter, @Nullable BigDecimal pricePerMillionTokens) {
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
