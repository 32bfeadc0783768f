package io.oyl.ingest.operate;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunFailedException;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.operate.Outcome.Kind;
import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.store.UnsettledView.Unsettled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Settles what is pending and nobody holds: files that were seen and not read, chunks without
 * vectors. It scans nothing. Any number of workers on any number of machines share the sources by
 * their leases; each takes them in an order of its own.
 */
public final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Ingest ingest;
  private final Stopping stopping;
  private final Duration poll;

  /** What a run could not settle is left alone for a while, longer each time. */
  private final Map<String, Rest> resting = new HashMap<>();

  public Worker(Ingest ingest, Stopping stopping, Duration poll) {
    this.ingest = ingest;
    this.stopping = stopping;
    this.poll = poll;
  }

  /** Works until the order to end comes and what is under way has ended. */
  public void serve() {
    Backoff backoff = new Backoff(poll, Duration.ofMinutes(2));
    while (!stopping.isTold()) {
      Duration pause = poll;
      try {
        if (settle().stream().anyMatch(Worker::hasWorked)) {
          pause = Duration.ZERO;
        }
        backoff.reset();
      } catch (RuntimeException e) { // the database: it will be back
        pause = backoff.pause();
        log.warn("worker goes on in {} s: {}", pause.toSeconds(), e.getMessage());
      }
      stopping.await(pause);
    }
  }

  private static boolean hasWorked(Outcome outcome) {
    return outcome.kind() == Kind.COMPLETE || outcome.kind() == Kind.INCOMPLETE;
  }

  /** Settles all that is free, once. */
  public List<Outcome> settle() {
    ingest.runs().endDead();
    List<Unsettled> free = new ArrayList<>(ingest.runs().unsettled());
    Collections.shuffle(free);
    List<Outcome> outcomes = new ArrayList<>();
    for (Unsettled source : free) {
      if (stopping.isTold()) {
        break;
      }
      if (!isResting(source) && isWithinReach(source)) {
        outcomes.add(settle(source));
      }
    }
    return outcomes;
  }

  private static boolean isWithinReach(Unsettled source) {
    return source.stored() > 0 || Files.isDirectory(Path.of(source.root()));
  }

  private Outcome settle(Unsettled source) {
    try (MDC.MDCCloseable _ = MDC.putCloseable("source", source.source())) {
      Outcome outcome = outcome(source);
      log(source, outcome);
      return outcome;
    }
  }

  private Outcome outcome(Unsettled source) {
    String name = source.source();
    RunRequest request = RunRequest.pending(source.scope(), List.of(source.target()), "worker");
    try {
      RunReport report = ingest.run(request, Duration.ZERO, RunProgress.NONE);
      if (report.files().unsettled() > 0 || report.files().seen() == 0) {
        rest(source);
      } else {
        resting.remove(key(source));
      }
      return report.files().seen() == 0 && source.pending() > 0
          ? Outcome.without(name, Kind.INCOMPLETE, "its pending files are not on this machine")
          : Outcome.of(name, report);
    } catch (SourceBusyException e) {
      return Outcome.without(name, Kind.SKIPPED, e.getMessage());
    } catch (RunFailedException.Stopped e) {
      rest(source);
      return Outcome.without(name, Kind.STOPPED, e.getMessage());
    } catch (RunFailedException e) {
      rest(source);
      return Outcome.without(name, Kind.FAILED, e.getMessage());
    } catch (RuntimeException e) {
      rest(source);
      return Outcome.without(name, Kind.REFUSED, e.getMessage());
    }
  }

  private static void log(Unsettled source, Outcome outcome) {
    RunReport report = outcome.report();
    if (report != null) {
      log.info(
          "worker: run {} settled {} of {} files of {} ({})",
          report.run(),
          report.files().seen() - report.files().unsettled(),
          source.pending() + source.stored(),
          source.source(),
          source.scope());
    } else if (outcome.kind() == Kind.SKIPPED) {
      log.debug("worker: {}", outcome.message());
    } else {
      log.warn("worker: {} ({}): {}", source.source(), source.scope(), outcome.message());
    }
  }

  private boolean isResting(Unsettled source) {
    Rest rest = resting.get(key(source));
    return rest != null && rest.until - System.nanoTime() > 0;
  }

  private void rest(Unsettled source) {
    Rest rest =
        resting.computeIfAbsent(key(source), key -> new Rest(new Backoff(poll, LONGEST_PAUSE)));
    rest.until = System.nanoTime() + rest.backoff.pause().toNanos();
  }

  private static String key(Unsettled source) {
    return source.scope() + "\n" + source.source();
  }

  private static final class Rest {
    private final Backoff backoff;
    private long until;

    Rest(Backoff backoff) {
      this.backoff = backoff;
    }
  }
}
