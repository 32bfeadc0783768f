package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.operate.Outcome;
import io.oyl.ingest.operate.Stopping;
import io.oyl.ingest.operate.Worker;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code worker}. */
@Command(
    name = "worker",
    description = {
      "Settle what is pending and no run holds, of all tenants, as a service.",
      "",
      "Reads files that were seen and not read yet, as far as they are on this machine, and gives"
          + " vectors to chunks that have none; it looks for no new files. Any number of workers on"
          + " any number of machines share the work. SIGTERM ends it at the next commit."
    },
    footer = {
      "  bin/ingest worker",
      "  bin/ingest worker --once          what is there now, and end",
      "  bin/ingest worker --port 9500 --log-format json"
    })
final class WorkerCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Option(names = "--once", description = "Settle what is there now, and end.")
  boolean once;

  @Mixin EndpointOptions endpoint = new EndpointOptions();
  @Mixin LogFormatOption log = new LogFormatOption();
  @Mixin NoScope scope = new NoScope();
  @Mixin CommonOptions common = new CommonOptions();

  WorkerCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    scope.tell(console, "a worker serves all tenants");
    if (once) {
      endpoint.requireNone();
    }
    Stopping stopping = new Stopping();
    try (Ingest ingest = once ? database.open() : database.serve(endpoint)) {
      ingest.onExit(stopping::tell);
      console.letAnswerFollow();
      Worker worker = new Worker(ingest, stopping, ingest.worker().poll());
      if (!once) {
        worker.serve();
        return new OutcomeList(console).ended(common.json);
      }
      List<Outcome> outcomes = worker.settle();
      new OutcomeList(console).print(outcomes, "sources", common.json);
      return OutcomeList.exitCode(outcomes);
    }
  }
}
