package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sample documents end as their README says. */
class SampleDocsIT {
  private static final Path SAMPLES = Path.of("../sample-docs");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\|.*\\| `([^`]+)` \\|(?: `([^`]+)`)? *\\|$");
  private static final Pattern QUESTION = Pattern.compile("^\\| ([^|`]+\\?) \\| `([^`]+)` \\|$");

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;

  @Test
  void everySampleEndsAsItsReadmeSaysAndIsFound() throws IOException {
    IngestedDatabase database = new IngestedDatabase(postgres);
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> questions = new TreeMap<>();
    for (String line : Files.readAllLines(SAMPLES.resolve("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        expected.put(row.group(1), row.group(2) + (row.group(3) == null ? "" : "/" + row.group(3)));
      }
      Matcher question = QUESTION.matcher(line);
      if (question.matches()) {
        questions.put(question.group(1), question.group(2));
      }
    }
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(questions).isNotEmpty();
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(SAMPLES), RunProgress.NONE);

      assertThat(database.states()).isEqualTo(expected);
      questions.forEach(
          (question, file) ->
              assertThat(
                      ingest
                          .search(
                              ingest.scope(IngestedDatabase.SCOPE).orElseThrow(),
                              question,
                              Mode.HYBRID,
                              3)
                          .stream()
                          .map(Hit::sourceKey))
                  .as(question)
                  .contains(file));
    }
  }
}
