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
import io.oyl.ingest.store.LedgerUpdate;
import io.oyl.ingest.store.Migrations;
import io.oyl.ingest.store.MovedFiles;
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
import java.util.function.Consumer;
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
 * threads, and what index, search and a scan without changes cost then; search in a small tenant's
 * reference, too, whose vectors lie among all the others.
 */
final class Scale {
  private static final ModelId MODEL = new ModelId("bench", "stand-in", 384, 254);
  static final Fingerprints FINGERPRINTS = new Fingerprints("bench", "bench");
  private static final String SOURCE = "bench";
  private static final Instant MODIFIED = Instant.EPOCH.plus(1, ChronoUnit.DAYS);
  private static final int SEARCHES = 20;
  private static final int INDEX_MEGABYTES = 4096;
  private static final int SMALL_CHUNKS = 1_000;
  private static final int SMALL_RUN = 4;

  private final TransactionTemplate transaction;
  private final JdbcClient db;
  private final JdbcOperations jdbc;
  private final ScanTable scan;
  private final MovedFiles moved;
  private final LedgerUpdate ledgerUpdate;
  private final LedgerTable ledger;
  private final Housekeeping housekeeping;
  private final Load load;
  private final Scope scope;

  private Scale(DataSource connections, Scope scope, Consumer<String> report) {
    JdbcTransactionManager manager = new JdbcTransactionManager(connections);
    this.scope = scope;
    this.transaction = new TransactionTemplate(manager);
    this.db = JdbcClient.create(connections);
    this.jdbc = new JdbcTemplate(connections);
    NamedParameterJdbcTemplate batches = new NamedParameterJdbcTemplate(connections);
    this.scan = new ScanTable(db, batches);
    this.moved = new MovedFiles(db);
    this.ledgerUpdate = new LedgerUpdate(db, moved);
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
            MODEL,
            report);
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
        Scope small = scope(dataSource, "small");
        Scope large = scope(dataSource, "bench");
        try (HikariDataSource ofSmall = connections(dataSource, small);
            HikariDataSource ofLarge = connections(dataSource, large)) {
          new Scale(ofLarge, large, Scale::say).run(chunks, new Scale(ofSmall, small, line -> {}));
        }
      } finally {
        server.drop(database);
      }
    }
    FileSystemUtils.deleteRecursively(work);
  }

  private static Scope scope(DataSource dataSource, String tenant) {
    ScopeTable scopes = new ScopeTable(JdbcClient.create(dataSource));
    return Objects.requireNonNull(
        new TransactionTemplate(new JdbcTransactionManager(dataSource))
            .execute(status -> scopes.ensure(new ScopeNames(tenant, "bench", "bench"), MODEL)));
  }

  /** As a run does in each of its transactions, all are told the tenant. */
  private static HikariDataSource connections(DataSource dataSource, Scope scope) {
    HikariDataSource connections = new HikariDataSource();
    connections.setDataSource(dataSource);
    connections.setConnectionInitSql(
        "select set_config('app.tenant', '%s', false)".formatted(scope.tenantId()));
    return connections;
  }

  private void run(int chunks, Scale small) throws Exception {
    List<LedgerFile> ofSmall = small.fill(SMALL_CHUNKS);
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
    search("", pending);
    small.search("of %d chunks, ".formatted(SMALL_CHUNKS), ofSmall);
  }

  /** Returns the files. */
  private List<LedgerFile> fill(int chunks) throws Exception {
    scan(SMALL_RUN, chunks / SyntheticFiles.CHUNKS_PER_FILE, 0);
    List<LedgerFile> pending = pending(SMALL_RUN);
    load.run(pending);
    transaction.executeWithoutResult(status -> scan.clear(SMALL_RUN));
    return pending;
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
          moved.toHash(run, scope.referenceId(), List.of(SOURCE));
          ledgerUpdate.apply(
              run, scope.referenceId(), Map.of(SOURCE, "/"), List.of(SOURCE), FINGERPRINTS);
        });
  }

  /** Some chunks, each by its own vector and a few of its own words: it must come first. */
  private void search(String reference, List<LedgerFile> files) {
    HybridSearch search = new HybridSearch(db);
    for (HybridSearch.Mode mode : HybridSearch.Mode.values()) {
      int right = 0;
      long start = System.nanoTime();
      for (int i = 0; i < SEARCHES; i++) {
        LedgerFile file = files.get((int) ((long) i * files.size() / SEARCHES));
        String text = SyntheticFiles.text(file, i % SyntheticFiles.CHUNKS_PER_FILE);
        String question = SyntheticFiles.question(text);
        List<HybridSearch.Hit> hits =
            Objects.requireNonNull(
                transaction.execute(
                    status ->
                        search.search(scope, question, SyntheticFiles.vector(text), mode, 10)));
        right += !hits.isEmpty() && hits.getFirst().text().equals(text) ? 1 : 0;
      }
      say(
          "search, %s%s: %.1f ms each, %d of %d found first what they look for"
              .formatted(
                  reference, mode, (System.nanoTime() - start) / 1e6 / SEARCHES, right, SEARCHES));
    }
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
