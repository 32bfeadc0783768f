package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Views;
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

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Number of a run, of whatever scope; where one is named, of that.")
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
    try (Views views = database.look()) {
      if (id == null) {
        list(views, names);
      } else {
        one(views.runs(), id);
      }
      return ExitCode.COMPLETE;
    }
  }

  private void list(Views views, ScopeNames names) {
    List<RunsView.Run> runs = views.runs().runs(names, limit);
    if (runs.isEmpty()) {
      ScopeOptions.existing(views, names);
    }
    if (common.json) {
      console.json(PastRunAnswer.all(runs));
    } else {
      print(runs);
    }
  }

  private void one(RunsView runs, long number) {
    RunsView.Run run = existing(runs, number, scope);
    List<RunsView.Step> steps = runs.steps(number);
    if (common.json) {
      console.json(PastRunAnswer.of(run, steps));
    } else {
      print(run, steps);
    }
  }

  /** A run by its number, where it is in what is named of a scope. */
  static RunsView.Run existing(RunsView runs, long number, ScopeOptions scope) {
    ScopeNames names = scope.names();
    return runs.run(number)
        .filter(scope::includes)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no run "
                        + number
                        + scope.named()
                        + "; "
                        + IngestCommand.PROGRAM
                        + " runs"
                        + ScopeOptions.arguments(names)
                        + " lists them"));
  }

  private void print(List<RunsView.Run> runs) {
    Table table =
        new Table(
            Table.Column.number("RUN"),
            Table.Column.state("OUTCOME"),
            Table.Column.word("STARTED (UTC)"),
            Table.Column.number("TIME"),
            Table.Column.number("SEEN"),
            Table.Column.number("READ"),
            Table.Column.number("EMBEDDED"),
            Table.Column.path("SOURCE"),
            Table.Column.text("CAUSE"));
    for (RunsView.Run run : runs) {
      table.row(
          run.run(),
          run.outcome(),
          time(run.startedAt()),
          duration(run.seconds()),
          number(run.counts().seen()),
          number(run.counts().filesRead()),
          number(run.counts().embedded()),
          run.source() == null ? "" : run.source(),
          run.cause() == null ? "" : run.cause());
    }
    table.print(console);
  }

  private void print(RunsView.Run run, List<RunsView.Step> steps) {
    console.line(sentence(console, run));
    console.line(
        Printable.of(run.tenant() + " / " + run.workspace() + " / " + run.reference())
            + (run.source() == null ? "" : ", source " + Printable.of(run.source())));
    counts(run.counts());
    console.line();
    Table table =
        new Table(
            Table.Column.word("STEP"),
            Table.Column.state("STATE"),
            Table.Column.number("TIME"),
            Table.Column.number("ITEMS"),
            Table.Column.number("PER SECOND"),
            Table.Column.number("COMMITS"),
            Table.Column.number("ROLLBACKS"),
            Table.Column.text("CAUSE"));
    for (RunsView.Step step : steps) {
      table.row(
          step.step(),
          step.state(),
          duration(step.seconds()),
          number(step.items()),
          step.itemsPerSecond() == null
              ? "-"
              : String.format(Locale.ROOT, "%,.1f", step.itemsPerSecond()),
          step.commits(),
          step.rollbacks(),
          step.cause() == null ? "" : step.cause());
    }
    table.print(console);
  }

  private void counts(RunsView.Counts counts) {
    if (counts.seen() != null) {
      console.line(
          String.format(
              Locale.ROOT,
              "%s seen: %,d new, %,d changed, %,d unchanged; %s read",
              Console.count(counts.seen(), "file"),
              counts.added(),
              counts.changed(),
              counts.unchanged(),
              number(counts.filesRead())));
    }
    if (counts.chunks() != null) {
      console.line(
          String.format(
              Locale.ROOT,
              "%s, %s; %s embedded, %s reused",
              Console.count(counts.documents() == null ? 0 : counts.documents(), "document"),
              Console.count(counts.chunks(), "chunk"),
              number(counts.embedded()),
              number(counts.reused())));
    }
  }

  /** {@code 12 complete, started 2026-01-01 10:00:00 UTC, took 4.2 s}. */
  static String sentence(Console console, RunsView.Run run) {
    return run.run()
        + " "
        + console.state(run.outcome())
        + ", started "
        + time(run.startedAt())
        + " UTC, "
        + (run.endedAt() == null ? "for " : "took ")
        + duration(run.seconds())
        + (run.cause() == null ? "" : ": " + Printable.of(run.cause()));
  }

  private static String number(@Nullable Long number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%,d", number);
  }

  static String time(@Nullable OffsetDateTime time) {
    return time == null ? "-" : TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  private static String duration(@Nullable BigDecimal seconds) {
    return seconds == null ? "-" : Console.seconds(seconds.doubleValue());
  }
}
