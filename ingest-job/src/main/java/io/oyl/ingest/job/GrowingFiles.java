package io.oyl.ingest.job;

import io.oyl.ingest.source.OpenFiles;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.ScanTable.FreshFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Leaves alone what is still being written. New and changed files are looked at twice, since the
 * clock of a file server need not be ours; what has another size or time by then, or is open for
 * writing, waits for the next run.
 */
final class GrowingFiles {
  private static final Logger log = LoggerFactory.getLogger(GrowingFiles.class);
  private static final Duration STEP = Duration.ofMillis(100);

  private final Run run;
  private final ScanTable scan;
  private final TransactionOperations transaction;

  GrowingFiles(Run run, ScanTable scan, TransactionOperations transaction) {
    this.run = run;
    this.scan = scan;
    this.transaction = transaction;
  }

  void leaveAlone(Duration settle) throws JobInterruptedException {
    List<FreshFile> fresh = transaction.execute(status -> scan.fresh(run.id()));
    if (fresh.isEmpty()) {
      return;
    }
    await(settle);
    Set<Path> open = OpenFiles.forWriting();
    List<UUID> growing = new ArrayList<>();
    List<UUID> gone = new ArrayList<>();
    for (FreshFile file : fresh) {
      Optional<SourceEntry> now = run.tree(file.source()).find(file.key());
      if (now.isEmpty()) {
        gone.add(file.id());
      } else if (!(now.get() instanceof SourceEntry.File found && isStill(file, found, open))) {
        growing.add(file.id());
        log.info("{} is still being written: left for the next run", file.key());
      }
    }
    transaction.executeWithoutResult(
        status -> {
          scan.setGrowing(run.id(), growing);
          scan.forget(run.id(), gone);
        });
  }

  private static boolean isStill(FreshFile before, SourceEntry.File now, Set<Path> open) {
    Instant modified = before.modifiedAt().toInstant();
    return now.sizeBytes() == before.sizeBytes()
        && now.modified().equals(modified)
        && !open.contains(now.path());
  }

  private void await(Duration settle) throws JobInterruptedException {
    long end = System.nanoTime() + settle.toNanos();
    while (end - System.nanoTime() > 0) {
      run.control().proceed();
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JobInterruptedException("it was interrupted");
      }
    }
  }
}
