package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.RunsView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code abandon RUN}. */
@Command(
    name = "abandon",
    description = {
      "Give up a run that hangs or whose machine is lost, and free its sources at once.",
      "",
      "It can write nothing from then on, should it live; what it did not come to stays pending for"
          + " the next run. To end a run that works, stop is the better way."
    },
    footer = {"  bin/ingest abandon 12", "  bin/ingest restart 12"})
final class AbandonCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(paramLabel = "RUN", description = "Number of the run, as runs shows it.")
  Long run = 0L;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  AbandonCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    try (Ingest ingest = database.open()) {
      RunsView.Run found = RunsCommand.existing(ingest.runs(), run);
      if (!ingest.abandon(run)) {
        throw new UsageException("run " + run + " has ended: it is " + found.state());
      }
      if (common.json) {
        console.json(Map.of("run", run, "abandoned", true));
      } else {
        console.line("Run " + run + " is abandoned; its sources are free.");
      }
      return ExitCode.COMPLETE;
    }
  }
}
