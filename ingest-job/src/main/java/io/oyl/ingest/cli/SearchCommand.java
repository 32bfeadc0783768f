package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Views;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code search TEXT}. */
@Command(
    name = "search",
    description = "Find the passages of a reference that fit a question, best first.",
    footer = {
      "  bin/ingest search \"how long is the notice period\" --reference contracts",
      "  bin/ingest search -k 3 --mode text invoice --json",
      "  bin/ingest search \"who signed the lease\" --explain"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  private final Console console;
  private final Database database;

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Question or words.")
  List<String> words = List.of();

  @Option(
      names = {"-k", "--count"},
      paramLabel = "N",
      description = "How many passages at most (default: 10).")
  int count = 10;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      completionCandidates = Choices.OfMode.class,
      description =
          "Which rankings count: ${COMPLETION-CANDIDATES} (default: hybrid, both of them).")
  HybridSearch.Mode mode = HybridSearch.Mode.HYBRID;

  @Option(
      names = "--explain",
      description = "Tell of each passage its rank and its score by vector and by text.")
  boolean explain;

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  SearchCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    String text = String.join(" ", words).strip();
    if (text.isEmpty()) {
      throw new UsageException("there is no TEXT to search for");
    }
    if (count < 1 || count > MOST) {
      throw new UsageException("-k is a number from 1 to " + MOST);
    }
    ScopeNames names = scope.names();
    List<HybridSearch.Hit> hits =
        mode == HybridSearch.Mode.TEXT ? byText(names, text) : byVector(names, text);
    if (common.json) {
      console.json(Answers.hits(hits, explain));
    } else if (hits.isEmpty()) {
      console.note("nothing in " + Printable.of(names.toString()) + " fits");
    } else {
      new HitList(console, explain).print(hits, text);
    }
    return ExitCode.COMPLETE;
  }

  /** Asks no model, so nothing of the settings is needed. */
  private List<HybridSearch.Hit> byText(ScopeNames names, String text) {
    try (Views views = database.look()) {
      Scope found = ScopeOptions.existing(views, names);
      return views.search().search(found, text, null, mode, count);
    }
  }

  private List<HybridSearch.Hit> byVector(ScopeNames names, String text) {
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, names);
      return ingest.contents().search(found, text, mode, count);
    }
  }
}
