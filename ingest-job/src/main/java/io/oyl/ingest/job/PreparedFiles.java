package io.oyl.ingest.job;

import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.SearchTerms;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pending files of the run, prepared by several threads ahead of the step, which only writes: so no
 * transaction is open while a file is parsed. The ledger says what is pending, hence there is no
 * position to restore. The order is that in which files get ready; a batch takes what is ready and
 * does not wait for a slow file. Memory is bounded by the text that waits to be written.
 */
final class PreparedFiles implements AutoCloseable {
  private static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final int PAGE = 500;

  /** UTF-16 units of text that may wait; a single longer file passes when nothing else waits. */
  private static final long MAX_WAITING_TEXT = 16_000_000;

  private static final long PATIENCE_MILLIS = 50;

  /** Within this time a parsing process has started and read a file, unless that is large. */
  private static final long START_MILLIS = 3_000;

  /** Within this time a warm one reads a handful of small files. */
  private static final long HEAD_START_MILLIS = 300;

  private final Run run;
  private final LedgerTable ledger;
  private final FilePreparation preparation;
  private final SearchTerms terms;
  private final int maxFiles;
  private final Object pageLock = new Object();
  private final Queue<LedgerFile> page = new ArrayDeque<>();
  private UUID last = BEFORE_ALL;

  private final Object textLock = new Object();
  private long waitingText;
  private long handedOutText;

  private final ExecutorService workers;
  private final BlockingQueue<Result> results;
  private final CountDownLatch firstIsReady = new CountDownLatch(1);
  private final CountDownLatch allAreTaken = new CountDownLatch(1);
  private int working;

  /**
   * Begins to prepare. One thread goes ahead, so that a few small files cost the start of one
   * parsing process, beside which this process loads its models.
   *
   * @param pending how many files there are
   * @param threads how many files are prepared at the same time
   * @param maxFiles how many files one batch has at most
   */
  PreparedFiles(
      Run run,
      LedgerTable ledger,
      FilePreparation preparation,
      SearchTerms terms,
      long pending,
      int threads,
      int maxFiles) {
    this.run = run;
    this.ledger = ledger;
    this.preparation = preparation;
    this.terms = terms;
    this.maxFiles = maxFiles;
    this.results = new ArrayBlockingQueue<>(2 * threads + maxFiles);
    this.working = Math.toIntExact(Math.min(threads, pending));
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("prepare-", 1).factory());
    for (int i = 0; i < working; i++) {
      boolean first = i == 0;
      workers.execute(() -> work(first));
    }
    if (working > 0) {
      preparation
          .warmUps()
          .forEach(load -> Thread.ofPlatform().daemon().name("warm-up").start(load));
    }
  }

  /** Whether all files have been handed out. */
  boolean ended() {
    return working == 0;
  }

  /** What was handed out last is stored. */
  void committed() {
    release(handedOutText);
    handedOutText = 0;
  }

  /**
   * Files that are ready; null when there are none within a moment.
   *
   * @throws IllegalStateException when preparing has failed for another cause than a file's
   */
  @Nullable FileBatch poll() throws InterruptedException {
    List<PreparedFile> batch = new ArrayList<>();
    while (working > 0 && batch.size() < maxFiles && handedOutText < MAX_WAITING_TEXT) {
      Result result = results.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (result == null) {
        break;
      }
      switch (result) {
        case Prepared prepared -> {
          batch.add(prepared.file());
          handedOutText += textLength(prepared.file());
        }
        case Failed failed -> throw failed.cause();
        case Idle idle -> working--;
      }
    }
    return batch.isEmpty() ? null : new FileBatch(batch);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      workers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(boolean first) {
    try {
      if (!first) {
        firstIsReady.await(START_MILLIS, TimeUnit.MILLISECONDS);
        allAreTaken.await(HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
      }
      Result result;
      try {
        for (LedgerFile file = next(); file != null; file = next()) {
          PreparedFile prepared = terms.of(preparation.prepare(file, run.tree(file.source())));
          await(textLength(prepared));
          results.put(new Prepared(prepared));
          firstIsReady.countDown();
        }
        result = new Idle();
      } catch (RuntimeException | Error e) {
        result =
            new Failed(new IllegalStateException("reading files failed: " + e.getMessage(), e));
      }
      results.put(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the step has ended
    }
  }

  private @Nullable LedgerFile next() {
    synchronized (pageLock) {
      if (page.isEmpty()) {
        List<LedgerFile> more = ledger.pending(run.id(), last, PAGE);
        page.addAll(more);
        if (!more.isEmpty()) {
          last = more.getLast().id();
        }
      }
      LedgerFile file = page.poll();
      if (file == null) {
        allAreTaken.countDown();
        firstIsReady.countDown();
      }
      return file;
    }
  }

  /** Waits until there is room for so much text; there is when no other text waits. */
  private void await(long length) throws InterruptedException {
    synchronized (textLock) {
      while (waitingText > 0 && waitingText + length > MAX_WAITING_TEXT) {
        textLock.wait();
      }
      waitingText += length;
    }
  }

  private void release(long length) {
    synchronized (textLock) {
      waitingText -= length;
      textLock.notifyAll();
    }
  }

  private static long textLength(PreparedFile file) {
    return file.outcome() instanceof Landed landed
        ? landed.documents().stream().mapToLong(d -> d.document().text().length()).sum()
        : 0;
  }

  private sealed interface Result {}

  private record Prepared(PreparedFile file) implements Result {}

  private record Failed(IllegalStateException cause) implements Result {}

  private record Idle() implements Result {}
}
