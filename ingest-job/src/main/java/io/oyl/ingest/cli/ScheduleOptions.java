package io.oyl.ingest.cli;

import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import io.oyl.ingest.store.ScopeNames;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin SourceOptions read = new SourceOptions();

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

  /** The schedule that the options describe; empty when there is none among them. */
  Map<String, ScheduleSettings> described(List<String> names, boolean once, ScopeOptions options) {
    ScopeNames scope = options.names();
    if (paths.isEmpty() && inbox == null) {
      if (cron != null) {
        throw new UsageException("--cron needs --inbox or --path: what to read");
      }
      requireNothingElse(options);
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
            read.source,
            read.sweep,
            missed,
            overlap,
            SourceOptions.seconds(jitterSeconds),
            read.settle());
    try {
      settings.check(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return Map.of(name, settings);
  }

  /** A schedule of the settings says all of this itself. */
  private void requireNothingElse(ScopeOptions scope) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("--tenant", scope.tenant);
    given.put("--workspace", scope.workspace);
    given.put("--reference", scope.reference);
    given.put("--zone", zone);
    given.put("--source", read.source);
    given.put("--sweep", read.sweep);
    given.put("--settle", read.settleSeconds);
    given.put("--missed", missed);
    given.put("--overlap", overlap);
    given.put("--jitter", jitterSeconds);
    given.forEach(
        (option, value) -> {
          if (value != null) {
            throw new UsageException(
                option
                    + " describes a schedule, with --inbox or --path; those of ingest.schedules say"
                    + " theirs themselves");
          }
        });
  }
}
