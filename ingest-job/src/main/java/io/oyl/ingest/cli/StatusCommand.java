package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.StatusView;
import io.oyl.ingest.store.Views;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(
    name = "status",
    description =
        "Show what a reference holds, how its files stand, what waits for vectors and how the last"
            + " run ended.",
    footer = {
      "  bin/ingest status --reference contracts",
      "  bin/ingest status --json | jq .backlog.chunks"
    })
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
    try (Views views = database.look()) {
      Scope found = ScopeOptions.existing(views, names);
      StatusView.Status status = views.status().status(found.referenceId());
      RunsView.Run lastRun = views.runs().runs(names, 1).stream().findFirst().orElse(null);
      if (common.json) {
        console.json(Answers.status(names, status, lastRun));
      } else {
        print(names, status, lastRun);
      }
      return ExitCode.COMPLETE;
    }
  }

  private void print(ScopeNames names, StatusView.Status status, RunsView.@Nullable Run lastRun) {
    StatusView.Totals totals = status.totals();
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
    status.backlog().ifPresent(this::print);
    status.queues().forEach(this::print);
    if (lastRun != null) {
      console.line("Last run: " + RunsCommand.sentence(console, lastRun));
    }
    console.line();
    Table table =
        new Table(
            Table.Column.state("STATE"), Table.Column.word("REASON"), Table.Column.number("FILES"));
    for (StatusView.FileState state : status.states()) {
      table.row(
          state.state(),
          state.reason() == null ? "" : state.reason(),
          String.format(Locale.ROOT, "%,d", state.files()));
    }
    table.print(console);
  }

  private void print(StatusView.Backlog backlog) {
    String model = Printable.of(backlog.model()) + " (" + Printable.of(backlog.provider()) + ")";
    console.line(
        backlog.chunks() == 0
            ? "Vectors of " + model + ": no stored file waits for any"
            : "Vectors of "
                + model
                + (backlog.tokens() == null ? ": at most " : ": ")
                + Console.count(backlog.chunks(), "chunk")
                + " waiting"
                + (backlog.tokens() == null
                    ? ""
                    : ", " + Console.count(backlog.tokens(), "token")));
  }

  private void print(StatusView.Queue queue) {
    console.line(
        "Waiting to be "
            + (queue.state().equals("pending") ? "read: " : "embedded: ")
            + Console.count(queue.files(), "file")
            + ", the first since "
            + RunsCommand.time(queue.since())
            + " UTC: "
            + Printable.of(queue.sourceKey()));
  }
}
