package io.oyl.ingest.job;

import io.oyl.ingest.store.Housekeeping.BesideLoad;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Files as they get ready, and between them vectors of files that this step has stored already: the
 * model works while others are still parsed. Only full calls are made here. What is left over, or
 * fails, is the next step's, which goes by the tables. When the run is stopped, vectors that are
 * under way are stored first.
 */
final class IngestReader implements ItemStreamReader<Ready> {
  private final Run run;
  private final RunTables tables;
  private final TransactionOperations ownTransaction;
  private final BesideLoad housekeeping;
  private final int threads;
  private final StoreSettings settings;
  private @Nullable PreparedFiles files;
  private @Nullable EmbeddingCalls calls;
  private List<UUID> handedOut = List.of();
  private int chunks;
  private @Nullable Exception ending;

  /**
   * A reader for one execution of the step.
   *
   * @param threads how many files are prepared at the same time
   */
  IngestReader(
      Run run,
      RunTables tables,
      TransactionOperations ownTransaction,
      int threads,
      StoreSettings settings) {
    this.run = run;
    this.tables = tables;
    this.ownTransaction = ownTransaction;
    this.housekeeping = tables.housekeeping().besideLoad();
    this.threads = threads;
    this.settings = settings;
  }

  @Override
  public void open(ExecutionContext context) {
    long pending = tables.ledger().countPending(run.id());
    run.progress().started("ingest", "files", pending);
    calls = new EmbeddingCalls(run, tables.vectors(), ownTransaction, settings.textsPerCommit());
    files =
        new PreparedFiles(
            run,
            tables.ledger(),
            new FilePreparation(run.stages()),
            tables.terms(),
            pending,
            threads,
            settings.filesPerCommit());
  }

  @Override
  public @Nullable Ready read() throws Exception {
    PreparedFiles parsed = Objects.requireNonNull(files, "the reader is not open");
    EmbeddingCalls model = Objects.requireNonNull(calls);
    committed(parsed, model);
    try {
      run.control().proceed();
    } catch (JobInterruptedException e) {
      ending = e;
    }
    while (ending == null && !parsed.ended()) {
      model.begin(false);
      VectorBatch made = model.poll();
      if (made != null) {
        return made;
      }
      FileBatch batch = poll(parsed);
      if (batch != null) {
        run.progress().advanced(batch.files().size());
        handedOut = batch.files().stream().map(file -> file.file().id()).toList();
        chunks = batch.chunks();
        return batch;
      }
    }
    VectorBatch made = model.take();
    if (made == null && ending != null) {
      throw ending;
    }
    return made;
  }

  /** Null also when preparing has failed, which ends the step. */
  private @Nullable FileBatch poll(PreparedFiles parsed) throws InterruptedException {
    try {
      return parsed.poll();
    } catch (IllegalStateException e) {
      ending = e;
      return null;
    }
  }

  /** The step comes back for more when what it took last is stored. */
  private void committed(PreparedFiles parsed, EmbeddingCalls model) {
    parsed.committed();
    model.committed();
    housekeeping.chunksStored(chunks);
    if (!handedOut.isEmpty() && model.wantsMore()) {
      List<UUID> stored = handedOut;
      model.add(
          ownTransaction.execute(
              status ->
                  tables.vectors().withoutVector(run.scope().referenceId(), run.model(), stored)));
    }
    handedOut = List.of();
    chunks = 0;
  }

  @Override
  public void close() {
    if (files != null && calls != null) {
      files.close();
      calls.close();
      housekeeping.close();
      files = null;
      run.progress().ended();
    }
  }
}
