package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.util.List;
import java.util.function.Function;

/** Shows a run while it is under way, and says how it ended. */
final class RunWatch {
  private final Console console;
  private final CommonOptions common;

  RunWatch(Console console, CommonOptions common) {
    this.console = console;
    this.common = common;
  }

  /** Runs, prints what came of it and answers with the exit code. */
  int run(
      Ingest ingest,
      ScopeNames names,
      List<Target> targets,
      Function<RunProgress, RunReport> work) {
    RunReport report = watch(work);
    if (common.json) {
      console.json(Answers.run(report));
    } else {
      new RunReceipt(console).print(report, incomplete(ingest, report, names, targets), names);
    }
    return ExitCode.of(report);
  }

  /** Runs, and says how to go on when the user ends the program meanwhile. */
  <R> R watch(Function<RunProgress, R> work) {
    RunProgress progress = console.progress(common.quiet);
    Thread interrupted =
        new Thread(() -> console.lastNote("stopped; the same command again goes on from here"));
    console.letAnswerFollow();
    remember(interrupted);
    try {
      return work.apply(progress);
    } finally {
      progress.ended();
      forget(interrupted);
    }
  }

  private static void remember(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is being ended: no run begins, and that is told
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is being ended: the hook has its say
    }
  }

  private static FilesView.Incomplete incomplete(
      Ingest ingest, RunReport report, ScopeNames names, List<Target> targets) {
    return report.allComplete()
        ? FilesView.Incomplete.NONE
        : ingest
            .contents()
            .incomplete(ScopeOptions.existing(ingest, names), targets, RunReceipt.MAX_LINES);
  }
}
