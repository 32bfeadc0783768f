package io.oyl.ingest.job;

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
  private final RunTables tables;
  private final TransactionOperations noTransaction;
  private final StoreSettings settings;

  SwitchTasklet(
      Run run, RunTables tables, TransactionOperations noTransaction, StoreSettings settings) {
    this.run = run;
    this.tables = tables;
    this.noTransaction = noTransaction;
    this.settings = settings;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws JobInterruptedException {
    run.control().proceed();
    noTransaction.executeWithoutResult(
        status -> {
          tables.housekeeping().analyze();
          tables
              .index()
              .ensure(run.model(), settings.indexFromVectors(), settings.indexMegabytes());
        });
    run.control().fence();
    UUID reference = run.scope().referenceId();
    tables.scopes().lockModel(reference);
    long missing = tables.vectors().countSettledWithoutVector(reference, run.model());
    contribution.getStepExecution().getExecutionContext().putLong(MISSING, missing);
    if (missing == 0) {
      tables.scopes().switchModel(reference, run.model());
      tables.ledger().settleStored(reference);
    }
    return RepeatStatus.FINISHED;
  }
}
