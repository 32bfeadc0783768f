package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunFailedException;
import io.oyl.ingest.report.HtmlReport;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.report.ReportFacts;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report [RUN]}. */
@Command(
    name = "report",
    description = {
      "Write what a run did as one HTML file for people.",
      "",
      "It shows what came in, what it became, where the time went, and each file that is not"
          + " complete with its reason. The file needs no network and can be sent on; it holds names"
          + " of files and tags, and no text of documents."
    },
    footer = {
      "  bin/ingest report                          the last run of the reference",
      "  bin/ingest report 12 --out run.html        run 12"
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "Number of a run, of whatever scope; where one is named, of that (default: the last one of"
              + " the reference).")
  @Nullable Long run;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File to write (default: ingest-report-RUN.html in the current folder).")
  @Nullable Path out;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  ReportCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    ScopeNames names = scope.names();
    try (Views views = database.look()) {
      RunsView.Run found =
          run == null ? last(views, names) : RunsCommand.existing(views.runs(), run, scope);
      ScopeNames of =
          new ScopeNames(
              String.valueOf(found.tenant()),
              String.valueOf(found.workspace()),
              String.valueOf(found.reference()));
      Scope existing = ScopeOptions.existing(views, of);
      ReportFacts facts =
          ReportFacts.gather(
              found,
              views.runs().steps(found.run()),
              views.reports(),
              existing.referenceId(),
              OffsetDateTime.now(ZoneOffset.UTC));
      byte[] page = HtmlReport.of(facts, Version.number()).getBytes(StandardCharsets.UTF_8);
      Path file = out == null ? Path.of("ingest-report-" + found.run() + ".html") : out;
      write(file.toAbsolutePath(), page);
      if (common.json) {
        console.json(
            Answers.object(
                "run", found.run(),
                "file", file.toAbsolutePath().toString(),
                "bytes", page.length));
      } else {
        console.line("Wrote " + Printable.of(file.toAbsolutePath().toString()));
      }
      return ExitCode.COMPLETE;
    }
  }

  private static RunsView.Run last(Views views, ScopeNames names) {
    return views.runs().runs(names, 1).stream()
        .findFirst()
        .orElseThrow(() -> ScopeOptions.unknown(names));
  }

  private static void write(Path file, byte[] page) {
    Path folder = file.getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--out is a file in a folder that is there, not " + Printable.of(file.toString()));
    }
    try {
      Files.write(file, page);
    } catch (AccessDeniedException e) {
      throw new UsageException("no permission to write " + Printable.of(file.toString()));
    } catch (NoSuchFileException e) {
      throw new UsageException("no file can be made at " + Printable.of(file.toString()));
    } catch (FileSystemException e) {
      throw new RunFailedException(file + " could not be written: " + e.getReason(), e);
    } catch (IOException e) {
      throw new RunFailedException(file + " could not be written: " + e.getMessage(), e);
    }
  }
}
