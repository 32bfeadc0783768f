package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people do to their files between two runs: ids stay where text stays. */
class EditHistoryIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);
  private Ingest ingest;

  @BeforeEach
  void open() throws IOException {
    TwelveFiles.write(folder);
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings() + "ingest.run: {lease: 2m, price-per-million-tokens: 2.50}\n");
    ingest = database.open(home);
    run(Sweep.SAFE);
  }

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void onlyNewTextIsEmbeddedThroughAHistoryOfEdits() throws IOException {
    Path note = folder.resolve("note-2.md");
    String before = Files.readString(note);
    Map<String, String> ids = chunkIds();

    Files.writeString(note, "A new paragraph at the top.\n\n" + before);
    assertThat(run(Sweep.SAFE).vectors().embedded()).isEqualTo(newTexts(ids)).isPositive();
    ids.putAll(chunkIds());

    String part = before.substring(before.indexOf("## Part 3"), before.indexOf("## Part 4"));
    Files.writeString(note, before.replace(part, ""));
    assertThat(run(Sweep.SAFE).vectors().embedded()).isEqualTo(newTexts(ids));
    ids.putAll(chunkIds());

    Files.setLastModifiedTime(note, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(run(Sweep.SAFE).files().changed()).isZero();

    Files.writeString(note, before);
    RunReport restored = run(Sweep.SAFE);
    assertThat(restored.files().changed()).isOne();
    assertThat(restored.vectors().embedded()).isZero();

    chunkIds().forEach((chunk, id) -> assertThat(ids).containsEntry(chunk, id));
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aFileThatIsMovedKeepsItsDocumentsAndNothingIsReadAgain() throws IOException {
    Map<String, String> documents = documentIds();
    List<String> chunks = List.copyOf(chunkIds().values());
    Files.createDirectory(folder.resolve("moved"));
    Files.move(folder.resolve("members.zip"), folder.resolve("moved/renamed.zip"));
    Files.move(folder.resolve("note-3.md"), folder.resolve("note-33.md"));

    RunReport report = run(Sweep.SAFE);

    assertThat(report.files().moved()).isEqualTo(2);
    assertThat(report.files().added()).isZero();
    assertThat(report.files().removed()).isZero();
    assertThat(report.vectors().embedded()).isZero();
    assertThat(database.count("select max(attempts) from ingest_files")).isOne();
    assertThat(documentIds())
        .containsEntry("moved/renamed.zip!", documents.get("members.zip!"))
        .containsEntry("moved/renamed.zip!first.txt", documents.get("members.zip!first.txt"))
        .containsEntry("note-33.md!", documents.get("note-3.md!"))
        .doesNotContainKeys("members.zip!", "note-3.md!");
    assertThat(chunkIds().values()).containsExactlyInAnyOrderElementsOf(chunks);
    assertThat(database.states()).containsEntry("note-3.md", "removed");
    IngestedDatabase.assertSound(ingest);

    String note = Files.readString(folder.resolve("note-33.md"));
    Files.writeString(folder.resolve("note-33.md"), note + "\n\nOne more.\n");
    Files.writeString(folder.resolve("note-3.md"), "Another file in the old place.");
    run(Sweep.SAFE);

    assertThat(documentIds()).containsEntry("note-33.md!", documents.get("note-3.md!"));
    assertThat(documentIds().get("note-3.md!")).isNotEqualTo(documents.get("note-3.md!"));
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aCopyIsNoMove() throws IOException {
    Files.copy(folder.resolve("note-3.md"), folder.resolve("note-33.md"));
    Files.move(folder.resolve("note-4.md"), folder.resolve("note-4.txt"));

    RunReport report = run(Sweep.SAFE);

    assertThat(report.files().moved()).isZero();
    assertThat(report.files().added()).isEqualTo(2);
    assertThat(report.files().removed()).isOne();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void tooManyThatVanishAtOnceAreKeptUnlessAskedOtherwise() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(many.resolve(i + ".txt"), "Text number " + i + ".");
    }
    run(Sweep.SAFE);
    for (int i = 0; i < 25; i++) {
      Files.delete(many.resolve(i + ".txt"));
    }

    RunReport safe = run(Sweep.SAFE);
    assertThat(safe.files().removed()).isZero();
    assertThat(safe.files().vanished()).isEqualTo(25);
    assertThat(run(Sweep.NEVER).files().vanished()).isEqualTo(25);
    RunReport always = run(Sweep.ALWAYS);
    assertThat(always.files().removed()).isEqualTo(25);
    assertThat(always.files().vanished()).isZero();
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void aPlanSaysWhatTheNextRunDoesAndWritesNothing() throws IOException {
    Files.writeString(folder.resolve("new.md"), "# New\n\nNothing like this was here before.\n");
    Files.writeString(
        folder.resolve("note-2.md"), Files.readString(folder.resolve("note-2.md")) + "\nMore.\n");
    Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.4\nstill nothing else");
    Files.delete(folder.resolve("members.zip"));
    Files.move(folder.resolve("note-5.md"), folder.resolve("note-55.md"));
    Map<String, String> before = database.digests();

    Plan plan = ingest.plan(request(Sweep.SAFE), RunProgress.NONE);

    assertThat(database.digests()).isEqualTo(before);
    assertThat(database.count("select count(*) from ingest_scan")).isZero();
    assertThat(plan.add()).containsExactly("new.md");
    assertThat(plan.change()).containsExactly("broken.pdf", "note-2.md");
    assertThat(plan.outdated()).isZero();
    assertThat(plan.remove()).containsExactly("members.zip");
    assertThat(plan.keep()).isEmpty();
    assertThat(plan.unreadable()).isOne();
    assertThat(plan.tokens()).isPositive();
    assertThat(plan.price())
        .isEqualByComparingTo(BigDecimal.valueOf(plan.tokens() * 2.5).movePointLeft(6));
    RunReport report = run(Sweep.SAFE);
    assertThat(plan.moved()).isEqualTo(report.files().moved()).isOne();
    assertThat(plan.unchanged()).isEqualTo(report.files().unchanged());
    assertThat(plan.toEmbed()).isEqualTo(report.vectors().embedded()).isPositive();
    assertThat(ingest.plan(request(Sweep.SAFE), RunProgress.NONE).isEmpty()).isTrue();
  }

  @Test
  void whatWasRemovedIsPurgedWithWhatNothingElseUses() throws IOException {
    Files.delete(folder.resolve("note-1.md")); // below/equal.md has the same text
    Files.delete(folder.resolve("note-2.md"));
    Files.delete(folder.resolve("members.zip"));
    run(Sweep.SAFE);
    Map<String, String> before = database.contents();
    Scope scope = ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1);
    long chunksOfOne = database.count("select count(*) from chunks where deleted_at is not null");

    assertThat(ingest.upkeep().purge(scope, now.minusDays(1), false))
        .isEqualTo(new Purge.Counts(0, 0, 0, 0, 0, 0));
    Purge.Counts planned = ingest.upkeep().purge(scope, now, true);
    assertThat(database.contents()).isEqualTo(before);
    try (Lease _ =
        Lease.claim(
            postgres.dataSource(),
            scope.tenantId(),
            scope.referenceId(),
            List.of("any"),
            Duration.ofMinutes(1))) {
      assertThatThrownBy(() -> ingest.upkeep().purge(scope, now, false))
          .isInstanceOf(SourceBusyException.class);
    }
    Purge.Counts counts = ingest.upkeep().purge(scope, now, false);

    assertThat(counts).isEqualTo(planned);
    assertThat(counts.documents()).isEqualTo(5);
    assertThat(counts.chunks()).isEqualTo((int) chunksOfOne);
    assertThat(database.count("select count(*) from documents where deleted_at is not null"))
        .isZero();
    assertThat(database.count("select count(*) from chunks where deleted_at is not null")).isZero();
    assertThat(
            database.count(
                "select count(*) from vectors v where not exists"
                    + " (select 1 from embeddings e where e.vector_ref = v.ref)"))
        .isZero();
    assertThat(counts.vectors()).isPositive().isLessThan(counts.embeddings());
    assertThat(database.count("select count(*) from audit_logs where action = 'ingest.purge'"))
        .isEqualTo(2);
    assertThat(database.states()).containsEntry("note-2.md", "removed");
    IngestedDatabase.assertSound(ingest);
    assertThat(run(Sweep.SAFE).vectors().embedded()).isZero();
  }

  private RunReport run(Sweep sweep) throws IOException {
    return ingest.run(request(sweep), RunProgress.NONE);
  }

  private RunRequest request(Sweep sweep) throws IOException {
    RunRequest safe = IngestedDatabase.folder(folder);
    return new RunRequest(safe.scope(), safe.targets(), sweep);
  }

  /** Texts that no chunk in {@code known} has had. */
  private long newTexts(Map<String, String> known) {
    return chunkIds().keySet().stream()
        .map(EditHistoryIT::text)
        .filter(text -> known.keySet().stream().noneMatch(chunk -> text(chunk).equals(text)))
        .distinct()
        .count();
  }

  private static String text(String chunk) {
    return chunk.substring(chunk.indexOf('\n') + 1);
  }

  /** Ids of the live chunks by file, ordinal of equal ones, and text. */
  private Map<String, String> chunkIds() {
    return ids(
        """
        select f.source_key || ' ' || row_number() over (partition by d.id, c.text order by position)
          || chr(10) || c.text as name, c.id
        from chunks c
        join documents d on d.id = c.document_id
        join ingest_files f on f.id = d.source_file_id
        where c.deleted_at is null and d.deleted_at is null
        """);
  }

  private Map<String, String> documentIds() {
    return ids(
        """
        select f.source_key || '!' || d.embedded_path as name, d.id
        from documents d
        join ingest_files f on f.id = d.source_file_id
        where d.deleted_at is null
        """);
  }

  private Map<String, String> ids(String query) {
    Map<String, String> ids = new TreeMap<>();
    database
        .sql()
        .sql(query)
        .query(
            row -> {
              ids.put(row.getString("name"), row.getString("id"));
            });
    return ids;
  }
}
