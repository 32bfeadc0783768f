package io.oyl.ingest.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Fingerprints;
import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.Migrations;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SearchTerms;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * The database side alone, through the product's own tables: made-up documents, vectors that follow
 * from the text without a model. Says what a chunk costs at the begin and at the end, on which
 * threads, and what index, search and a scan without changes cost then.
 */
final class Scale {
  private static final ModelId MODEL = new ModelId("bench", "stand-in", 384, 254);
  static final Fingerprints FINGERPRINTS = new Fingerprints("bench", "bench");
  private static final String SOURCE = "bench";
  private static final Instant MODIFIED = Instant.EPOCH.plus(1, ChronoUnit.DAYS);
  private static final int SEARCHES = 20;
  private static final int INDEX_MEGABYTES = 4096;

  private final TransactionTemplate transaction;
  private final JdbcClient db;
  private final JdbcOperations jdbc;
  private final ScanTable scan;
  private final LedgerTable ledger;
  private final Housekeeping housekeeping;
  private final Load load;
  private final Scope scope;

  private Scale(DataSource connections, Scope scope) {
    JdbcTransactionManager manager = new JdbcTransactionManager(connections);
    this.scope = scope;
    this.transaction = new TransactionTemplate(manager);
    this.db = JdbcClient.create(connections);
    this.jdbc = new JdbcTemplate(connections);
    NamedParameterJdbcTemplate batches = new NamedParameterJdbcTemplate(connections);
    this.scan = new ScanTable(db, batches);
    this.ledger = new LedgerTable(db);
    this.housekeeping = new Housekeeping(db);
    this.load =
        new Load(
            transaction,
            housekeeping,
            new SearchTerms(db),
            new FileWriter(db, batches, manager),
            new VectorsTable(db, batches),
            scope,
            MODEL);
  }

  /** Takes the number of chunks, 20,000 unless told. */
  public static void main(String[] arguments) throws Exception {
    int chunks = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0].replace("_", ""));
    Path work = Server.workFolder();
    try (Server server = Server.open(work.resolve("server"))) {
      PeerDatabase database = server.fresh();
      DriverManagerDataSource dataSource =
          new DriverManagerDataSource(
              database.url()
                  + (database.url().contains("?") ? "&" : "?")
                  + "reWriteBatchedInserts=true",
              database.user(),
              database.password());
      try {
        Migrations.migrate(dataSource);
        Scope scope =
            Objects.requireNonNull(
                new TransactionTemplate(new JdbcTransactionManager(dataSource))
                    .execute(status -> scope(JdbcClient.create(dataSource))));
        try (HikariDataSource connections = new HikariDataSource()) {
          connections.setDataSource(dataSource);
          // as a run does in each of its transactions; here all are of one tenant
          connections.setConnectionInitSql(
              "select set_config('app.tenant', '%s', false)".formatted(scope.tenantId()));
          new Scale(connections, scope).run(chunks);
        }
      } finally {
        server.drop(database);
      }
    }
    FileSystemUtils.deleteRecursively(work);
  }

  private static Scope scope(JdbcClient db) {
    return new ScopeTable(db).ensure(new ScopeNames("bench", "bench", "bench"), MODEL);
  }

  private void run(int chunks) throws Exception {
    int fileCount = Math.max(1, chunks / SyntheticFiles.CHUNKS_PER_FILE);
    say("scan, %d new files: %.2f s".formatted(fileCount, seconds(() -> scan(1, fileCount, 0))));
    List<LedgerFile> pending = pending(1);
    Wal before = wal();
    load.run(pending);
    wal().sayFrom(before, chunks);
    transaction.executeWithoutResult(status -> scan.clear(1));
    say("settle: %.2f s".formatted(seconds(this::settle)));
    say(
        "scan, %d unchanged files: %.2f s"
            .formatted(fileCount, seconds(() -> scan(2, fileCount, 0))));
    say("scan, one in a hundred changed: %.2f s".formatted(seconds(() -> scan(3, fileCount, 1))));
    List<LedgerFile> changed = pending(3);
    double again = seconds(() -> load.again(changed));
    say(
        "%d files with a changed size and no other text: %.0f us a chunk"
            .formatted(
                changed.size(), again * 1e6 / changed.size() / SyntheticFiles.CHUNKS_PER_FILE));
    say("settle: %.2f s".formatted(seconds(this::settle)));
    say(
        "index: %.2f s"
            .formatted(
                seconds(() -> new VectorIndex(db, jdbc).ensure(model(), 1, INDEX_MEGABYTES))));
    search(pending);
  }

  private Wal wal() {
    return db.sql("select wal_bytes as bytes, wal_fpi as full_pages from pg_stat_wal")
        .query(Wal.class)
        .single();
  }

  private void settle() {
    housekeeping.analyze();
    housekeeping.mergeTerms();
    transaction.executeWithoutResult(status -> ledger.settleStored(scope.referenceId()));
  }

  private List<LedgerFile> pending(long run) {
    List<LedgerFile> pending = new ArrayList<>();
    UUID last = new UUID(0, 0);
    for (List<LedgerFile> page = ledger.pending(run, last, 10_000);
        !page.isEmpty();
        page = ledger.pending(run, last, 10_000)) {
      pending.addAll(page);
      last = page.getLast().id();
    }
    return pending;
  }

  /** Sees all files, every hundredth by so many bytes longer than at first. */
  private void scan(long run, int fileCount, int longer) {
    List<SourceEntry> batch = new ArrayList<>();
    for (int i = 0; i < fileCount; i++) {
      batch.add(
          new SourceEntry.File(
              "folder/%07d.txt".formatted(i),
              Path.of("/"),
              1000L + i + (i % 100 == 0 ? longer : 0),
              MODIFIED));
      if (batch.size() == 1000 || i == fileCount - 1) {
        List<SourceEntry> seen = List.copyOf(batch);
        transaction.executeWithoutResult(
            status -> scan.add(run, scope.referenceId(), SOURCE, seen));
        batch.clear();
      }
    }
    transaction.executeWithoutResult(
        status -> {
          scan.toHash(run, scope.referenceId(), List.of(SOURCE));
          scan.apply(run, scope.referenceId(), Map.of(SOURCE, "/"), List.of(SOURCE), FINGERPRINTS);
        });
  }

  /** For each of some chunks its own text and vector: it must come first. */
  private void search(List<LedgerFile> pending) {
    HybridSearch search = new HybridSearch(db);
    int right = 0;
    long start = System.nanoTime();
    for (int i = 0; i < SEARCHES; i++) {
      LedgerFile file = pending.get((int) ((long) i * pending.size() / SEARCHES));
      String text = SyntheticFiles.text(file, i % SyntheticFiles.CHUNKS_PER_FILE);
      List<HybridSearch.Hit> hits =
          Objects.requireNonNull(
              transaction.execute(
                  status ->
                      search.search(
                          scope, text, SyntheticFiles.vector(text), HybridSearch.Mode.VECTOR, 10)));
      right += !hits.isEmpty() && hits.getFirst().text().equals(text) ? 1 : 0;
    }
    say(
        "search: %.1f ms each, %d of %d found first what they look for"
            .formatted((System.nanoTime() - start) / 1e6 / SEARCHES, right, SEARCHES));
  }

  private int model() {
    return Objects.requireNonNull(scope.modelId());
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static void say(String line) {
    System.out.println(line);
  }

  /** What the server has logged since its start. */
  private record Wal(long bytes, long fullPages) {
    void sayFrom(Wal before, int chunks) {
      say(
          "write-ahead log: %.1f kB a chunk, %.2f whole pages a chunk"
              .formatted(
                  (bytes - before.bytes) / 1e3 / chunks,
                  (double) (fullPages - before.fullPages) / chunks));
    }
  }
}
