package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.operate.Outcome;
import io.oyl.ingest.report.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of schedules or of a worker's sources, once each. */
final class OutcomeList {
  private final Console console;

  OutcomeList(Console console) {
    this.console = console;
  }

  /**
   * Prints them.
   *
   * @param what the outcomes are of, in the plural
   */
  void print(List<Outcome> outcomes, String what, boolean json) {
    if (json) {
      console.json(Map.of(what, Answers.list(outcomes, OutcomeList::answer)));
    } else if (outcomes.isEmpty()) {
      console.line("There was nothing to do.");
    } else {
      outcomes.forEach(this::line);
    }
  }

  /** A service has ended as it was told to; what it did, its log has told. */
  int ended(boolean json) {
    if (json) {
      console.json(Map.of("state", "stopped"));
    }
    return ExitCode.COMPLETE;
  }

  private void line(Outcome outcome) {
    RunReport report = outcome.report();
    String state = console.state(outcome.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    console.line(
        Printable.of(outcome.name())
            + ": "
            + state
            + (outcome.message() == null ? "" : ", " + Printable.of(outcome.message())));
    if (report != null) {
      new RunReceipt(console).summary(report);
    }
  }

  private static Map<String, @Nullable Object> answer(Outcome outcome) {
    return Answers.object(
        "name",
        outcome.name(),
        "outcome",
        outcome.kind().name().toLowerCase(Locale.ROOT),
        "message",
        outcome.message(),
        "run",
        outcome.report() == null ? null : Answers.run(outcome.report()));
  }

  static int exitCode(List<Outcome> outcomes) {
    return outcomes.stream().mapToInt(OutcomeList::exitCode).max().orElse(ExitCode.COMPLETE);
  }

  private static int exitCode(Outcome outcome) {
    return switch (outcome.kind()) {
      case COMPLETE, SKIPPED, NOT_DUE -> ExitCode.COMPLETE;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case REFUSED -> ExitCode.USAGE;
      case STOPPED, FAILED -> ExitCode.FAILED;
    };
  }
}
