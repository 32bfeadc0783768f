package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Hit;
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

  private void print(Hit hit) {
    new HitList(captured.console()).print(List.of(hit), "How long is the notice period?");
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
        text);
  }
}
