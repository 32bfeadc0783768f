package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The model works on what is stored while other files are still read. */
class OverlapIT {
  private static final int FILES = 200;
  private static final int TEXTS = FILES / 2;

  /** Of the last run. */
  private static final String COMMITS =
      """
      select sum(commit_count)
      from batch_step_execution
      where job_execution_id = (select max(job_execution_id) from batch_step_execution)
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @RegisterExtension
  final StubModel model =
      new StubModel(
          () -> database.count("select count(*) from ingest_files where state = 'pending'"));

  @TempDir Path home;
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          folder.resolve("keeper%d.txt".formatted(i)),
          "Keeper %d climbs the stairs.".formatted(i % TEXTS));
    }
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings() + "  batch-size: 2\n  threads: 2\ningest.store.files-per-commit: 4\n");
  }

  @Test
  void textsAreEmbeddedWhileFilesAreReadAndEqualOnesOnce() throws IOException {
    model.answer();
    try (Ingest ingest = database.open(home)) {
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(model.seen()).anyMatch(pending -> pending > 0);
      assertThat(model.charged()).hasSize(TEXTS).doesNotHaveDuplicates();
      assertThat(report.vectors()).isEqualTo(new RunReport.Vectors(TEXTS, FILES - TEXTS));
      assertThat(report.allComplete()).isTrue();
    }
  }

  @Test
  void aModelThatFailsMeanwhileCostsNoFileAndNoVector() throws IOException {
    model.answer(3);
    try (Ingest ingest = database.open(home)) {
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("HTTP 503");

      assertThat(database.states().values()).hasSize(FILES).containsOnly("stored");
      assertThat(database.count("select count(*) from vectors")).isEqualTo(model.charged().size());
      assertThat(model.charged()).isNotEmpty();

      model.answer();
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(model.charged()).hasSize(TEXTS).doesNotHaveDuplicates();
      assertThat(database.states().values()).containsOnly("complete");
    }
  }

  @Test
  void textsThatAreKnownNeedNoCallAndAreStoredTogether() throws IOException {
    model.answer();
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings() + "  batch-size: 2\ningest.store.files-per-commit: 100\n");
    try (Ingest ingest = database.open(home)) {
      RunRequest first = IngestedDatabase.folder(folder);
      ingest.run(first, RunProgress.NONE);
      ScopeNames other = new ScopeNames("acme", "main", "other");
      RunReport report = ingest.run(new RunRequest(other, first.targets()), RunProgress.NONE);

      assertThat(report.vectors()).isEqualTo(new RunReport.Vectors(0, FILES));
      assertThat(model.charged()).hasSize(TEXTS);
      assertThat(database.count(COMMITS)).isLessThan(FILES / 4);
    }
  }
}
