package io.oyl.ingest.cli;

import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.ScopeNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A schedule on the command line. */
final class ScheduleOptions {
  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "When: five fields as in a crontab, six with seconds first, or @daily.")
  @Nullable String cron;

  @Option(names = "--zone", paramLabel = "ZONE", description = "Its time zone (default: UTC).")
  @Nullable ZoneId zone;

  @Option(names = "--path", paramLabel = "PATH", description = "What to read, as run does.")
  List<Path> paths = List.of();

  @Option(
      names = "--inbox",
      paramLabel = "FOLDER",
      description = "A folder that others write to: files are read when they stand still.")
  @Nullable Path inbox;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Name of the source (default: the folder's real path).")
  @Nullable String source;

  @Option(
      names = "--sweep",
      paramLabel = "safe|always|never",
      description = "Remove what has vanished (default: safe; of an inbox: never).")
  @Nullable Sweep sweep;

  @Option(
      names = "--missed",
      paramLabel = "once|skip",
      description = "Times that passed unserved: make up for them by one run (default), or skip.")
  @Nullable Missed missed;

  @Option(
      names = "--overlap",
      paramLabel = "wait|skip",
      description = "While another run reads the source: wait for it (default), or skip.")
  @Nullable Overlap overlap;

  @Option(
      names = "--jitter",
      paramLabel = "SECONDS",
      description = "Begin later by chance, so long at most (default: 0).")
  @Nullable Integer jitterSeconds;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description = "How long a file must have stood still (default: 0; of an inbox: 5).")
  @Nullable Integer settleSeconds;

  /** The schedule that the options describe; empty when there is none among them. */
  Map<String, ScheduleSettings> described(List<String> names, boolean once, ScopeNames scope) {
    if (paths.isEmpty() && inbox == null) {
      if (cron != null) {
        throw new UsageException("--cron needs --inbox or --path: what to read");
      }
      return Map.of();
    }
    if (cron == null && !once) {
      throw new UsageException("--inbox and --path need --cron: when to read them");
    }
    if (names.size() > 1) {
      throw new UsageException("--inbox and --path describe one schedule, which has one name");
    }
    String name = names.isEmpty() ? "schedule" : names.getFirst();
    ScheduleSettings settings =
        new ScheduleSettings(
            cron,
            zone,
            paths.stream().map(Path::toAbsolutePath).toList(),
            inbox == null ? null : inbox.toAbsolutePath(),
            scope.tenant(),
            scope.workspace(),
            scope.reference(),
            source,
            sweep,
            missed,
            overlap,
            seconds(jitterSeconds),
            seconds(settleSeconds));
    try {
      settings.check(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return Map.of(name, settings);
  }

  private static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
