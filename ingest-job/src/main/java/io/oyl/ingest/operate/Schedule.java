package io.oyl.ingest.operate;

import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A schedule: when it fires, and what it asks for then.
 *
 * @param targets finds out what its paths are, anew each time
 */
public record Schedule(
    String name, ScheduleSettings settings, ScopeNames scope, Supplier<List<Target>> targets) {

  /** Paths and scope: whoever has the same has the same schedule. */
  String reads() {
    return settings.paths().stream().map(Path::toString).collect(Collectors.joining(", "))
        + " into "
        + scope;
  }

  UUID id() {
    return SchedulesTable.id(name, reads());
  }

  /** The first time after this one; empty when there is none. */
  Optional<Instant> next(Instant after) {
    return settings.next(after);
  }

  /** The last of the times after the first instant that are not after the second one. */
  Optional<Instant> lastDue(Instant after, Instant now) {
    Optional<Instant> due = next(after).filter(time -> !time.isAfter(now));
    if (due.isEmpty()) {
      return due;
    }
    // a year of missed minutes is not gone through one by one: search back in growing spans
    for (Duration span = Duration.ofMinutes(1); ; span = span.multipliedBy(4)) {
      Instant from = now.minus(span);
      if (from.isBefore(due.get())) {
        return Optional.of(walk(due.get(), now));
      }
      Optional<Instant> later = next(from).filter(time -> !time.isAfter(now));
      if (later.isPresent()) {
        return Optional.of(walk(later.get(), now));
      }
    }
  }

  private Instant walk(Instant due, Instant now) {
    Instant last = due;
    for (Optional<Instant> time = next(last);
        time.isPresent() && !time.get().isAfter(now);
        time = next(last)) {
      last = time.get();
    }
    return last;
  }

  Duration jitter() {
    long most = settings.jitter().toMillis();
    return most == 0
        ? Duration.ZERO
        : Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1));
  }

  RunRequest request() {
    return new RunRequest(scope, targets.get(), settings.sweep())
        .settling(settings.settle())
        .triggeredBy("schedule " + name);
  }
}
