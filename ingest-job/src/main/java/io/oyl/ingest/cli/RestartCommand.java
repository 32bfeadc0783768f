package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restart RUN}. */
@Command(
    name = "restart",
    description = {
      "Ask again for what a run was asked: the same paths, into the same reference.",
      "",
      "It is a new run, which goes on where the old one ended; what is complete is skipped."
    },
    footer = {"  bin/ingest runs", "  bin/ingest restart 12"})
final class RestartCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(paramLabel = "RUN", description = "Number of the run, as runs shows it.")
  Long run = 0L;

  @Mixin WaitOption wait = new WaitOption();
  @Mixin LogFormatOption log = new LogFormatOption();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  RestartCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    Duration patience = wait.patience();
    try (Ingest ingest = database.open()) {
      RunsCommand.existing(ingest.runs(), run);
      RunRequest request =
          ingest
              .requestOf(run)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "run " + run + " read no files, so there is nothing to read again"));
      RunReport report =
          RunCommand.watched(
              console, common.quiet, progress -> ingest.run(request, patience, progress));
      if (common.json) {
        console.json(Answers.run(report));
      } else {
        new RunReceipt(console)
            .print(
                report,
                RunCommand.incomplete(ingest, report, request.scope(), request.targets()),
                request.scope());
      }
      return RunCommand.exitCode(report);
    }
  }
}
