package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another model for a reference: beside the old one, at once, and back. */
class ReembedIT {
  private static final String OLD = "openai:stub:3";
  private static final String NEW = "openai:other:3";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel old = StubModel.answering();
  @RegisterExtension final StubModel other = StubModel.answering();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);
  private Ingest ingest;

  @BeforeEach
  void ingest() throws IOException {
    TwelveFiles.write(folder);
    set(old.settings() + other.settings("ingest.models.large", "other", 512));
    ingest = database.open(home);
    run();
  }

  private void set(String settings) throws IOException {
    Files.writeString(
        home.resolve("application.yaml"),
        settings + "ingest.store.texts-per-commit: 8\ningest.run.lease: 2m\n");
  }

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void anotherModelIsFilledInAndSwitchedToAndBackAndNothingIsReadAgain() {
    long texts = database.count("select count(*) from vectors");
    int charged = old.charged().size();

    ReembedReport report = reembed("large");

    assertThat(report.before()).isEqualTo(OLD);
    assertThat(report.model()).isEqualTo(modelInUse()).isEqualTo(NEW);
    assertThat(report.embedded()).isEqualTo(texts).isEqualTo(other.charged().size());
    assertThat(database.count("select count(*) from vectors")).isEqualTo(2 * texts);
    IngestedDatabase.assertSound(ingest);
    int queries = other.charged().size();
    assertThat(ingest.contents().search(scope(), "lighthouse", Mode.VECTOR, 3)).hasSize(3);
    assertThat(other.charged()).hasSize(queries + 1);
    assertThat(run().files().unchanged()).isEqualTo(12);

    ReembedReport back = reembed("default");

    assertThat(back.model()).isEqualTo(modelInUse()).isEqualTo(OLD);
    assertThat(back.embedded()).isZero();
    assertThat(old.charged()).hasSize(charged);
    assertThat(run().files().unchanged()).isEqualTo(12);
    assertThat(database.count("select max(attempts) from ingest_files")).isOne();
    assertThat(
            database.count(
                "select count(*) from ingest_runs r join batch_job_execution_params p"
                    + " on p.job_execution_id = r.run and p.parameter_name = 'model'"
                    + " where r.state = 'completed' and p.parameter_value in ('"
                    + OLD
                    + "', '"
                    + NEW
                    + "')"))
        .isEqualTo(2);
    assertThat(
            database
                .sql()
                .sql(
                    """
                    select payload_json ->> 'before' || ' to ' || (payload_json ->> 'after')
                    from audit_logs
                    where action not in ('ingest.run', 'ingest.settings')
                    order by created_at
                    """)
                .query(String.class)
                .list())
        .as("what is noted of models, beside the first")
        .containsExactly(null, OLD + " to " + NEW, NEW + " to " + OLD);
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aModelThatGoesDownLeavesTheOldOneInUseAndItIsNotPaidTwice() {
    long texts = database.count("select count(*) from vectors");
    other.answer(2);

    assertThatThrownBy(() -> reembed("large"))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("could not finish");

    assertThat(modelInUse()).isEqualTo(OLD);
    assertThat(ingest.contents().search(scope(), "lighthouse", Mode.VECTOR, 3)).hasSize(3);
    IngestedDatabase.assertSound(ingest);
    assertThat(other.charged()).isNotEmpty().hasSizeLessThan((int) texts);
    other.answer();

    reembed("large");

    assertThat(modelInUse()).isEqualTo(NEW);
    assertThat(other.charged()).hasSize((int) texts).doesNotHaveDuplicates();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void filesThatComeMeanwhileAndAfterwardsAreCutAsBeforeAndEmbeddedByTheModelInUse()
      throws IOException {
    Files.writeString(folder.resolve("long.txt"), "All ships sail on. ".repeat(60));
    other.answer(1);
    assertThatThrownBy(() -> reembed("large")).isInstanceOf(RunFailedException.class);
    assertThat(run().files().added()).isOne();
    other.answer();
    reembed("large");
    IngestedDatabase.assertSound(ingest);

    String longer = "All boats sail back. ".repeat(60);
    Files.writeString(folder.resolve("longer.txt"), longer);
    int charged = old.charged().size();
    RunReport report = run();

    assertThat(report.files().added()).isOne();
    assertThat(report.files().unchanged()).isEqualTo(13);
    assertThat(report.vectors().embedded()).isPositive();
    assertThat(old.charged()).hasSize(charged);
    assertThat(database.count("select max(octet_length(text)) from chunks")).isLessThan(256);
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void theOldModelMayGoFromTheSettingsAndStillNothingIsReadAgain() throws IOException {
    reembed("large");
    ingest.close();
    set(other.settings("ingest.embed", "other", 512));
    ingest = database.open(home);

    assertThat(run().files().unchanged()).isEqualTo(12);
    Files.writeString(folder.resolve("long.txt"), "All ships sail on. ".repeat(60));
    assertThat(run().files().unchanged()).isEqualTo(12);
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aModelThatReadsLessThanAChunkIsRefusedBeforeAnythingIsPaidFor() throws IOException {
    ingest.close();
    set(old.settings() + other.settings("ingest.models.small", "other", 60));
    ingest = database.open(home);

    assertThatThrownBy(() -> reembed("small"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("are longer than openai:other:3 reads (58 tokens");

    assertThat(other.charged()).isEmpty();
    assertThat(modelInUse()).isEqualTo(OLD);
    assertThatThrownBy(() -> reembed("huge"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("there is no model huge")
        .hasMessageContaining("small");
  }

  @Test
  void aWrongSettingOfAModelIsNamedAsItStands() throws IOException {
    set(old.settings() + "ingest.models.small:\n  provider: openai\n  model: other\n");

    assertThatThrownBy(() -> database.open(home))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("ingest.models.small.base-url must be");
  }

  @Test
  void aRunThatTheSwitchOvertakesSettlesNothingAndTheNextOneGoesOn() throws IOException {
    Files.writeString(folder.resolve("new.txt"), "A new light.");
    old.onRequest(
        () -> {
          old.onRequest(() -> {});
          reembed("large");
        });

    assertThatThrownBy(this::run)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("another model");

    assertThat(modelInUse()).isEqualTo(NEW);
    IngestedDatabase.assertSound(ingest);
    assertThat(run().files().unchanged()).isEqualTo(13);
    assertThat(database.states()).containsEntry("new.txt", "complete");
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void oldVectorsStayUntilTheyAreDropped() {
    long texts = database.count("select count(*) from vectors");
    long chunks = database.count("select count(*) from embeddings");
    reembed("large");

    assertThat(ingest.upkeep().dropOldVectors(scope()).vectors()).isEqualTo((int) texts);

    assertThat(database.count("select count(*) from vectors")).isEqualTo(texts);
    assertThat(database.count("select count(*) from embeddings")).isEqualTo(chunks);
    assertThat(ingest.upkeep().dropOldVectors(scope()).vectors()).isZero();
    IngestedDatabase.assertSound(ingest);
    assertThat(reembed("default").embedded()).isEqualTo(texts);
  }

  private RunReport run() {
    try {
      return ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ReembedReport reembed(String model) {
    return ingest.reembed(scope(), model, Duration.ZERO, RunProgress.NONE);
  }

  private Scope scope() {
    return ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
  }

  private String modelInUse() {
    return database
        .sql()
        .sql(
            "select m.key from \"references\" r join embedding_models m on m.id = r.embedding_model_id")
        .query(String.class)
        .single();
  }
}
