package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.util.List;
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

  RunRequest request(ScopeNames scope) {
    List<Target> targets = RunTargets.of(paths, source);
    return new RunRequest(scope, targets, sweep);
  }
}
