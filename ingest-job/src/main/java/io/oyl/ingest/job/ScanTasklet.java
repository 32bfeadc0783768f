package io.oyl.ingest.job;

import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.ScanTable.ScanCounts;
import io.oyl.ingest.store.ScanTable.SeenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Walks the sources and brings the ledger up to them. Walking and hashing take as long as they
 * take, so they commit on their own; the ledger changes in the step's one transaction.
 */
final class ScanTasklet implements Tasklet {
  static final String SEEN = "seen";
  static final String ADDED = "added";
  static final String CHANGED = "changed";
  static final String MOVED = "moved";

  private static final int BATCH = 1000;

  private final Run run;
  private final ScanTable scan;
  private final TransactionOperations ownTransaction;

  ScanTasklet(Run run, ScanTable scan, TransactionOperations ownTransaction) {
    this.run = run;
    this.scan = scan;
    this.ownTransaction = ownTransaction;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws JobInterruptedException {
    run.progress().started("scan", "files", -1);
    try {
      run.sources()
          .forEach(
              source ->
                  ownTransaction.executeWithoutResult(
                      status -> scan.clearOthers(run.id(), run.scope().referenceId(), source)));
      run.sources().forEach(this::look);
      hashUncertain();
      run.control().fence();
      ScanCounts counts =
          scan.apply(
              run.id(),
              run.scope().referenceId(),
              run.roots(),
              run.sweptSources(),
              run.stages().fingerprints());
      ExecutionContext kept = contribution.getStepExecution().getExecutionContext();
      kept.putLong(SEEN, counts.seen());
      kept.putLong(ADDED, counts.added());
      kept.putLong(CHANGED, counts.changed());
      kept.putLong(MOVED, counts.moved());
      return RepeatStatus.FINISHED;
    } finally {
      run.progress().ended();
    }
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
      run.keys(source).forEach(key -> tree.find(key).ifPresent(found));
    }
    add(source, batch);
  }

  private void add(String source, List<SourceEntry> batch) {
    if (!batch.isEmpty()) {
      proceed();
      ownTransaction.executeWithoutResult(
          status -> scan.add(run.id(), run.scope().referenceId(), source, batch));
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
        ownTransaction.execute(
            status -> scan.toHash(run.id(), run.scope().referenceId(), run.sweptSources()));
    for (SeenFile file : uncertain) {
      run.control().proceed();
      String sha256 = hash(file);
      if (sha256 != null) {
        ownTransaction.executeWithoutResult(status -> scan.setHash(run.id(), file.id(), sha256));
      }
    }
  }

  private @Nullable String hash(SeenFile file) {
    try {
      return ContentHash.of(run.tree(file.source()).resolve(file.key()));
    } catch (IOException e) {
      return null; // it counts as changed, and reading it will say what is wrong
    }
  }
}
