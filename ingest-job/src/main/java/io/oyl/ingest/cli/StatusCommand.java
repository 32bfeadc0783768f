package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(
    name = "status",
    description = "Show what a reference holds, how its files stand and how the last run ended.",
    footer = "  bin/ingest status --reference contracts")
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  StatusCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    ScopeNames names = scope.names();
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, names);
      FilesView.Totals totals = ingest.files().totals(found.referenceId());
      List<FilesView.StateCount> states = ingest.files().states(found.referenceId());
      RunsView.Run lastRun = ingest.runs().runs(names, 1).stream().findFirst().orElse(null);
      if (common.json) {
        console.json(Answers.status(names, totals, states, lastRun));
      } else {
        print(names, totals, states, lastRun);
      }
      return ExitCode.COMPLETE;
    }
  }

  private void print(
      ScopeNames names,
      FilesView.Totals totals,
      List<FilesView.StateCount> states,
      RunsView.@Nullable Run lastRun) {
    console.line(
        console.bold(Printable.of(names.toString()))
            + ": "
            + Console.count(totals.files(), "file")
            + ", "
            + Console.count(totals.documents(), "document")
            + ", "
            + Console.count(totals.characters(), "character")
            + ", "
            + Console.count(totals.chunks(), "chunk"));
    if (lastRun != null) {
      console.line("Last run: " + RunsCommand.sentence(console, lastRun));
    }
    console.line();
    Table table =
        new Table(
            Table.Column.state("STATE"), Table.Column.word("REASON"), Table.Column.number("FILES"));
    for (FilesView.StateCount count : states) {
      table.row(count.state(), count.reason(), String.format(Locale.ROOT, "%,d", count.files()));
    }
    table.print(console);
  }
}
