package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.FilesView.FileWithReceipts;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Ingest the files in sample-docs/, good and bad, and show what became of each.",
      "",
      "Prints the receipts, what is in quarantine and why, the proof, and the answer to a question."
          + " Fails when a file did not end as sample-docs/README.md says. Its documents go into"
          + " the reference demo."
    },
    footer = {
      "  bin/ingest demo",
      "  bin/ingest search \"who looks after the lamp\" --reference demo"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SOURCE = "sample-docs";
  private static final int HITS = 3;

  private final Console console;
  private final Environment environment;
  private final Database database;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  DemoCommand(Console console, Environment environment, Database database) {
    this.console = console;
    this.environment = environment;
    this.database = database;
  }

  @Override
  public Integer call() {
    ScopeNames names = scope.names("demo");
    Path folder = Installation.of(environment).sampleDocs();
    Samples samples = Samples.in(folder);
    try (Ingest ingest = database.open()) {
      Result result = run(ingest, names, folder, samples);
      if (common.json) {
        console.json(result.json());
      } else {
        print(result, names);
      }
      return result.isSound() ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }
  }

  private Result run(Ingest ingest, ScopeNames names, Path folder, Samples samples) {
    RunReport report =
        new RunWatch(console, common)
            .watch(
                progress ->
                    ingest.run(
                        new RunRequest(names, List.of(new Target(SOURCE, realPath(folder), null))),
                        progress));
    Scope found = ScopeOptions.existing(ingest, names);
    List<FileWithReceipts> files = new ArrayList<>();
    ingest
        .contents()
        .forEachFile(
            found,
            List.of(),
            file -> {
              if (file.source().equals(SOURCE) && !file.state().equals("removed")) {
                files.add(file);
              }
            });
    Verification verification = ingest.upkeep().verification();
    CheckList checks = new CheckList(console);
    List<Verification.Result> results = checks.run(verification, false);
    String vectorVersion = verification.vectorVersion();
    checks.warnOf(vectorVersion);
    String question = samples.questions().stream().findFirst().orElse(null);
    List<HybridSearch.Hit> hits =
        question == null
            ? List.of()
            : ingest.contents().search(found, question, HybridSearch.Mode.HYBRID, HITS);
    return new Result(
        report,
        files,
        SampleEndings.compare(samples.files(), files),
        results,
        vectorVersion,
        question,
        hits);
  }

  private static String realPath(Path folder) {
    try {
      return folder.toRealPath().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Result result, ScopeNames names) {
    new RunReceipt(console).summary(result.report());
    section("Receipts");
    FileTable.ofReceipts(result.files()).print(console);
    section("Quarantined: stored nowhere, harming nobody");
    result.files().stream()
        .filter(file -> file.state().equals("quarantined"))
        .forEach(new RunReceipt(console)::line);
    section("Verified");
    CheckList checks = new CheckList(console);
    result.checks().forEach(checks::print);
    String question = result.question();
    if (question != null) {
      section("Asked: " + Printable.prose(question));
      new HitList(console, false).print(result.hits(), question);
    }
    console.line();
    checks.summary(result.checks());
    List<SampleEndings.Comparison> differences = result.differences();
    if (differences.isEmpty()) {
      console.line(
          "All " + result.endings().size() + " samples ended as sample-docs/README.md says.");
    } else {
      console.line(
          differences.size()
              + " of "
              + result.endings().size()
              + " samples did not end as sample-docs/README.md says:");
      differences.forEach(
          difference -> console.line("  " + console.bad(Printable.of(difference.sentence()))));
    }
    console.line();
    String options = ScopeOptions.arguments(names);
    console.line("Now try:");
    console.line("  " + IngestCommand.PROGRAM + " search \"your question\"" + options);
    console.line("  " + IngestCommand.PROGRAM + " run YOUR-FOLDER");
  }

  private void section(String title) {
    console.line();
    console.line(console.bold(title));
  }

  /** All that the demo found out. */
  record Result(
      RunReport report,
      List<FileWithReceipts> files,
      List<SampleEndings.Comparison> endings,
      List<Verification.Result> checks,
      String vectorVersion,
      @Nullable String question,
      List<HybridSearch.Hit> hits) {

    List<SampleEndings.Comparison> differences() {
      return endings.stream().filter(ending -> !ending.isEqual()).toList();
    }

    boolean isSound() {
      return differences().isEmpty() && CheckList.areSound(checks);
    }

    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = Answers.run(report);
      json.put("samples", Answers.list(endings, Result::sample));
      json.putAll(Answers.checks(checks, vectorVersion));
      json.put("question", question);
      json.putAll(Answers.hits(hits, false));
      return json;
    }

    private static Map<String, @Nullable Object> sample(SampleEndings.Comparison comparison) {
      Samples.Ending expected = comparison.expected();
      Samples.Ending actual = comparison.actual();
      return Answers.object(
          "file", comparison.file(),
          "state", actual == null ? null : actual.state(),
          "reason", actual == null ? null : actual.reason(),
          "expected_state", expected == null ? null : expected.state(),
          "expected_reason", expected == null ? null : expected.reason(),
          "as_expected", comparison.isEqual());
    }
  }
}
