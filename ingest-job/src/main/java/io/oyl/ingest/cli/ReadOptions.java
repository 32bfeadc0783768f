package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.ScopeNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a run reads, and what becomes of files that are gone. */
final class ReadOptions {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Folder or file.")
  List<String> paths = List.of();

  @Mixin SourceOptions source = new SourceOptions();

  /** As asked for, else as a schedule of the same inbox does. */
  Duration settle(Map<String, ScheduleSettings> schedules) {
    Duration asked = source.settle();
    if (asked != null) {
      return asked;
    }
    return schedules.values().stream()
        .filter(schedule -> paths.stream().anyMatch(path -> isBelow(schedule.inbox(), path)))
        .map(ScheduleSettings::settle)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static boolean isBelow(@Nullable Path inbox, String path) {
    try {
      return inbox != null && Path.of(path).toRealPath().startsWith(inbox.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for no file to stand still; {@link #settle} says how long. */
  RunRequest request(ScopeNames scope) {
    source.settle(); // a wrong number is told before anything is opened
    return new RunRequest(
        scope,
        RunTargets.of(paths, source.source),
        Objects.requireNonNullElse(source.sweep, Sweep.SAFE));
  }
}
