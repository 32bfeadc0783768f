package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify}. */
@Command(
    name = "verify",
    description = {
      "Prove by SQL that the database keeps the program's promises.",
      "",
      "The checks cover the whole database, all tenants and references. Each counts the rows that"
          + " break a promise; the exit code is 1 when there is one."
    },
    footer = "  bin/ingest verify --json | jq '.checks[] | select(.broken > 0)'")
final class VerifyCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Mixin CommonOptions common = new CommonOptions();

  VerifyCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    try (Ingest ingest = database.open()) {
      Verification verification = ingest.verification();
      CheckList checks = new CheckList(console);
      List<Verification.Result> results = checks.run(verification, !common.json);
      String version = verification.vectorVersion();
      if (common.json) {
        console.json(Answers.checks(results, version));
      } else {
        checks.summary(results);
      }
      checks.warnOf(version);
      return CheckList.areSound(results) ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }
  }
}
