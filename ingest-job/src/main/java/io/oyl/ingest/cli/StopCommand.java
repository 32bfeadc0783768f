package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.RunsView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
final class StopCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(paramLabel = "RUN", description = "Number of the run, as runs shows it.")
  Long run = 0L;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  StopCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    try (Ingest ingest = database.open()) {
      RunsView.Run found = RunsCommand.existing(ingest.runs(), run);
      if (!ingest.stop(run)) {
        throw new UsageException("run " + run + " does not run: it is " + found.state());
      }
      if (common.json) {
        console.json(Map.of("run", run, "stopping", true));
      } else {
        console.line("Run " + run + " stops at its next commit.");
      }
      return ExitCode.COMPLETE;
    }
  }
}
