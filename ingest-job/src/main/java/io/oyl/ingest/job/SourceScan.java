package io.oyl.ingest.job;

import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.LedgerUpdate;
import io.oyl.ingest.store.LedgerUpdate.ScanCounts;
import io.oyl.ingest.store.MovedFiles.SeenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.transaction.support.TransactionOperations;

/** Walks a run's sources and brings the ledger up to them. */
final class SourceScan {
  private static final int BATCH = 1000;

  private final Run run;
  private final RunTables tables;
  private final TransactionOperations transaction;

  /**
   * A scan.
   *
   * @param transaction for each batch of what is seen
   */
  SourceScan(Run run, RunTables tables, TransactionOperations transaction) {
    this.run = run;
    this.tables = tables;
    this.transaction = transaction;
  }

  /** Notes all that is there. Walking and hashing take as long as they take. */
  void look() throws JobInterruptedException {
    run.sources()
        .forEach(
            source ->
                transaction.executeWithoutResult(
                    status ->
                        tables.scan().clearOthers(run.id(), run.scope().referenceId(), source)));
    run.sources().forEach(run.request().scans() ? this::look : this::lookAtUnsettled);
    if (run.request().settle().isPositive()) {
      new GrowingFiles(run, tables.scan(), transaction).leaveAlone(run.request().settle());
    }
    hashUncertain();
  }

  /** Brings the ledger up to what was noted. Call in a transaction. */
  ScanCounts apply() {
    UUID reference = run.scope().referenceId();
    LedgerUpdate ledger = tables.ledgerUpdate();
    if (run.request().rereads()) {
      ledger.release(run.id());
      run.sources()
          .forEach(source -> ledger.removeFolders(run.id(), reference, source, run.keys(source)));
    }
    return ledger.apply(
        run.id(), reference, run.roots(), run.sweptSources(), run.stages().fingerprints());
  }

  private void look(String source) {
    SourceTree tree = run.tree(source);
    List<SourceEntry> batch = new ArrayList<>();
    Consumer<SourceEntry> found =
        entry -> {
          batch.add(entry);
          if (batch.size() == BATCH) {
            add(source, batch);
          }
        };
    if (run.sweptSources().contains(source)) {
      tree.walk(found);
    } else {
      run.keys(source).forEach(key -> tree.look(key, found));
    }
    add(source, batch);
  }

  /** What is to be read, as far as it is there, and what waits for vectors. */
  private void lookAtUnsettled(String source) {
    UUID reference = run.scope().referenceId();
    if (run.isReachable(source)) {
      List<SourceEntry> batch = new ArrayList<>();
      for (String key :
          transaction.execute(status -> tables.ledger().pendingKeys(reference, source))) {
        run.tree(source).find(key).ifPresent(batch::add);
        if (batch.size() == BATCH) {
          add(source, batch);
        }
      }
      add(source, batch);
    }
    transaction.executeWithoutResult(
        status -> tables.scan().addStored(run.id(), reference, source));
  }

  private void add(String source, List<SourceEntry> batch) {
    if (!batch.isEmpty()) {
      proceed();
      transaction.executeWithoutResult(
          status -> tables.scan().add(run.id(), run.scope().referenceId(), source, batch));
      run.progress().advanced(batch.size());
      batch.clear();
    }
  }

  private void proceed() {
    try {
      run.control().proceed();
    } catch (JobInterruptedException e) {
      throw new IllegalStateException(e); // by its cause the step ends as stopped
    }
  }

  /** A file of the same size with another time has changed only if its content has. */
  private void hashUncertain() throws JobInterruptedException {
    List<SeenFile> uncertain =
        transaction.execute(
            status ->
                tables.moved().toHash(run.id(), run.scope().referenceId(), run.sweptSources()));
    Map<UUID, String> hashed = new HashMap<>();
    for (SeenFile file : uncertain) {
      run.control().proceed();
      String sha256 = hash(file);
      if (sha256 != null) {
        hashed.put(file.id(), sha256);
      }
      if (hashed.size() == BATCH) {
        keep(hashed);
      }
    }
    keep(hashed);
  }

  private void keep(Map<UUID, String> hashed) {
    transaction.executeWithoutResult(
        status -> hashed.forEach((file, sha256) -> tables.moved().setHash(run.id(), file, sha256)));
    hashed.clear();
  }

  private @Nullable String hash(SeenFile file) {
    try {
      SourceEntry entry = run.tree(file.source()).find(file.key()).orElse(null);
      return entry instanceof SourceEntry.File found ? ContentHash.of(found.path()) : null;
    } catch (IOException e) {
      return null; // it counts as changed, and reading it will say what is wrong
    }
  }
}
