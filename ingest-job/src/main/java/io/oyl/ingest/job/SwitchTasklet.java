package io.oyl.ingest.job;

import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
import java.util.UUID;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives a reference the model whose vectors are all in, in one transaction: before its commit
 * search uses the old ones, after it the new ones. Its index is built before, in none.
 */
final class SwitchTasklet implements Tasklet {
  /** Chunks of settled files that have no vector of the model; with any nothing is switched. */
  static final String MISSING = "missing";

  private final Run run;
  private final VectorsTable vectors;
  private final ScopeTable scopes;
  private final LedgerTable ledger;
  private final Housekeeping housekeeping;
  private final VectorIndex index;
  private final TransactionOperations noTransaction;
  private final StoreSettings settings;

  SwitchTasklet(
      Run run,
      VectorsTable vectors,
      ScopeTable scopes,
      LedgerTable ledger,
      Housekeeping housekeeping,
      VectorIndex index,
      TransactionOperations noTransaction,
      StoreSettings settings) {
    this.run = run;
    this.vectors = vectors;
    this.scopes = scopes;
    this.ledger = ledger;
    this.housekeeping = housekeeping;
    this.index = index;
    this.noTransaction = noTransaction;
    this.settings = settings;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws JobInterruptedException {
    run.control().proceed();
    noTransaction.executeWithoutResult(
        status -> {
          housekeeping.analyze();
          index.ensure(run.model(), settings.indexFromVectors(), settings.indexMegabytes());
        });
    run.control().fence();
    UUID reference = run.scope().referenceId();
    scopes.lockModel(reference);
    long missing = vectors.countSettledWithoutVector(reference, run.model());
    contribution.getStepExecution().getExecutionContext().putLong(MISSING, missing);
    if (missing == 0) {
      scopes.switchModel(reference, run.model());
      ledger.settleStored(reference);
    }
    return RepeatStatus.FINISHED;
  }
}
