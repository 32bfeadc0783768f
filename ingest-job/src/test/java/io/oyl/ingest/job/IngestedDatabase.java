package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A test's database, and the program on it. */
public final class IngestedDatabase {
  public static final ScopeNames SCOPE = new ScopeNames("acme", "main", "docs");

  /** Tables whose rows must not change when nothing has changed. */
  private static final List<String> CONTENT =
      List.of(
          "tenants",
          "workspaces",
          "references",
          "documents",
          "chunks",
          "embeddings",
          "vectors",
          "tags",
          "tag_links",
          "ingest_files",
          "ingest_sources");

  /** Ids of scope and model are made at random; all others follow from the content. */
  private static final Map<String, String> CONTENTS = new LinkedHashMap<>();

  static {
    CONTENTS.put(
        "ingest_files join \"references\" r on r.id = reference_id",
        "r.name, source_key, state, reason, detail, size_bytes, sha256, document_count, page_count,"
            + " character_count, chunk_count");
    CONTENTS.put("ingest_sources", "file_count");
    CONTENTS.put(
        "documents d left join ingest_files f on f.id = d.source_file_id",
        "f.source_key, d.embedded_path, d.filename, d.mime_type, d.size_bytes, d.text,"
            + " d.metadata_json::jsonb - 'peak_heap_bytes', d.language, d.page_count,"
            + " d.character_count, d.chunk_count, d.child_count, d.gaps, d.deleted_at");
    CONTENTS.put(
        "chunks c join documents d on d.id = c.document_id join ingest_files f on f.id ="
            + " d.source_file_id left join embeddings e on e.chunk_id = c.id left join vectors v on"
            + " v.ref = e.vector_ref",
        "f.source_key, d.embedded_path, c.position, c.start_offset, c.end_offset, c.first_page,"
            + " c.last_page, c.heading_path, c.text, c.tags_text, c.token_count, c.text_search,"
            + " c.deleted_at, v.embedding, v.checksum");
    CONTENTS.put(
        "tag_links l join tags t on t.id = l.tag_id join chunks c on c.id = l.chunk_id",
        "t.tag, t.source, c.text, c.position, l.score");
    CONTENTS.put("tags", "tag, source");
    CONTENTS.put("vectors", "embedding, checksum");
  }

  /** Settings of {@link #open}. */
  public static final String PLAIN = "ingest.extract.forks: 1\ningest.extract.ocr.program: \"off\"";

  private final Supplier<ServerAddress> address;

  public IngestedDatabase(PostgresExtension postgres) {
    this.address = () -> new ServerAddress(postgres.url(), postgres.user(), postgres.password());
  }

  public IngestedDatabase(ServerAddress address) {
    this.address = () -> address;
  }

  /**
   * Opens the program with the home's settings, with one parsing process, which starts sooner, and
   * without character recognition, which not every machine has.
   */
  public Ingest open(Path home) throws IOException {
    return openAt(address.get().url(), home);
  }

  /** With the home's settings and no others. */
  public Ingest openAsSet(Path home) {
    ServerAddress at = address.get();
    return Ingest.open(new DatabaseSettings(at.url(), at.user(), at.password()), home);
  }

  /** As {@link #open}, by another way to the same database. */
  public Ingest openAt(String url, Path home) throws IOException {
    Path settings = home.resolve("application.yaml");
    String others = Files.exists(settings) ? Files.readString(settings) : "";
    if (!others.contains(PLAIN)) {
      Files.writeString(settings, others + "\n" + PLAIN + "\n");
    }
    return Ingest.open(
        new DatabaseSettings(url, address.get().user(), address.get().password()), home);
  }

  /** Removes all rows but the schema's own, and the tables that others may be waiting for. */
  public void empty() {
    sql()
        .sql(
            """
            alter table audit_logs disable trigger audit_logs_append_only;
            truncate tenants, embedding_models, ingest_scan, batch_job_instance cascade;
            alter table audit_logs enable trigger audit_logs_append_only;
            """)
        .update();
  }

  /** What a run has made, table by table, without the times and counts of how it was made. */
  public Map<String, String> contents() {
    Map<String, String> contents = new LinkedHashMap<>();
    CONTENTS.forEach((table, columns) -> contents.put(table, digest(columns, table)));
    return contents;
  }

  /** Of that, what is live: no matter what was there before. */
  Map<String, String> liveContents() {
    Map<String, String> contents = new LinkedHashMap<>();
    CONTENTS.forEach(
        (table, columns) -> {
          String alias = table.startsWith("documents d") ? "d" : "c";
          if (columns.contains(alias + ".text") || table.startsWith("ingest_files")) {
            String live =
                table.startsWith("ingest_files") ? "" : " where " + alias + ".deleted_at is null";
            contents.put(table, digest(columns, table + live));
          }
        });
    return contents;
  }

  private String digest(String columns, String table) {
    return sql()
        .sql(
            "select count(*) || ' ' || md5(coalesce(string_agg(r::text, chr(10) order by r::text), ''))"
                + " from (select "
                + columns
                + " from "
                + table
                + ") r")
        .query(String.class)
        .single();
  }

  public static RunRequest folder(Path root) throws IOException {
    Path real = root.toRealPath();
    return new RunRequest(SCOPE, List.of(new Target(real.toString(), real.toString(), null)));
  }

  public static RunRequest file(Path root, String key) throws IOException {
    Path real = root.toRealPath();
    return new RunRequest(SCOPE, List.of(new Target(real.toString(), real.toString(), key)));
  }

  public JdbcClient sql() {
    ServerAddress at = address.get();
    return JdbcClient.create(new DriverManagerDataSource(at.url(), at.user(), at.password()));
  }

  /** One connection, for who asks often; to be destroyed. */
  SingleConnectionDataSource session() {
    ServerAddress at = address.get();
    return new SingleConnectionDataSource(at.url(), at.user(), at.password(), true);
  }

  public long count(String query) {
    return sql().sql(query).query(Long.class).single();
  }

  /** State and reason of each file, {@code complete} or {@code quarantined/corrupt}, by key. */
  public Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    sql()
        .sql("select source_key, state || coalesce('/' || reason, '') as state from ingest_files")
        .query(
            row -> {
              states.put(row.getString("source_key"), row.getString("state"));
            });
    return states;
  }

  /** Every promise holds. */
  public static void assertSound(Ingest ingest) {
    Verification verification = ingest.upkeep().verification();
    for (String check : Verification.names()) {
      assertThat(verification.run(check).broken()).as(check).isZero();
    }
  }

  /** A digest of all rows of each table, times of change included. */
  public Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    for (String table : CONTENT) {
      digests.put(
          table,
          sql()
              .sql(
                  "select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from \""
                      + table
                      + "\" t")
              .query(String.class)
              .single());
    }
    return digests;
  }
}
