package io.oyl.ingest.operate;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunFailedException;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import io.oyl.ingest.operate.Outcome.Kind;
import io.oyl.ingest.store.SourceBusyException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One run of a schedule, tried once. Whatever goes wrong is an outcome. */
final class Firing {
  private static final Logger log = LoggerFactory.getLogger(Firing.class);

  private final Ingest ingest;
  private final Stopping stopping;

  Firing(Ingest ingest, Stopping stopping) {
    this.ingest = ingest;
    this.stopping = stopping;
  }

  /**
   * Runs it now.
   *
   * @param patience how long to wait for another run of the source, where the schedule waits
   */
  Outcome fire(Schedule schedule, Duration patience) {
    String name = schedule.name();
    try (MDC.MDCCloseable _ = MDC.putCloseable("schedule", name)) {
      Outcome outcome = outcome(schedule, patience);
      log(outcome);
      return outcome;
    }
  }

  private Outcome outcome(Schedule schedule, Duration patience) {
    String name = schedule.name();
    RunRequest request;
    try {
      request = schedule.request();
    } catch (RuntimeException e) { // a disk that is not mounted yet may be so later
      return Outcome.without(name, Kind.FAILED, e.getMessage());
    }
    try {
      return Outcome.of(name, run(schedule, request, patience));
    } catch (SourceBusyException e) {
      return Outcome.without(name, Kind.SKIPPED, e.getMessage());
    } catch (RunFailedException.Stopped e) {
      return Outcome.without(name, Kind.STOPPED, e.getMessage());
    } catch (RunFailedException e) {
      return Outcome.without(name, stopping.isTold() ? Kind.STOPPED : Kind.FAILED, e.getMessage());
    } catch (RuntimeException e) {
      return Outcome.without(name, Kind.REFUSED, e.getMessage());
    }
  }

  private RunReport run(Schedule schedule, RunRequest request, Duration patience) {
    try {
      return ingest.run(request, Duration.ZERO, RunProgress.NONE);
    } catch (SourceBusyException e) {
      if (schedule.settings().overlap() == Overlap.SKIP || patience.isZero()) {
        throw e;
      }
      log.info("schedule {} waits: {}", schedule.name(), e.getMessage());
      return ingest.run(request, patience, RunProgress.NONE);
    }
  }

  private static void log(Outcome outcome) {
    RunReport report = outcome.report();
    switch (outcome.kind()) {
      case COMPLETE, INCOMPLETE -> {
        RunReport.Files files = Objects.requireNonNull(report).files();
        log.info(
            "schedule {}: run {} {}: {} seen, {} new, {} changed, {} removed, {} being written,"
                + " {} not complete",
            outcome.name(),
            report.run(),
            report.state(),
            files.seen(),
            files.added(),
            files.changed(),
            files.removed(),
            files.growing(),
            files.seen() - files.complete());
      }
      case SKIPPED -> log.info("schedule {} skipped: {}", outcome.name(), outcome.message());
      case STOPPED -> log.info("schedule {} stopped: {}", outcome.name(), outcome.message());
      case FAILED -> log.warn("schedule {} failed: {}", outcome.name(), outcome.message());
      case REFUSED -> log.error("schedule {} cannot run: {}", outcome.name(), outcome.message());
      case NOT_DUE -> log.info("schedule {} is not due", outcome.name());
    }
  }
}
