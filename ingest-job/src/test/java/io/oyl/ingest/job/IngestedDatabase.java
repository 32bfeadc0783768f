package io.oyl.ingest.job;

import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A test's database, and the program on it. */
final class IngestedDatabase {
  static final ScopeNames SCOPE = new ScopeNames("acme", "main", "docs");

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

  private static final String PLAIN =
      "ingest.extract.forks: 1\ningest.extract.ocr.program: \"off\"";

  private final PostgresExtension postgres;

  IngestedDatabase(PostgresExtension postgres) {
    this.postgres = postgres;
  }

  /**
   * Opens the program with the home's settings, with one parsing process, which starts sooner, and
   * without character recognition, which not every machine has.
   */
  Ingest open(Path home) throws IOException {
    Path settings = home.resolve("application.yaml");
    String others = Files.exists(settings) ? Files.readString(settings) : "";
    if (!others.contains(PLAIN)) {
      Files.writeString(settings, others + "\n" + PLAIN + "\n");
    }
    return Ingest.open(
        new DatabaseSettings(postgres.url(), postgres.user(), postgres.password()), home);
  }

  static RunRequest folder(Path root) throws IOException {
    Path real = root.toRealPath();
    return new RunRequest(SCOPE, List.of(new Target(real.toString(), real.toString(), null)));
  }

  static RunRequest file(Path root, String key) throws IOException {
    Path real = root.toRealPath();
    return new RunRequest(SCOPE, List.of(new Target(real.toString(), real.toString(), key)));
  }

  JdbcClient sql() {
    return JdbcClient.create(postgres.dataSource());
  }

  long count(String query) {
    return sql().sql(query).query(Long.class).single();
  }

  /** State and reason of each file, {@code complete} or {@code quarantined/corrupt}, by key. */
  Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    sql()
        .sql("select source_key, state || coalesce('/' || reason, '') as state from ingest_files")
        .query(
            row -> {
              states.put(row.getString("source_key"), row.getString("state"));
            });
    return states;
  }

  /** A digest of all rows of each table, times of change included. */
  Map<String, String> digests() {
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
