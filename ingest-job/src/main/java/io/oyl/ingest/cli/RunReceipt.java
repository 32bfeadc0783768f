package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.ScopeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run for people: what came in, how it stands now, what is not complete. */
final class RunReceipt {
  /** So many files that are not complete are told one by one. */
  static final int MAX_LINES = 20;

  private final Console console;

  RunReceipt(Console console) {
    this.console = console;
  }

  /** The {@code incomplete} files are those of the run. */
  void print(RunReport report, FilesView.Incomplete incomplete, ScopeNames scope) {
    summary(report);
    if (report.files().seen() == 0) {
      console.note("there was no file to read");
    }
    if (report.files().vanished() > 0) {
      console.note(
          Console.count(report.files().vanished(), "file")
              + " that were there before are gone and were kept; run again with --sweep=always to"
              + " remove them");
    }
    if (report.files().growing() > 0) {
      console.note(
          "still being written: "
              + Console.count(report.files().growing(), "file")
              + "; the next run reads what stands still by then");
    }
    if (incomplete.total() > 0) {
      console.line();
      incomplete(report.files(), incomplete, scope);
    }
  }

  void summary(RunReport report) {
    RunReport.Files files = report.files();
    double total = report.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    console.line(
        console.bold("Run " + report.run())
            + " "
            + console.state(report.state())
            + " in "
            + Console.seconds(total)
            + steps(report.seconds()));
    row(
        "files",
        String.format(
            Locale.ROOT,
            "%,d seen: %,d new, %,d changed, %,d unchanged%s; %,d removed",
            files.seen(),
            files.added(),
            files.changed(),
            files.unchanged(),
            files.moved() == 0 ? "" : String.format(Locale.ROOT, " (%,d moved)", files.moved()),
            files.removed()));
    row("states", states(files));
    row(
        "stored",
        Console.count(report.documents(), "document")
            + ", "
            + Console.count(report.chunks(), "chunk"));
    row(
        "vectors",
        String.format(
            Locale.ROOT,
            "%,d embedded, %,d reused",
            report.vectors().embedded(),
            report.vectors().reused()));
  }

  private void row(String title, String text) {
    console.line(String.format("  %-8s %s", title, text));
  }

  private static String steps(Map<String, Double> seconds) {
    return seconds.isEmpty()
        ? ""
        : seconds.entrySet().stream()
            .map(step -> step.getKey() + " " + Console.seconds(step.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private String states(RunReport.Files files) {
    List<String> states = new ArrayList<>();
    add(states, files.complete(), "complete");
    add(states, files.partial(), "partial");
    add(states, files.empty(), "empty");
    add(states, files.quarantined(), "quarantined");
    add(states, files.unsettled(), "unsettled");
    return states.isEmpty() ? "-" : String.join(", ", states);
  }

  private void add(List<String> states, long count, String state) {
    if (count > 0) {
      states.add(String.format(Locale.ROOT, "%,d ", count) + console.state(state));
    }
  }

  private void incomplete(
      RunReport.Files files, FilesView.Incomplete incomplete, ScopeNames scope) {
    console.line(console.bold("Not complete"));
    incomplete.first().forEach(this::line);
    long more = incomplete.total() - incomplete.first().size();
    if (more > 0) {
      List<String> states = new ArrayList<>();
      addIf(states, files.quarantined(), "quarantined");
      addIf(states, files.partial(), "partial");
      addIf(states, files.empty(), "empty");
      addIf(states, files.unsettled(), "stored,pending");
      console.line(
          String.format(
              Locale.ROOT,
              "  and %,d more: %s files --state %s%s",
              more,
              IngestCommand.PROGRAM,
              String.join(",", states),
              ScopeOptions.arguments(scope)));
    }
  }

  private static void addIf(List<String> states, long count, String state) {
    if (count > 0) {
      states.add(state);
    }
  }

  /** {@code key: state, reason – detail}. */
  void line(FilesView.FileWithReceipts file) {
    String reason = file.reason() == null ? "" : ", " + file.reason();
    String detail = file.detail() == null ? "" : " – " + Printable.prose(file.detail());
    console.line(
        "  "
            + Printable.of(FileTable.name(file))
            + ": "
            + console.state(file.state())
            + reason
            + detail);
  }
}
