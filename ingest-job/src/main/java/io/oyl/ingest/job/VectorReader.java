package io.oyl.ingest.job;

import io.oyl.ingest.store.Housekeeping.BesideLoad;
import io.oyl.ingest.store.MissingVectors;
import io.oyl.ingest.store.MissingVectors.PendingChunk;
import io.oyl.ingest.store.MissingVectors.Which;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.store.VectorsTable.Look;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Chunks without a vector, page by page, with the vectors they need. It asks the database in
 * transactions of its own: the step's transaction has no connection before its writer asks for one.
 * When the run is stopped or the model fails, the step ends after the vectors that have been made
 * are written.
 */
final class VectorReader implements ItemStreamReader<Ready> {
  /** Chunks that are looked at together, at least: most may have their vectors stored already. */
  private static final int PAGE = 256;

  private final Run run;
  private final VectorsTable vectors;
  private final boolean ofAnotherModel;
  private final TransactionOperations ownTransaction;
  private final BesideLoad housekeeping;
  private final int maxTexts;
  private boolean atEnd;
  private int handedOut;
  private @Nullable JobInterruptedException stopped;
  private @Nullable MissingVectors missing;
  private @Nullable EmbeddingCalls calls;

  /**
   * A reader.
   *
   * @param ofAnotherModel whether the run's model is one that the reference is to be given
   */
  VectorReader(
      Run run,
      RunTables tables,
      boolean ofAnotherModel,
      TransactionOperations ownTransaction,
      int maxTexts) {
    this.run = run;
    this.vectors = tables.vectors();
    this.ofAnotherModel = ofAnotherModel;
    this.ownTransaction = ownTransaction;
    this.housekeeping = tables.housekeeping().besideLoad();
    this.maxTexts = maxTexts;
  }

  @Override
  public void open(ExecutionContext context) {
    UUID reference = run.scope().referenceId();
    Which which = Which.EVERY;
    if (!ofAnotherModel) {
      Look look = vectors.look(reference).orElseThrow();
      which = look.which();
      run.looks(look);
    }
    MissingVectors all = vectors.missing(reference, run.sources(), run.model(), which);
    long count = all.count();
    run.progress().started("embed", "chunks", count);
    atEnd = count == 0;
    missing = all;
    calls = new EmbeddingCalls(run, vectors, ownTransaction, maxTexts);
  }

  @Override
  public @Nullable Ready read() throws JobInterruptedException, InterruptedException {
    EmbeddingCalls model = Objects.requireNonNull(calls, "the reader is not open");
    model.committed();
    housekeeping.vectorsStored(handedOut);
    handedOut = 0;
    try {
      run.control().proceed();
    } catch (JobInterruptedException e) {
      stopped = e;
    }
    while (true) {
      if (stopped == null) {
        fill(model, Objects.requireNonNull(missing));
      }
      VectorBatch batch = model.take();
      if (batch != null) {
        handedOut = batch.refsOfChunks().size();
        run.progress().advanced(handedOut);
        return batch;
      }
      if (stopped != null) {
        throw stopped;
      }
      if (model.failure() != null) {
        throw model.failure();
      }
      if (atEnd && model.isEmpty()) {
        return null;
      }
    }
  }

  @Override
  public void close() {
    if (calls != null) {
      calls.close();
      housekeeping.close();
      calls = null;
      run.progress().ended();
    }
  }

  private void fill(EmbeddingCalls model, MissingVectors from) {
    while (!atEnd && model.wantsMore()) {
      List<PendingChunk> chunks =
          ownTransaction.execute(status -> from.next(Math.max(PAGE, model.textsPerCall())));
      if (chunks.isEmpty()) {
        atEnd = true;
      } else {
        model.add(chunks);
      }
    }
    model.begin(atEnd);
  }
}
