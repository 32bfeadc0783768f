package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An endpoint that fails while a run embeds: what it has answered is stored and not asked again.
 */
class ModelFailureIT {
  private static final int FILES = 9;
  private static final String STORED_TEXTS =
      """
      select c.text
      from chunks c
      join embeddings e on e.chunk_id = c.id
      join vectors v on v.ref = e.vector_ref
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = new StubModel();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          folder.resolve("keeper%d.txt".formatted(i)), "Keeper %d climbs the stairs.".formatted(i));
    }
    Files.writeString(
        home.resolve("application.yaml"), model.settings() + "  batch-size: 2\n  threads: 1\n");
  }

  @Test
  void whatWasAnsweredBeforeTheFailureIsStoredAndPaidOnce() throws IOException {
    model.answer(2);
    try (Ingest ingest = database.open(home)) {
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("openai:stub:3 at http://127.0.0.1")
          .hasMessageContaining("HTTP 503");
      assertThat(model.charged()).hasSize(4);
      assertThat(texts()).containsExactlyInAnyOrderElementsOf(model.charged());
      assertThat(database.states().values()).containsOnly("stored");

      model.answer();
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(report.allComplete()).isTrue();
      assertThat(report.vectors().embedded()).isEqualTo(FILES - 4);
      assertThat(model.charged()).hasSize(FILES).doesNotHaveDuplicates();
      assertThat(texts()).containsExactlyInAnyOrderElementsOf(model.charged());
      IngestedDatabase.assertSound(ingest);
    }
  }

  /** It is loaded when the first file is read, whose fault it is not. */
  @Test
  void aModelThatCannotBeLoadedAnyMoreFailsTheRunAndNoFile(@TempDir Path ownModel)
      throws IOException {
    Path onnx = ownModel.resolve("model.onnx");
    copy("/all-minilm-l6-v2-q.onnx", onnx);
    copy("/all-minilm-l6-v2-q-tokenizer.json", ownModel.resolve("tokenizer.json"));
    Files.writeString(
        home.resolve("application.yaml"),
        "ingest.embed:\n  model-path: '%s'\n  max-tokens: 256\n".formatted(ownModel));
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    }
    byte[] whole = Files.readAllBytes(onnx);
    FileTime time = Files.getLastModifiedTime(onnx);
    Files.write(onnx, new byte[whole.length]);
    Files.setLastModifiedTime(onnx, time);
    Files.writeString(folder.resolve("new.txt"), "A new keeper climbs the stairs.");

    try (Ingest ingest = database.open(home)) {
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("cannot be loaded");
      assertThat(database.states()).containsEntry("new.txt", "pending");
    }
    Files.write(onnx, whole);
    Files.setLastModifiedTime(onnx, time);
    try (Ingest ingest = database.open(home)) {
      assertThat(ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).allComplete())
          .isTrue();
      IngestedDatabase.assertSound(ingest);
    }
  }

  /** Files are read in one step and what is left is embedded in the next. */
  @Test
  void aModelThatIsDownIsWaitedForOnce() throws IOException {
    Path settings = home.resolve("application.yaml");
    Files.writeString(
        settings,
        Files.readString(settings).replace("patience: 0s", "patience: 2s")
            + "ingest.store.files-per-commit: 2\n"); // so that the model is asked before the last
    List<String> steps = new CopyOnWriteArrayList<>();
    model.onRequest(
        () ->
            steps.add(
                database
                    .sql()
                    .sql("select step_name from batch_step_execution where status = 'STARTED'")
                    .query(String.class)
                    .single()));
    model.answer(0);
    try (Ingest ingest = database.open(home)) {
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("for 2 s (ingest.embed.patience)");

      assertThat(steps).filteredOn("ingest"::equals).hasSizeGreaterThan(1);
      assertThat(steps).filteredOn("embed"::equals).hasSize(1);
      assertThat(database.states().values()).hasSize(FILES).containsOnly("stored");
    }
  }

  @Test
  void aTextThatIsRefusedLeavesItsFileUnsettledAndHoldsUpNoOther() throws IOException {
    Files.writeString(folder.resolve("poison.txt"), "Nobody wants to read of arsenic.");
    model.answer();
    model.refuse("arsenic");
    try (Ingest ingest = database.open(home)) {
      RunReport refused = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(refused.files().complete()).isEqualTo(FILES);
      assertThat(refused.files().unsettled()).isOne();
      assertThat(
              database
                  .sql()
                  .sql("select detail from ingest_files where source_key = 'poison.txt'")
                  .query(String.class)
                  .single())
          .startsWith("chunk 0 (32 characters) gets no vector")
          .contains("HTTP 400")
          .doesNotContain("arsenic");
      IngestedDatabase.assertSound(ingest);
      assertThat(texts()).hasSize(FILES).containsExactlyInAnyOrderElementsOf(model.charged());

      Files.writeString(folder.resolve("poison.txt"), "Everybody wants to read of honey.");
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(report.allComplete()).isTrue();
      assertThat(database.count("select count(detail) from ingest_files")).isZero();
      assertThat(model.charged()).hasSize(FILES + 1).doesNotHaveDuplicates();
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void aLostVectorWhoseTextIsRefusedIsAskedForByTheNextRun() throws IOException {
    model.answer();
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      database.sql().sql("delete from vectors").update();
      model.refuse("Keeper 3");
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      assertThat(texts()).hasSize(FILES - 1);

      model.refuse("nobody");
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(texts()).hasSize(FILES);
      IngestedDatabase.assertSound(ingest);
    }
  }

  /** Texts of the chunks that have a vector. */
  private List<String> texts() {
    return database.sql().sql(STORED_TEXTS).query(String.class).list();
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = ModelFailureIT.class.getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      Files.copy(in, target);
    }
  }
}
