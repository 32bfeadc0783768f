package io.oyl.ingest.cli;

import io.oyl.ingest.store.RunsView;
import picocli.CommandLine.Parameters;

/** {@code RUN}: a run that was started before. */
final class RunNumber {
  @Parameters(
      paramLabel = "RUN",
      description =
          "Number of the run, as runs shows it, of whatever scope; where one is named, of that.")
  Long run = 0L;

  long value() {
    return run;
  }

  /** The run; a wrong number is told. */
  RunsView.Run existing(RunsView runs, ScopeOptions scope) {
    return RunsCommand.existing(runs, run, scope);
  }
}
