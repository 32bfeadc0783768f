package io.oyl.ingest.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A fixed number of threads, shared by all callers. A single item is done by the caller itself, so
 * a query does not wait behind an ingest. Thread-safe.
 */
final class Workers implements AutoCloseable {
  /** A service has workers for each tenant's key. */
  private static final int IDLE_SECONDS = 60;

  private final ExecutorService executor;

  Workers(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("embed-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    this.executor = pool;
  }

  /** Results in the order of the items; the first failure in that order ends the call. */
  <T, R> List<R> map(List<T> items, Function<T, R> function) {
    if (items.size() == 1) {
      return List.of(function.apply(items.getFirst()));
    }
    AtomicBoolean stopped = new AtomicBoolean();
    List<Future<R>> futures = new ArrayList<>(items.size());
    for (T item : items) {
      futures.add(
          executor.submit(
              () -> {
                if (stopped.get()) {
                  throw new IllegalStateException("another part of the call failed");
                }
                return function.apply(item);
              }));
    }
    try {
      List<R> results = new ArrayList<>(items.size());
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default ->
            throw new EmbeddingFailedException("embedding failed: " + e.getCause(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddingFailedException("interrupted while embedding", e);
    } finally {
      stopped.set(true);
      futures.forEach(future -> future.cancel(false));
    }
  }

  /** Interrupts what is running; only for work that bears it. */
  void closeNow() {
    executor.shutdownNow();
    executor.close();
  }

  /** Waits for what is running: a native call must not outlive its model. */
  @Override
  public void close() {
    executor.close();
  }
}
