package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin RunNumber number = new RunNumber();
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
    long run = number.value();
    Duration patience = wait.patience();
    try (Ingest ingest = database.open()) {
      number.existing(ingest.runs().view(), scope);
      RunRequest request =
          ingest
              .runs()
              .requestOf(run)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "run " + run + " read no files, so there is nothing to read again"));
      return new RunWatch(console, common)
          .run(
              ingest,
              request.scope(),
              request.targets(),
              progress -> ingest.run(request, patience, progress));
    }
  }
}
