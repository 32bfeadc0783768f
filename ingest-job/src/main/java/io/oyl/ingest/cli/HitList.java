package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.HybridSearch.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Passages for people: where each stands and how it begins. Passages that follow each other in a
 * document are one, at the place of the best of them.
 */
final class HitList {
  private static final int EXCERPT_LINES = 3;
  private static final int EXCERPT_COLUMNS = 96;

  private final Console console;

  private final boolean explain;

  /**
   * A list on the console.
   *
   * @param explain whether ranks and scores are told, which keeps neighbours apart
   */
  HitList(Console console, boolean explain) {
    this.console = console;
    this.explain = explain;
  }

  void print(List<Hit> found, String question) {
    List<Hit> hits = explain ? found : HitMerge.neighbours(found);
    int columns = Math.clamp(console.columns() - 4L, 20, EXCERPT_COLUMNS);
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      console.line(String.format(Locale.ROOT, "%2d. %s", i + 1, console.bold(file(hit))));
      console.line("    " + console.dim(place(hit)));
      if (explain) {
        console.line("    " + console.dim(reason(hit.reason())));
      }
      for (String line :
          TextWidth.wrap(
              Excerpt.of(hit.text(), question, EXCERPT_LINES * columns), columns, EXCERPT_LINES)) {
        console.line("    " + line);
      }
    }
  }

  private static String file(Hit hit) {
    String file = hit.sourceKey() == null ? hit.filename() : hit.sourceKey();
    String inside =
        hit.embeddedPath() == null || hit.embeddedPath().isEmpty()
            ? ""
            : " > " + hit.embeddedPath();
    return Printable.of((file == null ? "document " + hit.document() : file) + inside);
  }

  /** {@code page 3–4, Terms > Notice, characters 1200–1850, score 0.0325}. */
  private static String place(Hit hit) {
    List<String> place = new ArrayList<>();
    if (hit.firstPage() != null) {
      boolean isOne = hit.lastPage() == null || hit.lastPage().equals(hit.firstPage());
      place.add(
          isOne ? "page " + hit.firstPage() : "pages " + hit.firstPage() + "–" + hit.lastPage());
    }
    if (!hit.headingPath().isEmpty()) {
      place.add(
          hit.headingPath().stream().map(Printable::prose).collect(Collectors.joining(" > ")));
    }
    if (hit.startOffset() != null) {
      place.add("characters " + hit.startOffset() + "–" + hit.endOffset());
    }
    place.add(String.format(Locale.ROOT, "score %.4f", hit.score()));
    return String.join(", ", place);
  }

  /** {@code vector rank 3 (similarity 0.6123), text rank 1 (BM25 7.91)}. */
  static String reason(HybridSearch.Reason reason) {
    String vector =
        reason.similarity() == null
            ? "no vector"
            : String.format(
                Locale.ROOT,
                "%s (similarity %.4f)",
                reason.vectorRank() == null
                    ? "not among the nearest"
                    : "vector rank " + reason.vectorRank(),
                reason.similarity());
    String text =
        reason.textScore() == null
            ? "no word of the question"
            : String.format(
                Locale.ROOT, "text rank %d (BM25 %.2f)", reason.textRank(), reason.textScore());
    return vector + ", " + text;
  }
}
