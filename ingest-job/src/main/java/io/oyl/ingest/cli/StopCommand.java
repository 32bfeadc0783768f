package io.oyl.ingest.cli;

import io.oyl.ingest.job.Runs;
import picocli.CommandLine.Command;

/** {@code stop RUN}. */
@Command(
    name = "stop",
    description = {
      "Stop a run at its next commit, wherever it runs.",
      "",
      "Nothing is lost: the next run of the same source goes on where this one stopped. It may be"
          + " started at once, with --wait."
    },
    footer = {"  bin/ingest stop 12", "  bin/ingest run ~/contracts --wait"})
final class StopCommand extends RunOrder {
  StopCommand(Console console, Database database) {
    super(
        console,
        database,
        Runs::stop,
        new Words("stopping", "stops at its next commit.", "does not run"));
  }
}
