package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code purge --before DATE | --older-than AGE}. */
@Command(
    name = "purge",
    description = {
      "Remove for good what has vanished from the sources of a reference.",
      "",
      "Documents and passages that a run has removed stay in the tables, marked as deleted, and"
          + " come back with their ids when their files do. This removes those that were marked"
          + " before a time, with their tags, and the vectors that nothing else uses. The ledger"
          + " keeps its rows."
    },
    footer = {
      "  bin/ingest purge --older-than 30d --reference contracts --dry-run",
      "  bin/ingest purge --before 2026-01-01 --reference contracts"
    })
final class PurgeCommand implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([dh])");

  private final Console console;
  private final Database database;

  static final class When {
    @Option(
        names = "--before",
        paramLabel = "DATE",
        description = "What was removed before this day, 2026-01-31 (UTC).")
    @Nullable String before;

    @Option(
        names = "--older-than",
        paramLabel = "AGE",
        description = "What was removed longer ago, in days or hours: 30d, 12h.")
    @Nullable String olderThan;
  }

  @ArgGroup(multiplicity = "1")
  When when = new When();

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  boolean dryRun;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  PurgeCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    OffsetDateTime before = before();
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, scope.names());
      Purge.Counts counts = ingest.upkeep().purge(found, before, dryRun);
      if (common.json) {
        console.json(Answers.purge(counts, before, dryRun));
      } else {
        console.line(
            (dryRun ? "Would remove " : "Removed ")
                + Console.count(counts.documents(), "document")
                + ", "
                + Console.count(counts.chunks(), "chunk")
                + ", "
                + Console.count(counts.links(), "tag link")
                + ", "
                + Console.count(counts.tags(), "tag")
                + ", "
                + Console.count(counts.embeddings(), "embedding")
                + ", "
                + Console.count(counts.vectors(), "vector")
                + ".");
      }
      return ExitCode.COMPLETE;
    }
  }

  private OffsetDateTime before() {
    String day = when.before;
    if (day != null) {
      try {
        return LocalDate.parse(day).atStartOfDay().atOffset(ZoneOffset.UTC);
      } catch (DateTimeParseException e) {
        throw new UsageException("--before is a day like 2026-01-31, not " + Printable.of(day));
      }
    }
    String age = String.valueOf(when.olderThan);
    Matcher matcher = AGE.matcher(age);
    if (!matcher.matches()) {
      throw new UsageException(
          "--older-than is a number of days or hours like 30d or 12h, not " + Printable.of(age));
    }
    long number = Long.parseLong(matcher.group(1));
    return OffsetDateTime.now(ZoneOffset.UTC)
        .minus(matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number));
  }
}
