package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry [KEY…]}. */
@Command(
    name = "retry",
    description = {
      "Read files again that are quarantined, partial or empty.",
      "",
      "A run reads such a file again by itself when the file, the program or the settings have"
          + " changed; this command reads it in any case, and what an earlier one did not come"
          + " to."
    },
    footer = {
      "  bin/ingest retry                         all of the reference",
      "  bin/ingest retry --reason timeout        those with one reason",
      "  bin/ingest retry \"2025/minutes.pdf\"    one file, by its key"
    })
final class RetryCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Key of a file, as files shows it (default: all of the reference).")
  List<String> keys = List.of();

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only files with this reason, for example timeout.")
  @Nullable String reason;

  @Mixin WaitOption wait = new WaitOption();
  @Mixin LogFormatOption log = new LogFormatOption();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  RetryCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    Duration patience = wait.patience();
    ScopeNames names = scope.names();
    requireKnown(reason);
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, names);
      List<Target> files = ingest.contents().retryable(found, keys, reason);
      for (String key : keys) {
        if (files.stream().noneMatch(file -> key.equals(file.key()))) {
          throw new UsageException(
              "no file "
                  + Printable.of(key)
                  + " is quarantined, partial or empty"
                  + (reason == null ? "" : " with reason " + Printable.of(reason)));
        }
      }
      if (files.isEmpty()) {
        return nothing();
      }
      return new RunWatch(console, common)
          .run(ingest, names, files, progress -> ingest.retry(found, files, patience, progress));
    }
  }

  private static void requireKnown(@Nullable String reason) {
    List<String> all = Arrays.stream(Reason.values()).map(Reason::code).toList();
    if (reason != null && !all.contains(reason)) {
      throw new UsageException(
          "there is no reason " + Printable.of(reason) + ": " + String.join(", ", all));
    }
  }

  private int nothing() {
    if (common.json) {
      console.json(Answers.noRun());
    } else {
      console.line("There is no such file: nothing to read again.");
    }
    return ExitCode.COMPLETE;
  }
}
