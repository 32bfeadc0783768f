package io.oyl.ingest.job;

import io.oyl.ingest.store.LedgerUpdate.ScanCounts;
import io.oyl.ingest.store.UserTags;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Scans the sources. What is seen is committed on its own; the ledger changes in the step's one
 * transaction.
 */
final class ScanTasklet implements Tasklet {
  static final String SEEN = "seen";
  static final String ADDED = "added";
  static final String CHANGED = "changed";
  static final String MOVED = "moved";

  /** Files that were left for the next time, since they are still being written. */
  static final String GROWING = "growing";

  private final Run run;
  private final SourceScan scan;
  private final UserTags userTags;

  ScanTasklet(Run run, RunTables tables, TransactionOperations ownTransaction) {
    this.run = run;
    this.userTags = tables.userTags();
    this.scan = new SourceScan(run, tables, ownTransaction);
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws JobInterruptedException {
    run.progress().started("scan", "files", -1);
    try {
      scan.look();
      run.control().fence();
      if (!run.request().tags().isEmpty()) {
        userTags.takeTurns(run.scope().referenceId());
      }
      ScanCounts counts = scan.apply();
      userTags.give(run.id(), run.scope().referenceId(), run.request().tags());
      ExecutionContext kept = contribution.getStepExecution().getExecutionContext();
      kept.putLong(SEEN, counts.seen());
      kept.putLong(ADDED, counts.added());
      kept.putLong(CHANGED, counts.changed());
      kept.putLong(MOVED, counts.moved());
      kept.putLong(GROWING, counts.growing());
      return RepeatStatus.FINISHED;
    } finally {
      run.progress().ended();
    }
  }
}
