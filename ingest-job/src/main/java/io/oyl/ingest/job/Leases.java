package io.oyl.ingest.job;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.SourceBusyException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Claims sources, as the settings say how. */
final class Leases {
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(250);

  /** How long a session that was cut off may still seem to be there. */
  private static final Duration UNTIL_NOTICED = Duration.ofSeconds(2);

  private final DataSource dataSource;
  private final RunSettings settings;

  Leases(DataSource dataSource, IngestProperties properties) {
    this.dataSource = dataSource;
    this.settings = properties.run();
  }

  /**
   * Claims all of these sources.
   *
   * @param patience how long to wait for another run of one of them
   * @param stopping ends the waiting
   * @throws SourceBusyException when another run reads one of them, still
   */
  RunControl claim(Scope scope, List<String> sources, Duration patience, StopOnExit stopping)
      throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      if (stopping.isStopped()) {
        throw new RunFailedException.Stopped("no run was started: the program is ending");
      }
      try {
        return RunControl.of(
            Lease.claim(
                dataSource, scope.tenantId(), scope.referenceId(), sources, settings.lease()),
            settings.stallAfter());
      } catch (SourceBusyException e) {
        Duration wait =
            e.isStartingHere() && patience.compareTo(UNTIL_NOTICED) < 0 ? UNTIL_NOTICED : patience;
        if (System.nanoTime() - begin >= wait.toNanos()) {
          throw e;
        }
        Thread.sleep(BETWEEN_CLAIMS);
      }
    }
  }
}
