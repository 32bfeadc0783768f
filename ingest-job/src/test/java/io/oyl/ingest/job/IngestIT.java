package io.oyl.ingest.job;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.OtherModelException;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The whole job, on a real database, with the real model. */
class IngestIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("keeper.txt"),
        """
        The keeper of the lighthouse climbs one hundred and twelve steps every evening.

        Before the lamp is lit, the lens is cleaned with vinegar and a linen cloth.
        """);
    Files.writeString(
        folder.resolve("boats.html"),
        """
        <html><body>
        <h1>Boats</h1>
        <p>Boats leave from the north pier at nine in the morning.</p>
        <h2>Storms</h2>
        <p>When the red flag is up, no boat leaves, whatever the timetable says. 🚩</p>
        </body></html>
        """);
  }

  @Test
  void filesBecomeCompleteAndAreFound() throws IOException {
    try (Ingest ingest = database.open(home)) {
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(report.allComplete()).isTrue();
      assertThat(report.files().seen()).isEqualTo(2);
      assertThat(report.files().added()).isEqualTo(2);
      assertThat(report.documents()).isEqualTo(2);
      assertThat(report.chunks()).isEqualTo(database.count("select count(*) from chunks"));
      assertThat(report.vectors().embedded())
          .isEqualTo(database.count("select count(*) from vectors"))
          .isPositive();
      assertThat(report.seconds()).containsOnlyKeys("scan", "ingest", "embed", "finish");
      for (Mode mode : Mode.values()) {
        assertThat(search(ingest, "How is the lens cleaned?", mode).getFirst())
            .as(mode.toString())
            .satisfies(hit -> assertThat(hit.sourceKey()).isEqualTo("keeper.txt"))
            .satisfies(hit -> assertThat(hit.text()).contains("vinegar"));
      }
      assertThat(search(ingest, "red flag", Mode.HYBRID).getFirst().headingPath())
          .containsExactly("Boats", "Storms");
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void fullTextSearchKnowsAllWordsOfContextAndTextAndTheyAreInTheIndex() throws IOException {
    StringBuilder places = new StringBuilder();
    for (int place = 0; place < 550; place++) {
      places
          .append("# Place ")
          .append(place)
          .append("\n\nHarbour number ")
          .append(place)
          .append("\n\n");
    }
    Files.writeString(folder.resolve("places.md"), places);
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(database.count("select max(position) from chunks")).isGreaterThan(500);
      assertThat(
              database.count(
                  """
                  select count(*)
                  from chunks c
                  join documents d on d.id = c.document_id
                  where c.text_search is distinct from
                    ingest_text_search(d.language, c.context, c.text)
                  """))
          .isZero();
      assertThat(database.count("select count(*) from chunks where context is not null"))
          .isPositive();
      assertThat(database.count("select gin_clean_pending_list('chunks_text_search')")).isZero();
      assertThat(database.count("select reltuples from pg_class where relname = 'chunks'"))
          .as("rows that the planner knows of")
          .isGreaterThan(500);
    }
  }

  @Test
  void theSameRunAgainChangesNoRowAndEmbedsNothing() throws IOException {
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.write(folder.resolve("unknown.bin"), new byte[] {1, 2, 3, (byte) 200, 0, 5});
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Map<String, String> before = database.digests();

      RunReport again = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(database.digests()).isEqualTo(before);
      assertThat(again.files().unchanged()).isEqualTo(4);
      assertThat(again.files().complete()).isEqualTo(2);
      assertThat(again.vectors().embedded()).isZero();
      assertThat(again.vectors().reused()).isZero();
    }
  }

  @Test
  void aTextOfTheSameSizeAndTimeOfModificationIsFound() throws IOException {
    Path file = folder.resolve("keeper.txt");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      String text = Files.readString(file);
      FileTime time = Files.getLastModifiedTime(file);
      Files.writeString(file, text.substring(1) + "!");
      Files.setLastModifiedTime(file, time);

      RunReport again = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(again.files().changed()).isOne();
      assertThat(again.files().unchanged()).isOne();
    }
  }

  @Test
  void aTouchedFileIsNotReadAgain() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Files.setLastModifiedTime(
          folder.resolve("keeper.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

      RunReport again = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(again.files().unchanged()).isEqualTo(2);
      assertThat(database.count("select max(attempts) from ingest_files")).isOne();
    }
  }

  @Test
  void allThatAFileBringsStandsSideBySideInTheIndexesOfIds() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(
              database.count(
                  """
                  select count(*)
                  from ingest_files f
                  join documents d on d.source_file_id = f.id
                  join chunks c on c.document_id = d.id
                  join tag_links l on l.chunk_id = c.id
                  where left(f.id::text, 13) = all (array[
                    left(d.id::text, 13), left(c.id::text, 13), left(l.id::text, 13)])
                  """))
          .isPositive()
          .isEqualTo(database.count("select count(*) from tag_links"));
    }
  }

  @Test
  void unchangedChunksOfAChangedFileKeepTheirIdsAndVectors() throws IOException {
    Path file = folder.resolve("boats.html");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      List<String> storms = chunkIds("%red flag%");
      long losses = database.count("select last_value from ingest_vector_losses");
      Files.writeString(
          file,
          Files.readString(file)
              .replace(
                  "Boats leave from the north pier at nine in the morning.",
                  "Since the pier burnt down, boats leave from the south pier."));

      RunReport changed = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(changed.files().changed()).isOne();
      assertThat(changed.vectors().embedded()).isOne();
      assertThat(chunkIds("%red flag%")).isEqualTo(storms);
      assertThat(chunkIds("%north pier%")).isEmpty();
      assertThat(database.count("select last_value from ingest_vector_losses"))
          .as("what the program itself takes away is made again by itself")
          .isEqualTo(losses);
      assertThat(search(ingest, "Where do boats leave from?", Mode.HYBRID).getFirst().text())
          .contains("south pier");
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void passagesThatStayWhatTheyAreAreNotWrittenAgain() throws IOException {
    Path file = folder.resolve("lights.md");
    try (Ingest ingest = database.open(home)) {
      for (int light = 0; light < 6; light++) {
        Files.writeString(
            file,
            "# Light %d\n\nSeen %d miles away.\n\n".formatted(light, 10 + light),
            CREATE,
            APPEND);
      }
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      long last = database.count("select max(xmin::text::bigint) from chunks");
      Files.writeString(file, "# Buoys\n\nThey are green.\n", APPEND);

      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      String written = "select count(*) from chunks where xmin::text::bigint %s and text like '%s'";
      assertThat(database.count(written.formatted("> " + last, "%are green%"))).isOne();
      assertThat(database.count(written.formatted("<= " + last, "%Seen%"))).isEqualTo(6);
    }
  }

  @Test
  void aVanishedFileIsRemovedAndComesBackWithItsIds() throws IOException {
    Path file = folder.resolve("boats.html");
    String text = Files.readString(file);
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      List<String> ids = chunkIds("%boat%");
      Files.delete(file);

      RunReport without = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(without.files().removed()).isOne();
      assertThat(database.states()).containsEntry("boats.html", "removed");
      assertThat(chunkIds("%boat%")).isEmpty();
      IngestedDatabase.assertSound(ingest);

      Files.writeString(file, text);
      RunReport back = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(back.allComplete()).isTrue();
      assertThat(back.vectors().embedded()).isZero();
      assertThat(chunkIds("%boat%")).isEqualTo(ids);
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void anEmptyRootRemovesNothing() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Files.delete(folder.resolve("boats.html"));
      Files.delete(folder.resolve("keeper.txt"));

      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(report.files().removed()).isZero();
      assertThat(database.states().values()).containsOnly("complete");
    }
  }

  @Test
  void aRunOfOneFileSweepsNothing() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Files.delete(folder.resolve("boats.html"));
      Files.writeString(folder.resolve("keeper.txt"), "The keeper has retired.");

      RunReport report = ingest.run(IngestedDatabase.file(folder, "keeper.txt"), RunProgress.NONE);

      assertThat(report.files().seen()).isOne();
      assertThat(report.files().changed()).isOne();
      assertThat(database.states())
          .containsEntry("boats.html", "complete")
          .containsEntry("keeper.txt", "complete");
    }
  }

  @Test
  void badInputEndsInTheLedgerAndHarmsNoNeighbour() throws Exception {
    Path outside = Files.writeString(home.resolve("outside.txt"), "not to be read");
    Files.createSymbolicLink(folder.resolve("link.txt"), outside);
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
    Files.writeString(folder.resolve("zero.txt"), "");
    Files.writeString(folder.resolve("two\nlines.txt"), "A name with a line break in it.");
    Files.writeString(folder.resolve("nul.txt"), "Before the nul\0 and after it, all is stored.");
    Files.writeString(folder.resolve("broken.docx"), "PK\3\4 this is no archive");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(database.states())
          .containsEntry("link.txt", "quarantined/outside_source")
          .containsEntry("pipe", "quarantined/not_a_regular_file")
          .containsEntry("zero.txt", "empty/empty_file")
          .containsEntry("two\nlines.txt", "complete")
          .containsEntry("nul.txt", "complete")
          .containsEntry("broken.docx", "quarantined/corrupt")
          .containsEntry("keeper.txt", "complete")
          .containsEntry("boats.html", "complete")
          .hasSize(8);
      assertThat(chunkIds("%nul\uFFFD and%")).hasSize(1);
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void aModelThatIsDownLosesNoExtractionAndTheNextRunContinues() throws IOException {
    try (StubModel model = new StubModel(this::idleTransactions)) {
      model.refuse();
      Files.writeString(home.resolve("application.yaml"), model.settings());
      try (Ingest ingest = database.open(home)) {
        assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
            .isInstanceOf(RunFailedException.class)
            .hasMessageContaining("could not finish")
            .hasMessageNotContaining(StubModel.API_KEY);
        assertThat(database.states().values()).containsOnly("stored");
        assertThat(database.count("select count(*) from chunks")).isPositive();
        assertThat(database.count("select count(*) from embeddings")).isZero();

        model.answer();
        RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(report.allComplete()).isTrue();
        assertThat(report.files().unchanged()).isEqualTo(2);
        assertThat(database.count("select max(attempts) from ingest_files")).isOne();
        IngestedDatabase.assertSound(ingest);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from vectors where ref = (select min(ref) from vectors)",
        "delete from embeddings",
        "truncate embeddings",
        "truncate vectors",
        "update embeddings set vector_ref = repeat('0', 64)"
      })
  void vectorsThatSomebodyDeletesAreMadeByTheNextRun(String damage) throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      long vectors = database.count("select count(*) from vectors");

      database.sql().sql(damage).update();

      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      assertThat(report.allComplete()).isTrue();
      assertThat(report.files().unchanged()).isEqualTo(2);
      assertThat(database.count("select count(*) from vectors")).isEqualTo(vectors);
      IngestedDatabase.assertSound(ingest);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          delete from embeddings                                      | true
          truncate vectors                                            | true
          update vectors set model_id = model_id                      | true
          update chunks set deleted_at = null                         | true
          update documents set deleted_at = null                      | true
          update "references" set embedding_model_id = null           | true
          update chunks set tags_text = '{}'                          | false
          update documents set filename = 'x'                         | false
          """)
  void statementsThatMayCostAPassageItsVectorAreCounted(String statement, boolean counted) {
    long before = database.count("select last_value from ingest_vector_losses");

    database.sql().sql(statement).update();

    assertThat(database.count("select last_value from ingest_vector_losses") > before)
        .isEqualTo(counted);
  }

  @Test
  void aVectorThatWasDeletedUnseenIsMissedAfterAnHour() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      SingleConnectionDataSource unseen = database.session();
      JdbcClient sql = JdbcClient.create(unseen);
      sql.sql("set session_replication_role = replica").update(); // no trigger counts it
      sql.sql("delete from embeddings").update();
      unseen.destroy();
      String embeddings = "select count(*) from embeddings";

      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      assertThat(database.count(embeddings)).isZero();

      database
          .sql()
          .sql(
              "update \"references\" set vectors_looked_at = vectors_looked_at - interval '1 hour'")
          .update();
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      assertThat(database.count(embeddings)).isPositive();
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void whatAnotherProgramHasPutIntoADocumentKeepsNoFileFromBeingComplete() throws IOException {
    try (StubModel model = new StubModel(this::idleTransactions)) {
      model.refuse();
      Files.writeString(home.resolve("application.yaml"), model.settings());
      try (Ingest ingest = database.open(home)) {
        assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
            .isInstanceOf(RunFailedException.class);
        database
            .sql()
            .sql("insert into chunks (document_id, text) select id, 'a summary' from documents")
            .update();
        model.answer();

        RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(report.allComplete()).isTrue();
      }
    }
  }

  @Test
  void passagesOfAFileThatIsDamagedMeanwhileGetTheirVectors() throws IOException {
    try (StubModel model = new StubModel(this::idleTransactions)) {
      model.answer();
      Files.writeString(home.resolve("application.yaml"), model.settings());
      try (Ingest ingest = database.open(home)) {
        ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE); // looks at all passages
        Path late = Files.writeString(folder.resolve("late.txt"), "The last boat leaves at ten.");
        model.refuse();
        assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
            .isInstanceOf(RunFailedException.class);
        Files.writeString(late, "%PDF-1.7 and no more");
        model.answer();

        ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(database.states().get("late.txt")).startsWith("quarantined");
        assertThat(chunkIds("%last boat%")).hasSize(1);
        assertThat(
                database.count(
                    """
                    select count(*)
                    from chunks c
                    where not exists (select 1 from embeddings e where e.chunk_id = c.id)
                    """))
            .isZero();
      }
    }
  }

  @Test
  void noTransactionIsOpenWhileTheModelWorks() throws IOException {
    try (StubModel model = new StubModel(this::idleTransactions)) {
      model.answer();
      Files.writeString(home.resolve("application.yaml"), model.settings());
      try (Ingest ingest = database.open(home)) {
        ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      }
      assertThat(model.seen()).isNotEmpty().containsOnly(0L);
    }
  }

  private long idleTransactions() {
    return database.count(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingest.chunk.max-tokens: 3",
        "ingest.extract.timeout: banana",
        "ingest.embed.provider: nope",
        "ingest.extrct.timeout: 60s",
        "spring.datasource.hikari.maximum-pool-size: many",
      })
  void aWrongSettingIsNamed(String line) throws IOException {
    Files.writeString(home.resolve("application.yaml"), line);

    assertThatThrownBy(() -> database.open(home))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(line.substring(0, line.indexOf(':')));
  }

  @Test
  void aSettingsFileThatIsNoYamlIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("application.yaml"), "ingest: [");

    assertThatThrownBy(() -> database.open(home))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aRunWhoseProcessDiedIsEndedByTheNextOne() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      database
          .sql()
          .sql("update batch_job_execution set status = 'STARTED', end_time = null")
          .update();

      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(ingest.runs().view().runs(IngestedDatabase.SCOPE, 10))
          .extracting(RunsView.Run::state)
          .containsExactly("completed", "failed");
    }
  }

  @Test
  void aFileThatTookTooLongIsReadAgainWhenItsTimeBudgetChanges() throws IOException {
    Files.writeString(home.resolve("application.yaml"), "ingest.extract.timeout: 1ms");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.file(folder, "keeper.txt"), RunProgress.NONE);
      assertThat(database.states()).containsEntry("keeper.txt", "quarantined/timeout");
    }
    Files.writeString(home.resolve("application.yaml"), "");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.file(folder, "keeper.txt"), RunProgress.NONE);
      assertThat(database.states()).containsEntry("keeper.txt", "complete");
    }
  }

  @Test
  void anotherSettingOfTheChunkerMakesFilesPendingAgain() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    }
    long before = database.count("select count(*) from chunks where deleted_at is null");
    Files.writeString(
        home.resolve("application.yaml"), "ingest.chunk: {max-tokens: 16, min-tokens: 0}");
    try (Ingest ingest = database.open(home)) {
      Plan plan = ingest.plan(IngestedDatabase.folder(folder), RunProgress.NONE);
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(plan.outdated()).isEqualTo(2);
      assertThat(plan.toEmbed()).isEqualTo(report.vectors().embedded()).isPositive();
      assertThat(report.files().changed()).isEqualTo(2);
      assertThat(report.allComplete()).isTrue();
      assertThat(database.count("select max(token_count) from chunks where deleted_at is null"))
          .isLessThanOrEqualTo(16);
      assertThat(database.count("select count(*) from chunks where deleted_at is null"))
          .isGreaterThan(before);
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void aReferenceKeepsItsModel() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    }
    Files.writeString(
        home.resolve("application.yaml"),
        """
        ingest.embed:
          provider: openai
          model: some-model
          dimension: 3
          max-tokens: 256
          base-url: http://127.0.0.1:9/v1
        """);
    try (Ingest ingest = database.open(home)) {
      assertThat(ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).files().unchanged())
          .isEqualTo(database.count("select count(*) from ingest_files"));
      database.sql().sql("update embedding_models set key = 'onnx:gone:384'").update();
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
          .isInstanceOf(OtherModelException.class)
          .hasMessageContaining("onnx:gone:384, the settings say openai:some-model");
    }
  }

  @Test
  void anIndexIsBuiltOnceThereAreEnoughVectorsAndFindsTheSame() throws IOException {
    Files.writeString(home.resolve("application.yaml"), "ingest.store.index-from-vectors: 2");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(
              database.count(
                  """
                  select count(*)
                  from pg_index i
                  join pg_class c on c.oid = i.indexrelid
                  where c.relname like 'vectors_hnsw_%' and i.indisvalid
                  """))
          .isOne();
      assertThat(search(ingest, "How is the lens cleaned?", Mode.VECTOR).getFirst().text())
          .contains("vinegar");
    }
  }

  @Test
  void aFileOfTwoGibibytesIsRefusedUnread() throws IOException {
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("huge.bin").toFile(), "rw")) {
      sparse.setLength(1L << 31);
    }
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(database.states())
          .containsEntry("huge.bin", "quarantined/too_large")
          .containsEntry("keeper.txt", "complete");
    }
  }

  @Test
  void twoRunsOfOneSourceDoNotMeet() throws IOException {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Scope scope = ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
      try (Lease _ =
          Lease.claim(
              postgres.dataSource(),
              scope.tenantId(),
              scope.referenceId(),
              List.of(folder.toRealPath().toString()),
              Duration.ofMinutes(1))) {
        assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE))
            .isInstanceOf(SourceBusyException.class)
            .hasMessageContaining(folder.toRealPath().toString());
      }
      assertThat(ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).allComplete())
          .isTrue();
    }
  }

  @Test
  void equalTextOfTwoFilesIsEmbeddedOnce() throws IOException {
    Files.copy(folder.resolve("keeper.txt"), folder.resolve("copy.txt"));
    try (Ingest ingest = database.open(home)) {
      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      long texts = database.count("select count(distinct text) from chunks");
      assertThat(database.count("select count(*) from chunks")).isGreaterThan(texts);
      assertThat(report.vectors().embedded()).isEqualTo(texts);
      assertThat(report.vectors().reused()).isPositive();
      IngestedDatabase.assertSound(ingest);
    }
  }

  private List<Hit> search(Ingest ingest, String text, Mode mode) {
    return ingest
        .contents()
        .search(ingest.scope(IngestedDatabase.SCOPE).orElseThrow(), text, mode, 3);
  }

  private List<String> chunkIds(String like) {
    return database
        .sql()
        .sql("select id::text from chunks where deleted_at is null and text like :like order by id")
        .param("like", like)
        .query(String.class)
        .list();
  }
}
