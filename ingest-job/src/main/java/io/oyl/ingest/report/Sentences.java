package io.oyl.ingest.report;

import io.oyl.ingest.store.RunsView;
import java.util.ArrayList;
import java.util.List;

/** What the report says in words. */
final class Sentences {
  private Sentences() {}

  static String lead(ReportFacts facts) {
    RunsView.Run run = facts.run();
    RunsView.Counts counts = run.counts();
    List<String> sentences = new ArrayList<>();
    if (counts.seen() != null && counts.added() != null && counts.changed() != null) {
      sentences.add(
          "%s seen: %s new, %s changed, %s unchanged."
              .formatted(
                  Figures.count(counts.seen(), "file"),
                  Figures.count(counts.added()),
                  Figures.count(counts.changed()),
                  Figures.count(counts.seen() - counts.added() - counts.changed())));
    }
    switch (run.outcome()) {
      case "complete" -> sentences.add("Everything is complete.");
      case "incomplete" ->
          sentences.add("Not complete: " + run.cause() + "; each is named below with its reason.");
      case "running", "stopping" -> sentences.add("The run is under way.");
      default ->
          sentences.add(
              "The run did not finish"
                  + (run.cause() == null ? "" : " (" + run.cause() + ")")
                  + "; running again goes on from there.");
    }
    return String.join(" ", sentences);
  }

  static String sizes(ReportFacts facts) {
    return facts.chunks().chunks() == 0
        ? "There is no chunk."
        : "%s of %d tokens on average, at most %d."
            .formatted(
                Figures.count(facts.chunks().chunks(), "chunk"),
                Math.round(facts.chunks().mean()),
                facts.chunks().largest());
  }

  static String incomplete(ReportFacts facts) {
    long all = facts.files("partial") + facts.files("empty") + facts.files("quarantined");
    if (all == 0) {
      return "No file ended partial, empty or quarantined.";
    }
    String some =
        all > facts.incomplete().size()
            ? ", the first " + Figures.count(facts.incomplete().size()) + " of which are named here"
            : "";
    return Figures.count(all, "file")
        + some
        + ". The date (UTC) says since when. When the cause is mended: bin/ingest retry.";
  }

  static String tags(ReportFacts facts) {
    return facts.tags().isEmpty()
        ? "There is no tag."
        : "The tags that most chunks carry, the larger the more.";
  }
}
