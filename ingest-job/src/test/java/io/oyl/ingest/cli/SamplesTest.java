package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.cli.SampleEndings.Comparison;
import io.oyl.ingest.cli.Samples.Ending;
import io.oyl.ingest.store.FilesView.FileWithReceipts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final String README =
      """
      # Samples

      | file | what it exercises | state | reason |
      |---|:--|---|---|
      | `a.pdf` | a page, `code` and a \\| bar | `complete` | |
      | `it's a "name" \\| `` | x | `complete` ||
      | ``tick ` .txt`` | x | `empty` | `no_text` |
      | `bad/b.docx` | half of it | `quarantined` | `corrupt` |

      Text | with | bars.

      | question | file |
      |---|---|
      | How tall is it? | `a.pdf` |
      """;

  @Test
  void theTablesAreRead() {
    Samples samples = Samples.parse(README);
    assertThat(samples.files())
        .containsEntry("a.pdf", new Ending("complete", null))
        .containsEntry("tick ` .txt", new Ending("empty", "no_text"))
        .containsEntry("bad/b.docx", new Ending("quarantined", "corrupt"))
        .hasSize(4);
    assertThat(samples.questions()).containsExactly("How tall is it?");
  }

  @Test
  void everyDifferenceIsFound() {
    Map<String, Ending> expected =
        Map.of(
            "same", new Ending("quarantined", "corrupt"),
            "reason", new Ending("quarantined", "corrupt"),
            "missing", new Ending("complete", null));
    List<Comparison> comparisons =
        SampleEndings.compare(
            expected,
            List.of(
                file("same", "quarantined", "corrupt"),
                file("reason", "quarantined", "encrypted"),
                file("more", "complete", null),
                file("old", "removed", null),
                file("README.md", "complete", null)));
    assertThat(comparisons)
        .filteredOn(Comparison::isEqual)
        .extracting(Comparison::file)
        .containsExactly("same");
    assertThat(comparisons)
        .filteredOn(comparison -> !comparison.isEqual())
        .extracting(Comparison::sentence)
        .containsExactlyInAnyOrder(
            "reason: should be quarantined, corrupt, is quarantined, encrypted",
            "missing: should be complete, was not seen",
            "more: is not in the README, is complete");
  }

  private static FileWithReceipts file(String key, String state, @Nullable String reason) {
    return new FileWithReceipts("sample-docs", key, state, reason, null, 1, 1L, List.of());
  }
}
