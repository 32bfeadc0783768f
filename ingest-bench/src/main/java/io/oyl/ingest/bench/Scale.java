package io.oyl.ingest.bench;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Fingerprints;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.Migrations;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.Statistics;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.store.VectorsTable.PendingChunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database side alone, through the product's own tables: made-up documents, vectors that follow
 * from the text without a model. Says what a chunk costs at the begin and at the end, and what
 * index, search and a scan without changes cost then.
 */
final class Scale {
  private static final ModelId MODEL = new ModelId("bench", "stand-in", 384, 254);
  private static final Fingerprints FINGERPRINTS = new Fingerprints("bench", "bench");
  private static final String SOURCE = "bench";
  private static final Instant MODIFIED = Instant.EPOCH.plus(1, ChronoUnit.DAYS);
  private static final int FILES_PER_COMMIT = 16;
  private static final int SLICES = 10;
  private static final int SEARCHES = 20;

  private final TransactionTemplate transaction;
  private final JdbcClient db;
  private final JdbcOperations jdbc;
  private final ScanTable scan;
  private final LedgerTable ledger;
  private final FileWriter files;
  private final VectorsTable vectors;
  private final Scope scope;

  private Scale(SingleConnectionDataSource connection) {

    JdbcTransactionManager manager = new JdbcTransactionManager(connection);
    this.transaction = new TransactionTemplate(manager);
    this.db = JdbcClient.create(connection);
    this.jdbc = new JdbcTemplate(connection);
    NamedParameterJdbcTemplate batches = new NamedParameterJdbcTemplate(connection);
    this.scan = new ScanTable(db, batches);
    this.ledger = new LedgerTable(db);
    this.files = new FileWriter(db, batches, manager);
    this.vectors = new VectorsTable(db, batches);
    this.scope =
        Objects.requireNonNull(
            transaction.execute(
                status ->
                    new ScopeTable(db).ensure(new ScopeNames("bench", "bench", "bench"), MODEL)));
    // as a run does in each of its transactions; here all are of one tenant
    db.sql("select set_config('app.tenant', :tenant, false)")
        .param("tenant", scope.tenantId().toString())
        .query(String.class)
        .single();
  }

  /** Takes the number of chunks, 20,000 unless told. */
  public static void main(String[] arguments) throws Exception {
    int chunks = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0].replace("_", ""));
    Path work = Files.createTempDirectory("oyl-bench");
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
        SingleConnectionDataSource connection =
            new SingleConnectionDataSource(dataSource.getConnection(), true);
        new Scale(connection).run(chunks);
        connection.destroy();
      } finally {
        server.drop(database);
      }
    }
  }

  private void run(int chunks) throws InterruptedException {
    int fileCount = Math.max(1, chunks / SyntheticFiles.CHUNKS_PER_FILE);
    say("scan, %d new files: %.2f s".formatted(fileCount, seconds(() -> scan(1, fileCount))));
    List<LedgerFile> pending = new ArrayList<>();
    UUID last = new UUID(0, 0);
    while (pending.size() < fileCount) {
      pending.addAll(ledger.pending(1, last, 10_000));
      last = pending.getLast().id();
    }
    store(pending);
    transaction.executeWithoutResult(status -> scan.clear(1));
    say("settle: %.2f s".formatted(seconds(this::settle)));
    say("scan, %d unchanged files: %.2f s".formatted(fileCount, seconds(() -> scan(2, fileCount))));
    say("index: %.2f s".formatted(seconds(() -> new VectorIndex(db, jdbc).ensure(model(), 1))));
    search(pending);
  }

  private void settle() {
    ledger.analyze();
    transaction.executeWithoutResult(status -> ledger.settleStored(scope.referenceId()));
  }

  private void scan(long run, int fileCount) {
    List<SourceEntry> batch = new ArrayList<>();
    for (int i = 0; i < fileCount; i++) {
      batch.add(
          new SourceEntry.File("folder/%07d.txt".formatted(i), Path.of("/"), 1000L + i, MODIFIED));
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

  private void store(List<LedgerFile> pending) throws InterruptedException {
    BlockingQueue<List<PreparedFile>> ready = new ArrayBlockingQueue<>(4);
    Thread.ofPlatform().daemon().start(() -> SyntheticFiles.make(pending, FILES_PER_COMMIT, ready));
    int slice = Math.max(1, pending.size() / FILES_PER_COMMIT / SLICES) * FILES_PER_COMMIT;
    long start = System.nanoTime();
    long first = 0;
    int written = 0;
    int mark = 0;
    Statistics statistics = ledger.statistics();
    while (written < pending.size()) {
      List<PreparedFile> batch = ready.take();
      transaction.executeWithoutResult(
          status -> files.write(scope.referenceId(), batch, FINGERPRINTS));
      embed(batch.stream().map(file -> file.file().id()).toList());
      written += batch.size();
      statistics.grown((long) batch.size() * SyntheticFiles.CHUNKS_PER_FILE);
      if (written - mark >= slice || written == pending.size()) {
        long nanos = System.nanoTime() - start;
        long perChunk = nanos / ((long) (written - mark) * SyntheticFiles.CHUNKS_PER_FILE);
        first = first == 0 ? perChunk : first;
        say(
            "chunks to %d: %.0f a second, %.2f of the first slice's cost"
                .formatted(
                    (long) written * SyntheticFiles.CHUNKS_PER_FILE,
                    1e9 / perChunk,
                    (double) perChunk / first));
        mark = written;
        start = System.nanoTime();
      }
    }
  }

  private void embed(List<UUID> fileIds) {
    List<PendingChunk> chunks =
        transaction.execute(status -> vectors.withoutVector(scope.referenceId(), model(), fileIds));
    Map<UUID, String> refs = new LinkedHashMap<>();
    Map<String, EmbeddingVector> made = new HashMap<>();
    Map<String, Integer> tokens = new HashMap<>();
    for (PendingChunk chunk : chunks) {
      String ref = VectorsTable.ref(scope.tenantId(), MODEL, chunk.text());
      refs.put(chunk.id(), ref);
      made.put(ref, SyntheticFiles.vector(chunk.text()));
      tokens.put(ref, chunk.tokens());
    }
    Set<String> known = transaction.execute(status -> vectors.known(made.keySet()));
    made.keySet().removeAll(known);
    transaction.executeWithoutResult(
        status -> vectors.write(scope.tenantId(), model(), made, tokens, refs));
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

  private static void say(String line) {
    System.out.println(line);
  }
}
