package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "  bin/ingest run /mnt/inbox/a.pdf --source inbox --json"
    })
final class RunCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

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
    RunRequest asked = read.request(names);
    try (Ingest ingest = database.open()) {
      RunRequest request = asked.settling(read.settle(ingest.schedules()));
      RunReport report =
          watched(console, common.quiet, progress -> ingest.run(request, patience, progress));
      if (common.json) {
        console.json(Answers.run(report));
      } else {
        new RunReceipt(console)
            .print(report, incomplete(ingest, report, names, request.targets()), names);
      }
      return exitCode(report);
    }
  }

  /** Runs, and says how to go on when the user ends the program meanwhile. */
  static <R> R watched(Console console, boolean quiet, Function<RunProgress, R> work) {
    RunProgress progress = console.progress(quiet);
    Thread interrupted =
        new Thread(() -> console.lastNote("stopped; the same command again goes on from here"));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return work.apply(progress);
    } finally {
      progress.ended();
      forget(interrupted);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is being ended: the hook has its say
    }
  }

  static int exitCode(RunReport report) {
    if (!report.state().equals("completed")) {
      return ExitCode.FAILED;
    }
    return report.allComplete() ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
  }

  static FilesView.Incomplete incomplete(
      Ingest ingest, RunReport report, ScopeNames names, List<Target> targets) {
    return report.allComplete()
        ? FilesView.Incomplete.NONE
        : ingest.incomplete(ScopeOptions.existing(ingest, names), targets, RunReceipt.MAX_LINES);
  }
}
