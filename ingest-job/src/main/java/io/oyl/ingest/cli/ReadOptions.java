package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a run reads, and what becomes of files that are gone. */
final class ReadOptions {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Folder or file.")
  List<String> paths = List.of();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Name of the source (default: the folder's real path).")
  @Nullable String source;

  @Option(
      names = "--sweep",
      paramLabel = "safe|always|never",
      completionCandidates = Choices.OfSweep.class,
      description =
          "Remove what has vanished from a folder: unless so much is gone at once that a disk may"
              + " be missing (safe, the default), always, or never.")
  Sweep sweep = Sweep.SAFE;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description =
          "Leave new and changed files for the next run that do not stand still for so long, since"
              + " they are still being written (default: as ingest.schedules says of the folder,"
              + " else 0).")
  @Nullable Integer settleSeconds;

  /** As asked for, else as a schedule of the same inbox does. */
  Duration settle(Map<String, ScheduleSettings> schedules) {
    if (settleSeconds != null) {
      return Duration.ofSeconds(settleSeconds);
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

  RunRequest request(ScopeNames scope) {
    if (settleSeconds != null && settleSeconds < 0) {
      throw new UsageException("--settle is a number of seconds from 0 on");
    }
    List<Target> targets = RunTargets.of(paths, source);
    return new RunRequest(scope, targets, sweep);
  }
}
