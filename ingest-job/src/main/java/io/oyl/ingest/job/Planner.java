package io.oyl.ingest.job;

import io.oyl.ingest.store.LedgerCopy;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.LedgerUpdate.FileToRead;
import io.oyl.ingest.store.LedgerUpdate.ScanCounts;
import io.oyl.ingest.store.MissingVectors.Backlog;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.VanishedFiles.Vanished;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.tag.TaggedChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * Finds out what a run would do: it scans as a run does, reads what a run would read, and counts
 * the texts that have no vector. Nothing of it is kept.
 */
final class Planner {
  /** No run has this number. */
  private static final long NO_RUN = -1;

  private static final int NO_MODEL = -1;

  private final RunTables tables;
  private final LedgerCopy copy;
  private final Transactions transactions;
  private final ReferenceStages stages;
  private final IngestProperties properties;

  Planner(
      RunTables tables,
      LedgerCopy copy,
      Transactions transactions,
      ReferenceStages stages,
      IngestProperties properties) {
    this.tables = tables;
    this.copy = copy;
    this.transactions = transactions;
    this.stages = stages;
    this.properties = properties;
  }

  /**
   * Makes a plan. Throws as {@link Ingest#plan} does.
   *
   * @throws UncheckedIOException when the root of a source is not there
   */
  Plan plan(RunRequest request, RunProgress progress) throws InterruptedException {
    Run run = unleased(request, progress);
    Scanned scanned =
        transactions
            .own()
            .execute(
                status -> {
                  status.setRollbackOnly();
                  return scan(run);
                });
    return plan(
        scanned, tables.vectors().backlog(run.scope().referenceId(), run.sources(), run.model()));
  }

  private Run unleased(RunRequest request, RunProgress progress) {
    Optional<Scope> known =
        tables.scopes().find(request.scope()).filter(scope -> scope.modelId() != null);
    // no row has the other ids; the tenant may have vectors of the same texts
    Scope scope =
        known.orElseGet(
            () ->
                new Scope(
                    request.scope(),
                    tables.scopes().findTenant(request.scope()).orElseGet(UUID::randomUUID),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    NO_MODEL));
    Stages made = known.map(stages::of).orElseGet(stages::preferred);
    try {
      return new Run(scope, request, made, progress, RunControl.withoutLease());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the ledger would say. */
  private record Scanned(
      Run run, ScanCounts counts, List<FileToRead> files, List<String> remove, List<String> keep) {}

  /** What the files would become. */
  private static final class Made {
    private long unreadable;
    private long chunks;

    /** Tokens by content address. */
    private final Map<String, Integer> texts = new TreeMap<>();
  }

  /** Scans as a run does. Call in a transaction that is to be rolled back. */
  private Scanned scan(Run run) {
    copy.use(run.scope().referenceId(), run.sources());
    run.started(NO_RUN);
    SourceScan sources = new SourceScan(run, tables, transactions.joined());
    run.progress().started("scan", "files", -1);
    try {
      sources.look();
    } catch (JobInterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      run.progress().ended();
    }
    ScanCounts counts = sources.apply();
    List<String> remove = new ArrayList<>();
    List<String> keep = new ArrayList<>();
    for (String source : run.sweptSources()) {
      Vanished gone = tables.vanished().count(run.id(), run.scope().referenceId(), source);
      boolean removes =
          Files.isDirectory(run.tree(source).root())
              && run.sweep().removes(gone.vanished(), gone.live());
      (removes ? remove : keep)
          .addAll(tables.vanished().list(run.id(), run.scope().referenceId(), source));
    }
    return new Scanned(
        run,
        counts,
        tables.ledgerUpdate().toRead(run.id(), run.stages().fingerprints()),
        remove,
        keep);
  }

  private Plan plan(Scanned scanned, Backlog backlog) throws InterruptedException {
    Made made = made(scanned.run(), scanned.files());
    Set<String> known = known(made.texts.keySet());
    long toEmbed = backlog.chunks();
    long tokens = backlog.tokens();
    for (Map.Entry<String, Integer> text : made.texts.entrySet()) {
      if (!known.contains(text.getKey())) {
        toEmbed++;
        tokens += text.getValue();
      }
    }
    BigDecimal pricePerMillionTokens = properties.run().pricePerMillionTokens();
    ScanCounts counts = scanned.counts();
    return new Plan(
        scanned.files().stream().filter(FileToRead::added).map(FileToRead::key).toList(),
        scanned.files().stream().filter(file -> !file.added()).map(FileToRead::key).toList(),
        scanned.files().stream().filter(FileToRead::outdated).count(),
        scanned.remove(),
        scanned.keep(),
        counts.seen() - counts.added() - counts.changed(),
        counts.moved(),
        made.unreadable,
        made.chunks,
        toEmbed,
        tokens,
        pricePerMillionTokens == null
            ? null
            : pricePerMillionTokens.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6));
  }

  /** Reads what a run would read. */
  private Made made(Run run, List<FileToRead> files) throws InterruptedException {
    Made made = new Made();
    run.progress().started("read", "files", files.size());
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            properties.extract().forks(),
            Thread.ofPlatform().daemon().name("plan-", 1).factory())) {
      FilePreparation preparation = new FilePreparation(run.stages());
      ExecutorCompletionService<PreparedFile> ready = new ExecutorCompletionService<>(workers);
      for (FileToRead file : files) {
        ready.submit(
            () ->
                preparation.prepare(
                    new LedgerFile(file.id(), file.source(), file.key()), run.tree(file.source())));
      }
      for (int i = 0; i < files.size(); i++) {
        add(run, ready.take().get(), made);
        run.progress().advanced(1);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading files failed", e.getCause());
    } finally {
      run.progress().ended();
    }
    return made;
  }

  private static void add(Run run, PreparedFile file, Made made) {
    if (!(file.outcome() instanceof Landed landed)) {
      made.unreadable++;
      return;
    }
    for (PreparedDocument document : landed.documents()) {
      made.chunks += document.chunks().size();
      for (TaggedChunk chunk : document.chunks()) {
        made.texts.put(
            VectorsTable.ref(
                run.scope().tenantId(), run.stages().embedder().model(), chunk.chunk().embedded()),
            chunk.chunk().tokens());
      }
    }
  }

  private Set<String> known(Set<String> refs) {
    Set<String> known = new HashSet<>();
    List<String> all = new ArrayList<>(refs);
    for (int from = 0; from < all.size(); from += 10_000) {
      known.addAll(tables.vectors().known(all.subList(from, Math.min(all.size(), from + 10_000))));
    }
    return known;
  }
}
