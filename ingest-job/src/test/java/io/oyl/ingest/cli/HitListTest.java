package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Reason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HitListTest {
  private final CapturedConsole captured = new CapturedConsole();

  @Test
  void showsWhereAPassageStands() {
    print(hit(2, 3, List.of("Terms", "Notice\u001B"), "The notice\nperiod is a month."));
    assertThat(captured.out())
        .isEqualTo(
            """
             1. mail.eml > contract.pdf
                pages 2–3, Terms > Notice\\x1b, characters 100–160, score 0.0325
                The notice period is a month.
            """);
  }

  @Test
  void leavesOutWhatThereIsNot() {
    print(hit(null, null, List.of(), "text"));
    assertThat(captured.out()).contains("    characters 100–160, score 0.0325\n");
  }

  @Test
  void aLongPassageIsCutToWhatWasAskedFor() {
    String text =
        "Nothing of it here. ".repeat(60) + "The notice period is a month. " + "x ".repeat(99);
    print(hit(1, 1, List.of(), text));
    assertThat(captured.out()).contains("notice period is a month").contains("    …");
    assertThat(captured.out().lines()).hasSize(5);
  }

  @Test
  void neighboursAreOnePassageAtThePlaceOfTheBest() {
    print(
        false,
        passage(1, 3, 0.9, "c", Reason.NONE),
        passage(2, 3, 0.8, "other", Reason.NONE),
        passage(1, 2, 0.7, "b", Reason.NONE),
        passage(1, 5, 0.6, "e", Reason.NONE));
    assertThat(captured.out())
        .isEqualTo(
            """
             1. mail.eml > contract.pdf
                A, characters 20–39, score 0.9000
                b c
             2. mail.eml > contract.pdf
                A > 3, characters 30–39, score 0.8000
                other
             3. mail.eml > contract.pdf
                A > 5, characters 50–59, score 0.6000
                e
            """);
  }

  @Test
  void explainedOnesAreToldWithTheirRanks() {
    print(
        true,
        passage(1, 3, 0.9, "c", new Reason(1, 0.61234, 2, 7.914)),
        passage(1, 2, 0.7, "b", new Reason(null, 0.5, null, null)),
        passage(1, 1, 0.6, "a", new Reason(null, null, 1, 8.0)));
    assertThat(captured.out())
        .contains("    vector rank 1 (similarity 0.6123), text rank 2 (BM25 7.91)\n    c\n")
        .contains("    not among the nearest (similarity 0.5000), no word of the question\n    b\n")
        .contains("    no vector, text rank 1 (BM25 8.00)\n    a\n");
  }

  private void print(Hit hit) {
    print(false, hit);
  }

  private void print(boolean explain, Hit... hits) {
    new HitList(captured.console(), explain).print(List.of(hits), "How long is the notice period?");
  }

  private static Hit passage(int document, int position, double score, String text, Reason reason) {
    return new Hit(
        new UUID(document, position),
        new UUID(0, document),
        "contract.pdf",
        "mail.eml",
        "contract.pdf",
        position,
        10 * position,
        10 * position + 9,
        null,
        null,
        List.of("A", Integer.toString(position)),
        score,
        text,
        reason);
  }

  private static Hit hit(
      @Nullable Integer first, @Nullable Integer last, List<String> headings, String text) {
    UUID id = new UUID(0, 1);
    return new Hit(
        id,
        id,
        "contract.pdf",
        "mail.eml",
        "contract.pdf",
        0,
        100,
        160,
        first,
        last,
        headings,
        0.03252,
        text,
        Reason.NONE);
  }
}
