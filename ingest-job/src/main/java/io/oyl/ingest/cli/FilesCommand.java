package io.oyl.ingest.cli;

import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Views;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code files}. */
@Command(
    name = "files",
    description = "List the files of a reference, each with its state, reason and receipt.",
    footer = {
      "  bin/ingest files --state quarantined,partial",
      "  bin/ingest files --reference contracts --json | jq '.files[] | select(.reason)'"
    })
final class FilesCommand implements Callable<Integer> {
  /** Rows whose columns are made equally wide. */
  private static final int PAGE = 1000;

  private final Console console;
  private final Database database;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      completionCandidates = Choices.OfState.class,
      description =
          "Only files in this state: pending, stored, complete, partial, empty, quarantined or"
              + " removed; several with commas.")
  @Nullable List<String> states;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  FilesCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    ScopeNames names = scope.names();
    List<String> wanted = FileState.known(states);
    try (Views views = database.look()) {
      Scope found = ScopeOptions.existing(views, names);
      if (common.json) {
        console.json(Answers.files(views.files(), found, wanted));
      } else {
        print(views, found, wanted);
      }
      return ExitCode.COMPLETE;
    }
  }

  private void print(Views views, Scope scope, List<String> wanted) {
    Table table = FileTable.ofLedger();
    AtomicLong files = new AtomicLong();
    views
        .files()
        .forEach(
            scope.referenceId(),
            wanted,
            file -> {
              FileTable.add(table, file);
              files.incrementAndGet();
              if (table.rows() == PAGE) {
                table.print(console);
              }
            });
    if (files.get() == 0) {
      console.note("no files" + (wanted.isEmpty() ? "" : " in state " + String.join(", ", wanted)));
    } else if (table.rows() > 0) {
      table.print(console);
    }
  }
}
