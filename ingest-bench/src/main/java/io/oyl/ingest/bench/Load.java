package io.oyl.ingest.bench;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.Housekeeping.BesideLoad;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.MissingVectors.PendingChunk;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.SearchTerms;
import io.oyl.ingest.store.VectorsTable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores made-up files as a run does: one thread prepares them, one asks for vectors, and one
 * writes both, a transaction at a time.
 */
final class Load {
  private static final int FILES_PER_COMMIT = 16;
  private static final int SLICES = 10;
  private static final int CALLS_AT_ONCE = 2;

  private final TransactionTemplate transaction;
  private final Housekeeping housekeeping;
  private final SearchTerms terms;
  private final FileWriter files;
  private final VectorsTable vectors;
  private final Scope scope;
  private final ModelId model;
  private final Consumer<String> report;
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();

  Load(
      TransactionTemplate transaction,
      Housekeeping housekeeping,
      SearchTerms terms,
      FileWriter files,
      VectorsTable vectors,
      Scope scope,
      ModelId model,
      Consumer<String> report) {
    this.transaction = transaction;
    this.housekeeping = housekeeping;
    this.terms = terms;
    this.files = files;
    this.vectors = vectors;
    this.scope = scope;
    this.model = model;
    this.report = report;
  }

  /** Says what each tenth of the files cost, and at the end which work took how long. */
  void run(List<LedgerFile> pending) throws Exception {
    BlockingQueue<List<PreparedFile>> ready = new ArrayBlockingQueue<>(4);
    Thread.ofPlatform().daemon().start(() -> prepare(pending, ready));
    try (ExecutorService calls =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        BesideLoad beside = housekeeping.besideLoad()) {
      store(pending.size(), ready, calls, beside);
    }
    double chunks = (double) pending.size() * SyntheticFiles.CHUNKS_PER_FILE;
    nanos.forEach(
        (work, time) ->
            report.accept("  %s: %.0f us a chunk".formatted(work, time / 1e3 / chunks)));
  }

  /** Stores files again that are stored already, as they are. */
  void again(List<LedgerFile> changed) {
    for (int from = 0; from < changed.size(); from += FILES_PER_COMMIT) {
      write(
          changed.subList(from, Math.min(changed.size(), from + FILES_PER_COMMIT)).stream()
              .map(SyntheticFiles::file)
              .map(terms::of)
              .toList());
    }
  }

  private void prepare(List<LedgerFile> pending, BlockingQueue<List<PreparedFile>> ready) {
    try {
      for (int from = 0; from < pending.size(); from += FILES_PER_COMMIT) {
        List<LedgerFile> next =
            pending.subList(from, Math.min(pending.size(), from + FILES_PER_COMMIT));
        List<PreparedFile> made =
            timed("make files up", () -> next.stream().map(SyntheticFiles::file).toList());
        ready.put(timed("search terms", () -> made.stream().map(terms::of).toList()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void store(
      int total, BlockingQueue<List<PreparedFile>> ready, ExecutorService calls, BesideLoad beside)
      throws Exception {
    Slices slices =
        new Slices(Math.max(1, total / FILES_PER_COMMIT / SLICES) * FILES_PER_COMMIT, report);
    Queue<Future<Vectors>> underWay = new ArrayDeque<>();
    int written = 0;
    while (written < total || !underWay.isEmpty()) {
      if (written == total
          || underWay.size() == CALLS_AT_ONCE
          || (!underWay.isEmpty() && underWay.element().isDone())) {
        Vectors made = underWay.remove().get();
        timed("write vectors", () -> write(made));
      } else {
        List<PreparedFile> batch = timed("wait for files", ready::take);
        timed("write files", () -> write(batch));
        List<UUID> ids = batch.stream().map(file -> file.file().id()).toList();
        underWay.add(calls.submit(() -> timed("ask for vectors", () -> ask(ids))));
        written += batch.size();
        beside.chunksStored((long) batch.size() * SyntheticFiles.CHUNKS_PER_FILE);
        slices.written(written, total);
      }
    }
  }

  private boolean write(List<PreparedFile> batch) {
    transaction.executeWithoutResult(
        status -> files.write(scope.referenceId(), batch, Scale.FINGERPRINTS));
    return true;
  }

  private boolean write(Vectors made) {
    transaction.executeWithoutResult(
        status ->
            vectors.write(scope.tenantId(), modelId(), made.vectors(), made.tokens(), made.refs()));
    return true;
  }

  private Vectors ask(List<UUID> fileIds) {
    List<PendingChunk> chunks =
        transaction.execute(
            status -> vectors.withoutVector(scope.referenceId(), modelId(), fileIds));
    Map<UUID, String> refs = new LinkedHashMap<>();
    Map<String, EmbeddingVector> made = new HashMap<>();
    Map<String, Integer> tokens = new HashMap<>();
    for (PendingChunk chunk : chunks) {
      String ref = VectorsTable.ref(scope.tenantId(), model, chunk.text());
      refs.put(chunk.id(), ref);
      made.put(ref, SyntheticFiles.vector(chunk.text()));
      tokens.put(ref, chunk.tokens());
    }
    Set<String> known = transaction.execute(status -> vectors.known(made.keySet()));
    made.keySet().removeAll(known);
    return new Vectors(made, tokens, refs);
  }

  private int modelId() {
    return Objects.requireNonNull(scope.modelId());
  }

  private <T, E extends Exception> T timed(String what, Work<T, E> work) throws E {
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      nanos.merge(what, System.nanoTime() - start, Long::sum);
    }
  }

  private interface Work<T, E extends Exception> {
    T call() throws E;
  }

  private record Vectors(
      Map<String, EmbeddingVector> vectors, Map<String, Integer> tokens, Map<UUID, String> refs) {}

  /** What chunks cost, a slice of the files after the other. */
  private static final class Slices {
    private final int files;
    private final Consumer<String> report;
    private final long begin = System.nanoTime();
    private long start = begin;
    private int mark;
    private long first;

    Slices(int files, Consumer<String> report) {
      this.files = files;
      this.report = report;
    }

    void written(int written, int total) {
      if (written - mark < files && written < total) {
        return;
      }
      long now = System.nanoTime();
      long perChunk = (now - start) / ((long) (written - mark) * SyntheticFiles.CHUNKS_PER_FILE);
      first = first == 0 ? perChunk : first;
      long chunks = (long) written * SyntheticFiles.CHUNKS_PER_FILE;
      report.accept(
          "chunks to %d: %.0f a second, %.2f of the first slice's cost; so far %.0f a second"
              .formatted(
                  chunks, 1e9 / perChunk, (double) perChunk / first, chunks * 1e9 / (now - begin)));
      mark = written;
      start = now;
    }
  }
}
