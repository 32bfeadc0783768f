package io.oyl.ingest.cli;

import io.oyl.ingest.job.Sweep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a source is read, now or by a schedule; null for what is not said. */
final class SourceOptions {
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
              + " be missing (safe, the default), always, or never (the default of a schedule with"
              + " an inbox).")
  @Nullable Sweep sweep;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description =
          "Leave new and changed files for the next run that do not stand still for so long, since"
              + " they are still being written (default: 0; of the inbox of a schedule, what the"
              + " schedule says, 5 unless it does).")
  @Nullable Integer settleSeconds;

  @Nullable Duration settle() {
    if (settleSeconds != null && settleSeconds < 0) {
      throw new UsageException("--settle is a number of seconds from 0 on");
    }
    return seconds(settleSeconds);
  }

  static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
