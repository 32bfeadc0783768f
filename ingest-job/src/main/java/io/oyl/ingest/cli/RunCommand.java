package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.store.ScopeNames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run PATH…}. */
@Command(
    name = "run",
    description = {
      "Ingest folders and files; what has not changed since the last time is skipped.",
      "",
      "A folder is a source: files that have vanished from it are removed from the reference. A"
          + " single file belongs to the source of its folder and removes nothing."
    },
    footer = {
      "  bin/ingest run ~/contracts --reference contracts",
      "  bin/ingest run /mnt/inbox/a.pdf --source inbox --tag invoice --tag 2026 --json"
    })
final class RunCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description =
          "A tag for all documents of these files, beside those that are found in them; may be"
              + " given several times. A file keeps it through all its versions.")
  List<String> tags = List.of();

  @Mixin ReadOptions read = new ReadOptions();
  @Mixin WaitOption wait = new WaitOption();
  @Mixin LogFormatOption log = new LogFormatOption();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  RunCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    Duration patience = wait.patience();
    ScopeNames names = scope.names();
    RunRequest asked = read.request(names).tagged(GivenTags.of(tags));
    try (Ingest ingest = database.open()) {
      RunRequest request = asked.settling(read.settle(ingest.schedules()));
      return new RunWatch(console, common)
          .run(
              ingest,
              names,
              request.targets(),
              progress -> ingest.run(request, patience, progress));
    }
  }
}
