package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}. */
@Command(
    name = "verify",
    description = {
      "Prove by SQL that the database keeps the program's promises.",
      "",
      "The checks cover the whole database, all tenants and references. Each counts the rows that"
          + " break a promise; the exit code is 1 when there is one. --repair first puts right what"
          + " follows from what is stored: counts, tags_text, search words, links without ends. It"
          + " drops vectors that are wrong, for the next run to make again, and makes files pending"
          + " whose text or positions are broken, for the next run of their source to read again."
    },
    footer = "  bin/ingest verify --json | jq '.checks[] | select(.broken > 0)'")
final class VerifyCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Option(names = "--repair", description = "Repair first, and tell what was done.")
  boolean repair;

  @Mixin NoScope scope = new NoScope();
  @Mixin CommonOptions common = new CommonOptions();

  VerifyCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    scope.tell(console, "verify covers the whole database");
    try (Ingest ingest = database.open()) {
      List<Repair.Done> repairs = repair ? ingest.upkeep().repair() : List.of();
      if (!common.json) {
        repairs.forEach(this::print);
      }
      Verification verification = ingest.upkeep().verification();
      CheckList checks = new CheckList(console);
      List<Verification.Result> results = checks.run(verification, !common.json);
      String version = verification.vectorVersion();
      if (common.json) {
        console.json(Answers.checks(results, version, repair ? repairs : null));
      } else {
        checks.summary(results);
      }
      checks.warnOf(version);
      return CheckList.areSound(results) ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }
  }

  private void print(Repair.Done done) {
    console.line(
        "repaired  " + done.check() + ": " + Console.count(done.rows(), "row") + " " + done.what());
  }
}
