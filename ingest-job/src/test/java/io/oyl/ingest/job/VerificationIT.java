package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.secret.KeyRing;
import io.oyl.ingest.secret.SecretSettings;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Each promise is broken by hand once, and {@code verify} notices. */
class VerificationIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
  @TempDir static Path home;
  @TempDir static Path folder;

  private static final KeyRing KEYS =
      new SecretSettings("k:" + "A".repeat(43) + "=", null).keyRing();

  private static final String TAG_OF_ANOTHER =
      "with other as (insert into tags (tag, tenant_id) values ('other', gen_random_uuid())"
          + " returning id) ";

  private static @Nullable Ingest open;

  /** What is done by hand, and which check must notice. */
  record Damage(String check, String how, List<String> sql) {
    static Damage of(String check, String how, String... sql) {
      return new Damage(check, how, List.of(sql));
    }

    @Override
    public String toString() {
      return check + ": " + how;
    }
  }

  static Stream<Damage> damages() {
    // foreign keys are switched off, since a damage that they prevent is none
    return Stream.of(
        Damage.of(
            "ledger_rows",
            "a ledger row is dropped",
            "delete from ingest_files where source_key = 'zero.txt'"),
        Damage.of(
            "ledger_rows",
            "the ledger row of a quarantined file is dropped",
            "delete from ingest_files where source_key = 'broken.docx'"),
        Damage.of("ledger_sources", "a source is dropped", "delete from ingest_sources"),
        Damage.of(
            "documents_in_ledger",
            "the ledger row of a stored document is dropped",
            "delete from ingest_files where source_key = 'a.html'"),
        Damage.of(
            "file_receipts",
            "a document is deleted",
            "update documents set deleted_at = now() where filename = 'a.html'"),
        Damage.of(
            "document_receipts",
            "a chunk is deleted",
            "delete from chunks where id = (select min(id::text)::uuid from chunks)"),
        Damage.of(
            "document_receipts",
            "text is appended to a document",
            "update documents set text = text || 'x' where filename = 'a.html'"),
        Damage.of(
            "no_silent_gaps",
            "a document with a gap is called complete",
            "update documents set gaps = '[{\"reason\":\"truncated\",\"detail\":\"\"}]'"
                + " where filename = 'a.html'"),
        Damage.of(
            "removed_files",
            "a file is called removed",
            "update ingest_files set state = 'removed' where source_key = 'a.html'"),
        Damage.of(
            "positions",
            "an offset is shifted",
            "update chunks set start_offset = start_offset + 1, end_offset = end_offset + 1"
                + " where position = 0"),
        Damage.of("positions", "an offset is lost", "update chunks set end_offset = null"),
        Damage.of(
            "positions",
            "a letter of a document is changed",
            "update documents set text = overlay(text placing '#' from 12) where filename = 'a.html'"),
        Damage.of(
            "chunk_order", "a position is skipped", "update chunks set position = position + 1"),
        Damage.of(
            "chunk_order",
            "positions are reversed",
            "update chunks c set position = d.chunk_count - 1 - c.position from documents d"
                + " where d.id = c.document_id and d.chunk_count > 1"),
        Damage.of(
            "coverage",
            "a chunk in the middle is lost and the counts are made to fit",
            "delete from chunks where position = 1"),
        Damage.of(
            "pages",
            "a chunk is put on a page that is not there",
            "update chunks set first_page = 7"),
        Damage.of(
            "vectors_complete",
            "a vector is deleted",
            "delete from vectors where ref = (select min(ref) from vectors)"),
        Damage.of("vectors_complete", "an embedding is deleted", "delete from embeddings"),
        Damage.of("vector_refs", "a vector is deleted", "delete from vectors"),
        Damage.of(
            "vector_addresses",
            "two chunks swap their vectors",
            "update embeddings e set vector_ref = (select max(o.vector_ref) from embeddings o"
                + " where o.vector_ref <> e.vector_ref)"),
        Damage.of(
            "vector_addresses",
            "a vector is given to another tenant",
            "insert into tenants (id, name) values ('00000000-0000-0000-0000-000000000001', 'other')",
            "update vectors set tenant_id = '00000000-0000-0000-0000-000000000001'"),
        Damage.of(
            "vector_values",
            "a vector of another dimension is put in",
            "update vectors set embedding = '[1,2,3]'"),
        Damage.of(
            "vector_values",
            "two vectors swap their values",
            "update vectors v set embedding = (select o.embedding from vectors o"
                + " where o.ref <> v.ref order by o.ref limit 1)"),
        Damage.of(
            "file_receipts",
            "a file with text is called empty",
            "update ingest_files set state = 'empty', reason = 'no_text' where source_key = 'a.html'"),
        Damage.of("searchable", "words are lost", "update chunks set text_search = null"),
        Damage.of("text_hashes", "a hash is changed", "update chunks set text_hash = 'x'"),
        Damage.of(
            "tag_links",
            "a link is deleted",
            "delete from tag_links where id = (select min(id::text)::uuid from tag_links)"),
        Damage.of(
            "tag_links",
            "a tag is deleted and its links are orphaned",
            "delete from tags where id = (select min(tag_id::text)::uuid from tag_links)"),
        Damage.of("tag_links", "tags_text is changed", "update chunks set tags_text = '{}'"),
        Damage.of(
            "orphans",
            "a link is orphaned",
            "update tag_links set chunk_id = gen_random_uuid()"
                + " where id = (select min(id::text)::uuid from tag_links)"),
        Damage.of(
            "orphans",
            "an embedding is orphaned",
            "update embeddings set chunk_id = gen_random_uuid()"),
        Damage.of(
            "duplicates",
            "a chunk is written twice",
            "insert into chunks (document_id, position, text, start_offset, end_offset, text_hash)"
                + " select document_id, position, text, start_offset, end_offset, text_hash from chunks"),
        Damage.of(
            "duplicates",
            "a link is written twice",
            "insert into tag_links (tag_id, chunk_id, score) select tag_id, chunk_id, score"
                + " from tag_links"),
        Damage.of(
            "tenants",
            "a document inside a file is moved to another reference",
            "update documents set reference_id = gen_random_uuid() where parent_document_id is not null"),
        Damage.of(
            "tenant_of_rows",
            "chunks are given to another tenant",
            "update chunks set tenant_id = gen_random_uuid()"),
        Damage.of(
            "tenant_of_rows",
            "a document is given another tenant's tag",
            TAG_OF_ANOTHER
                + "insert into document_tags (document_id, tag_id, rank, score, tenant_id)"
                + " select d.id, o.id, 1, 1, d.tenant_id from documents d, other o"),
        Damage.of(
            "tenant_of_rows",
            "a passage is given another tenant's tag",
            TAG_OF_ANOTHER
                + "insert into tag_links (chunk_id, tag_id, tenant_id)"
                + " select c.id, o.id, c.tenant_id from chunks c, other o"),
        Damage.of(
            "row_security",
            "a table is opened to its readers",
            "alter table chunks no force row level security",
            "update chunks set position = position"),
        Damage.of(
            "leases",
            "a source is held though its run is over",
            "update batch_job_execution set end_time = end_time - interval '1 hour'",
            "update ingest_leases set expires_at = now() + interval '1 hour',"
                + " session_pid = pg_backend_pid(), session_started ="
                + " (select backend_start from pg_stat_activity where pid = pg_backend_pid())"));
  }

  /** What no repair puts right: who wrote it has to. */
  static Stream<Damage> damagesOfSecrets() {
    String insert =
        "insert into integration_configs (tenant_id, config_encrypted_json)"
            + " select id, '{\"ingest.embed.api-key\": \"%s\"}' from tenants";
    return Stream.of(
        Damage.of("secrets_sealed", "a secret stands in plain", insert.formatted("sk-1234")),
        Damage.of(
            "secrets_sealed",
            "a secret stands in plain beside a sealed one",
            insert.formatted(sealed("ingest.embed.api-key") + "\", \"ingest.other\": \"sk-1234")),
        Damage.of(
            "secrets_sealed",
            "a tenant's secret is no text",
            "update tenants set metadata_encrypted = '{\"ingest.key\": 1234}'"),
        Damage.of(
            "secrets_open",
            "a ciphertext is copied from another tenant's row",
            insert.formatted(sealed("ingest.embed.api-key"))),
        Damage.of(
            "secrets_open",
            "a ciphertext is copied into a tenant's own secrets",
            "update tenants set metadata_encrypted = '{\"x\": \"%s\"}'".formatted(sealed("x"))),
        Damage.of(
            "secrets_open",
            "a secret's key is not known",
            insert.formatted("v1|none|" + "A".repeat(16) + "|" + "A".repeat(30))));
  }

  private static String sealed(String name) {
    return KEYS.seal(new UUID(1, 2), name, "sk-1234").toString();
  }

  @BeforeAll
  static void write() throws IOException {
    write(folder);
    open = new IngestedDatabase(postgres).open(home);
    ingest().run(IngestedDatabase.folder(folder), RunProgress.NONE);
  }

  /** Files with text, without, broken, and one inside another. */
  static void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("a.html"),
        """
        <html><body>
        <h1>Harbour</h1>
        <p>The harbour is open from April to October, 🚢 and every ship pays a fee.</p>
        <h2>Fees</h2>
        <p>A ship of less than ten metres pays twelve crowns, a longer one pays thirty crowns.</p>
        <h2>Night</h2>
        <p>At night the harbour lights are white to the east and red to the west.</p>
        </body></html>
        """);
    Files.writeString(folder.resolve("zero.txt"), "");
    Files.writeString(folder.resolve("broken.docx"), "PK\3\4 this is no archive");
    Files.write(
        folder.resolve("two.zip"), Zips.of(Map.of("in.txt", "A text inside an archive, short.")));
  }

  @AfterAll
  static void close() {
    ingest().close();
  }

  private static Ingest ingest() {
    return Objects.requireNonNull(open);
  }

  @Test
  void nothingIsBrokenInASoundDatabase() {
    assertThat(Verification.names()).hasSizeGreaterThan(15);
    IngestedDatabase.assertSound(ingest());
  }

  @ParameterizedTest
  @MethodSource({"damages", "damagesOfSecrets"})
  void aDamageIsNoticed(Damage damage) {
    SingleConnectionDataSource one =
        new SingleConnectionDataSource(postgres.url(), postgres.user(), postgres.password(), true);
    one.setAutoCommit(false);
    JdbcTemplate sql = new JdbcTemplate(one);
    try {
      sql.execute("set local session_replication_role = replica");
      int damaged = 0;
      for (String statement : damage.sql()) {
        damaged += sql.update(statement);
      }
      assertThat(damaged).as("rows that were damaged").isPositive();

      assertThat(new Verification(JdbcClient.create(one), KEYS).run(damage.check()).broken())
          .isPositive();
    } finally {
      sql.execute("rollback");
      one.destroy();
    }
  }

  @Test
  void aDocumentOfMillionsOfCharactersIsCheckedToItsEnd() {
    SingleConnectionDataSource one =
        new SingleConnectionDataSource(postgres.url(), postgres.user(), postgres.password(), true);
    one.setAutoCommit(false);
    JdbcTemplate sql = new JdbcTemplate(one);
    Verification verification = new Verification(JdbcClient.create(one), KEYS);
    try {
      sql.execute("set local session_replication_role = replica");
      sql.execute(
          """
          insert into documents (id, filename, embedded_path, text, character_count)
          select gen_random_uuid(), 'large', '',
            repeat(repeat('größer 🚢 ', 50) || E'\\n\\n', 11000), 11000 * 452
          """);
      sql.execute(
          """
          insert into chunks (document_id, position, text, start_offset, end_offset, text_hash)
          select d.id, n, repeat('größer 🚢 ', 50), n * 452, n * 452 + 450, 'x'
          from documents d cross join generate_series(0, 10999) n where d.filename = 'large'
          """);
      assertThat(verification.run("positions").broken()).isZero();
      assertThat(verification.run("coverage").broken()).isZero();

      sql.update("update chunks set text = text || '🚢' where position = 10998");
      sql.update("delete from chunks where position = 10999");
      assertThat(verification.run("positions").broken()).isEqualTo(1);
      assertThat(verification.run("coverage").broken()).isEqualTo(1);
    } finally {
      sql.execute("rollback");
      one.destroy();
    }
  }

  @Test
  void everyCheckHasItsDamage() {
    assertThat(
            new TreeSet<>(Stream.concat(damages(), damagesOfSecrets()).map(Damage::check).toList()))
        .isEqualTo(new TreeSet<>(Verification.names()));
  }
}
