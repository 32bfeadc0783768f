package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import java.util.List;
import java.util.concurrent.Callable;
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
  private final Console console;
  private final Database database;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description =
          "Only files in this state: pending, stored, complete, partial, empty, quarantined or"
              + " removed; several with commas.")
  List<String> states = List.of();

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
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, names);
      List<FilesView.FileWithReceipts> files =
          wanted.isEmpty()
              ? ingest.files().files(found.referenceId(), null)
              : wanted.stream()
                  .flatMap(state -> ingest.files().files(found.referenceId(), state).stream())
                  .toList();
      if (common.json) {
        console.json(Answers.files(files));
      } else if (files.isEmpty()) {
        console.note(
            "no files" + (wanted.isEmpty() ? "" : " in state " + String.join(", ", wanted)));
      } else {
        FileTable.ofLedger(files).print(console);
      }
      return ExitCode.COMPLETE;
    }
  }
}
