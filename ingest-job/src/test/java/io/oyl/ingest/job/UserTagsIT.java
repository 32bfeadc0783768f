package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.UserTags;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tags that people give to files. */
class UserTagsIT {
  private static final String UNTAGGED_CHUNKS =
      """
      select count(*)
      from chunks c
      join documents d on d.id = c.document_id
      join ingest_files f on f.id = d.source_file_id
      where c.deleted_at is null and f.source_key like '%s' and (
        not c.tags_text @> '{2026,invoice}'
        or (select count(*) from tag_links l join tags t on t.id = l.tag_id
            where l.chunk_id = c.id and t.source = 'user') <> 2)
      """;

  private static final String TAGGED_DOCUMENTS =
      """
      select count(*)
      from document_tags l
      join tags t on t.id = l.tag_id and t.source = 'user' and t.tag = 'invoice'
      join documents d on d.id = l.document_id and d.deleted_at is null
      where l.rank = 0
      """;

  private static final String WAITING =
      """
      select count(*)
      from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);
  private Ingest ingest;

  @BeforeEach
  void open() throws IOException {
    TwelveFiles.write(folder);
    Files.writeString(home.resolve("application.yaml"), model.settings());
    ingest = database.open(home);
  }

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void aTagIsOnAllChunksAndDocumentsOfItsFilesThroughAllVersions() throws IOException {
    ingest.run(tagged(), RunProgress.NONE);
    assertThat(untagged("%")).isZero();
    assertThat(database.count(TAGGED_DOCUMENTS))
        .isEqualTo(database.count("select count(*) from documents where deleted_at is null"))
        .isPositive();

    Path note = folder.resolve("note-2.md");
    Files.writeString(note, "A new paragraph at the top.\n\n" + Files.readString(note));
    ingest.run(plain(), RunProgress.NONE);
    assertThat(untagged("%")).isZero();

    Files.move(note, folder.resolve("renamed.md"));
    ingest.run(plain(), RunProgress.NONE);
    Files.writeString(folder.resolve("renamed.md"), "Other words, all of them.\n");
    ingest.run(plain(), RunProgress.NONE);
    assertThat(database.states()).containsEntry("renamed.md", "complete");
    assertThat(untagged("%")).isZero();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void filesThatHaveNotChangedAreTaggedWithoutBeingReadAndOthersAreNot() throws IOException {
    ingest.run(plain(), RunProgress.NONE);
    long chunks = untagged("%");
    assertThat(chunks).isPositive();

    RunReport report =
        ingest.run(
            IngestedDatabase.file(folder, "note-2.md").tagged(List.of("2026", "invoice")),
            RunProgress.NONE);

    assertThat(report.files().unchanged()).isEqualTo(1);
    assertThat(untagged("note-2.md")).isZero();
    assertThat(untagged("%")).isPositive().isLessThan(chunks);
    assertThat(ingest.runs().requestOf(report.run()).orElseThrow().tags())
        .containsExactly("2026", "invoice");
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aRunThatComesToNoEndHasTaggedWhatWasStored() throws IOException {
    ingest.run(plain(), RunProgress.NONE);
    Files.writeString(folder.resolve("new.txt"), "Words that no file had before.");
    model.refuse();
    assertThatThrownBy(() -> ingest.run(tagged(), RunProgress.NONE))
        .isInstanceOf(RunFailedException.class);

    model.answer();
    ingest.run(plain(), RunProgress.NONE);

    assertThat(untagged("%")).isZero();
    assertThat(database.count(TAGGED_DOCUMENTS))
        .isEqualTo(database.count("select count(*) from documents where deleted_at is null"));
  }

  @Test
  void aFileThatIsStillBeingWrittenIsTaggedByTheRunThatReadsIt() throws IOException {
    Path file = folder.resolve("slow.txt");
    try (Writer slow = Files.newBufferedWriter(file)) {
      slow.write("The first half, ");
      slow.flush();
      RunReport report =
          ingest.run(
              IngestedDatabase.file(folder, "slow.txt")
                  .tagged(List.of("2026", "invoice"))
                  .settling(Duration.ofMillis(1)),
              RunProgress.NONE);
      assertThat(report.files().growing()).isEqualTo(1);
      slow.write("and the second.");
    }

    ingest.run(plain(), RunProgress.NONE);

    assertThat(database.states()).containsEntry("slow.txt", "complete");
    assertThat(untagged("slow.txt")).isZero();
    assertThat(untagged("%")).isPositive();
    assertThat(database.count("select count(*) from ingest_awaited_tags")).isZero();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aTagOfTheApplicationIsTakenAndNotDoubled() throws IOException {
    ingest.run(plain(), RunProgress.NONE);
    database
        .sql()
        .sql(
            """
            insert into tags (id, reference_id, tag, source)
            select gen_random_uuid(), r.id, 'invoice', 'user' from "references" r
            """)
        .update();

    ingest.run(tagged(), RunProgress.NONE);
    ingest.run(tagged(), RunProgress.NONE);

    assertThat(database.count("select count(*) from tags where source = 'user'")).isEqualTo(2);
    assertThat(untagged("%")).isZero();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void twoRunsThatEndTogetherLinkATagOnce() throws Exception {
    ingest.run(tagged(), RunProgress.NONE);
    UUID reference = database.sql().sql("select id from \"references\"").query(UUID.class).single();
    database.sql().sql("delete from tag_links").update();
    database.sql().sql("update ingest_files set state = 'stored', reason = null").update();

    try (Connection one = transaction();
        Connection other = transaction();
        ExecutorService run = Executors.newSingleThreadExecutor()) {
      spread(one, reference);
      Future<?> second = run.submit(() -> spread(other, reference));
      while (!second.isDone() && database.count(WAITING) == 0) {
        Thread.sleep(10);
      }
      one.commit();
      second.get();
      other.commit();
    }

    assertThat(untagged("%")).isZero();
  }

  private Connection transaction() throws SQLException {
    Connection connection = postgres.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void spread(Connection connection, UUID reference) {
    UserTags tags =
        new UserTags(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    tags.takeTurns(reference);
    tags.spread(0, reference, false);
  }

  private RunRequest plain() throws IOException {
    return IngestedDatabase.folder(folder);
  }

  private RunRequest tagged() throws IOException {
    return plain().tagged(List.of("invoice", "2026"));
  }

  private long untagged(String keys) {
    return database.count(UNTAGGED_CHUNKS.formatted(keys));
  }
}
