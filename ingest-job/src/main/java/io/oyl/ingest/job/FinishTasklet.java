package io.oyl.ingest.job;

import io.oyl.ingest.store.LedgerTable.StateCount;
import io.oyl.ingest.store.LedgerTable.Totals;
import io.oyl.ingest.store.VanishedFiles.Vanished;
import io.oyl.ingest.store.VectorsTable.Look;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends a run: files whose vectors are all in become complete and what has vanished is removed,
 * softly, in one transaction. The index is built before, in none.
 */
final class FinishTasklet implements Tasklet {
  static final String REMOVED = "removed";

  /** Files that are gone from the source and were not removed. */
  static final String VANISHED = "vanished";

  static final String DOCUMENTS = "documents";
  static final String CHUNKS = "chunks";

  /** Prefix of the counts of files by state. */
  static final String STATE = "state.";

  /** To settle fewer one by one takes no longer than statistics do. */
  private static final int MANY_FILES = 1_000;

  private static final Logger log = LoggerFactory.getLogger(FinishTasklet.class);

  private final Run run;
  private final RunTables tables;
  private final TransactionOperations noTransaction;
  private final StoreSettings settings;

  FinishTasklet(
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
    noTransaction.executeWithoutResult(status -> prepare());
    run.control().fence();
    UUID reference = run.scope().referenceId();
    if (!tables.scopes().holdModel(reference, run.model())) {
      throw new IllegalStateException(
          "the reference was given another model meanwhile; running again embeds with that");
    }
    tables.userTags().takeTurns(reference);
    long removed = 0;
    long kept = 0;
    for (String source : run.sweptSources()) {
      Vanished vanished = tables.vanished().count(run.id(), reference, source);
      if (vanished.vanished() > 0 && removes(source, vanished)) {
        removed += tables.vanished().sweep(run.id(), reference, source);
      } else {
        kept += vanished.vanished();
      }
    }
    tables.userTags().spread(run.id(), reference, !run.request().tags().isEmpty());
    tables.ledger().settleStored(reference);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(REMOVED, removed);
    counts.put(VANISHED, kept);
    Totals totals = tables.ledger().totalsOfRun(run.id());
    counts.put(DOCUMENTS, totals.documents());
    counts.put(CHUNKS, totals.chunks());
    for (StateCount state : tables.ledger().statesOfRun(run.id())) {
      counts.put(STATE + state.state(), state.files());
    }
    tables.scan().clear(run.id());
    ExecutionContext results = contribution.getStepExecution().getExecutionContext();
    counts.forEach(results::putLong);
    return RepeatStatus.FINISHED;
  }

  private boolean removes(String source, Vanished vanished) {
    if (!Files.isDirectory(run.tree(source).root())) {
      log.warn("{} is gone: nothing was removed, since an unmounted disk looks the same", source);
      return false;
    }
    if (run.sweep().removes(vanished.vanished(), vanished.live())) {
      return true;
    }
    if (run.sweep() == Sweep.SAFE) {
      log.warn(
          "{} of {} files are gone from {}: nothing was removed, since an unmounted disk looks the"
              + " same",
          vanished.vanished(),
          vanished.live(),
          source);
    }
    return false;
  }

  /** Statistics before that, or settling thousands of new files is planned for one. */
  private void prepare() {
    UUID reference = run.scope().referenceId();
    if (run.refused().isEmpty()) { // or the next run would not ask for those texts again
      run.look().filter(Look::due).ifPresent(look -> tables.vectors().noteLook(reference, look));
    }
    int stored = tables.ledger().countStored(reference, MANY_FILES);
    if (stored == MANY_FILES) {
      tables.housekeeping().analyze();
    }
    if (stored > 0) {
      tables.housekeeping().mergeTerms();
    }
    try {
      tables.index().ensure(run.model(), settings.indexFromVectors(), settings.indexMegabytes());
    } catch (RuntimeException e) {
      log.warn("the index is not built, search goes on without it: {}", e.getMessage());
    }
  }
}
