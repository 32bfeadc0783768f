package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.ScopeNames;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs [ID]}. */
@Command(
    name = "runs",
    description = "List the runs of a reference, newest first, or show one run with its steps.",
    footer = {"  bin/ingest runs --reference contracts", "  bin/ingest runs 12"})
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Console console;
  private final Database database;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Number of a run.")
  @Nullable Long id;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many runs at most (default: 20).")
  int limit = 20;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  RunsCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit is a number from 1 on");
    }
    ScopeNames names = scope.names();
    try (Ingest ingest = database.open()) {
      if (id == null) {
        list(ingest, names);
      } else {
        one(ingest, id);
      }
      return ExitCode.COMPLETE;
    }
  }

  private void list(Ingest ingest, ScopeNames names) {
    List<RunsView.Run> runs = ingest.runs().runs(names, limit);
    if (runs.isEmpty()) {
      ScopeOptions.existing(ingest, names);
    }
    if (common.json) {
      console.json(Answers.runs(runs));
    } else {
      print(runs);
    }
  }

  private void one(Ingest ingest, long number) {
    RunsView.Run run = existing(ingest, number);
    List<RunsView.Step> steps = ingest.runs().steps(number);
    if (common.json) {
      console.json(Answers.pastRun(run, steps));
    } else {
      print(run, steps);
    }
  }

  static RunsView.Run existing(Ingest ingest, long number) {
    return ingest
        .runs()
        .run(number)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no run "
                        + number
                        + "; "
                        + IngestCommand.PROGRAM
                        + " runs lists them"));
  }

  void print(List<RunsView.Run> runs) {
    Table table =
        new Table(
            Table.Column.number("RUN"),
            Table.Column.state("STATE"),
            Table.Column.word("STARTED (UTC)"),
            Table.Column.number("TIME"),
            Table.Column.text("SOURCE"),
            Table.Column.text("MESSAGE"));
    for (RunsView.Run run : runs) {
      table.row(
          run.run(),
          run.state(),
          time(run.startedAt()),
          duration(run.seconds()),
          run.source() == null ? "" : run.source(),
          firstLine(run.message()));
    }
    table.print(console);
  }

  void print(RunsView.Run run, List<RunsView.Step> steps) {
    console.line(sentence(console, run));
    console.line(
        Printable.of(run.tenant() + " / " + run.workspace() + " / " + run.reference())
            + (run.source() == null ? "" : ", source " + Printable.of(run.source())));
    console.line();
    Table table =
        new Table(
            Table.Column.word("STEP"),
            Table.Column.state("STATE"),
            Table.Column.number("TIME"),
            Table.Column.number("ITEMS"),
            Table.Column.number("COMMITS"),
            Table.Column.number("ROLLBACKS"),
            Table.Column.text("MESSAGE"));
    for (RunsView.Step step : steps) {
      table.row(
          step.step(),
          step.state(),
          duration(step.seconds()),
          step.items() == null ? "-" : step.items(),
          step.commits(),
          step.rollbacks(),
          firstLine(step.message()));
    }
    table.print(console);
  }

  /** {@code 12 completed, started 2026-01-01 10:00:00 UTC, took 4.2 s}. */
  static String sentence(Console console, RunsView.Run run) {
    String message = firstLine(run.message());
    return run.run()
        + " "
        + console.state(run.state())
        + ", started "
        + time(run.startedAt())
        + " UTC, "
        + (run.endedAt() == null ? "for " : "took ")
        + duration(run.seconds())
        + (message.isEmpty() ? "" : ": " + Printable.of(message));
  }

  /** What a Batch run leaves as its message goes on with a stack trace. */
  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static String time(@Nullable OffsetDateTime time) {
    return time == null ? "-" : TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  private static String duration(@Nullable BigDecimal seconds) {
    return seconds == null ? "-" : Console.seconds(seconds.doubleValue());
  }
}
