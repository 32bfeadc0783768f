package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractorUnavailableException;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.Tesseract;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The parsing processes of one extractor, which are kept warm. The first ones are made for a short
 * run; those that take the place of one that has read its number of files are made for a long one.
 * For any number of threads.
 */
final class Forks implements AutoCloseable {
  private static final String TEMPORARY = "oyl-ingest-extract-";

  private final ExtractSettings settings;
  private final ExtractCounts counts;
  private final @Nullable Tesseract tesseract;
  private final TemporaryFolder temporary;
  private final Semaphore slots;
  private final ConcurrentLinkedDeque<Fork> idle = new ConcurrentLinkedDeque<>();
  private final Set<Fork> all = ConcurrentHashMap.newKeySet();
  private volatile WorkerStart start;
  private volatile boolean closed;

  /** None is started before the first file. */
  Forks(
      ExtractSettings settings,
      ExtractCounts counts,
      @Nullable Tesseract tesseract,
      WorkerStart start)
      throws IOException {
    this.settings = settings;
    this.counts = counts;
    this.tesseract = tesseract;
    this.start = start;
    this.slots = new Semaphore(settings.forks(), true);
    Path root = Path.of(System.getProperty("java.io.tmpdir"));
    sweep(root);
    temporary = TemporaryFolder.in(root, TEMPORARY + ProcessHandle.current().pid() + "-");
  }

  /** Has a file read by a warm process, while others work. */
  Fork.Ending first(Request request) throws InterruptedException {
    slots.acquire();
    try {
      Fork fork = take();
      Fork.Ending ending;
      try {
        ending = fork.read(request);
      } catch (InterruptedException e) {
        end(fork);
        throw e;
      }
      count(ending);
      boolean hasReadMany = fork.files() >= settings.filesPerFork();
      if (hasReadMany) {
        start = start.forManyFiles();
      }
      if (ending instanceof Fork.Ending.Answered && !hasReadMany && !closed) {
        fork.tidy();
        idle.push(fork);
      } else {
        end(fork);
      }
      return ending;
    } finally {
      slots.release();
    }
  }

  /** Has a file read by a fresh process with twice the memory, while others work. */
  Fork.Ending beside(Request request) throws InterruptedException {
    return fresh(request, 1);
  }

  /** Has a file read by a fresh process with twice the memory, while no other process works. */
  Fork.Ending alone(Request request) throws InterruptedException {
    return fresh(request, settings.forks());
  }

  private Fork.Ending fresh(Request request, int taken) throws InterruptedException {
    slots.acquire(taken);
    try {
      Fork fork = start(2 * settings.heapMegabytes(), request.simply());
      try {
        Fork.Ending ending = fork.read(request);
        count(ending);
        return ending;
      } finally {
        end(fork);
      }
    } finally {
      slots.release(taken);
    }
  }

  private Fork take() throws InterruptedException {
    for (Fork fork = idle.poll(); fork != null; fork = idle.poll()) {
      if (fork.isAlive()) {
        return fork;
      }
      end(fork);
    }
    return start(settings.heapMegabytes(), false);
  }

  private Fork start(int heapMegabytes, boolean survivesOutOfMemory) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("the extractor is closed");
    }
    try {
      Fork fork = started(heapMegabytes, survivesOutOfMemory);
      all.add(fork);
      counts.began();
      if (closed) {
        end(fork);
        throw new IllegalStateException("the extractor is closed");
      }
      return fork;
    } catch (IOException e) {
      counts.notStarted(String.valueOf(e.getMessage()));
      throw new ExtractorUnavailableException(
          "No parsing process can be started: " + e.getMessage(), e);
    }
  }

  /** Without the cache, from then on, where only the cache kept a process from starting. */
  private Fork started(int heapMegabytes, boolean survivesOutOfMemory)
      throws IOException, InterruptedException {
    WorkerStart from = start;
    try {
      return start(from, heapMegabytes, survivesOutOfMemory);
    } catch (IOException e) {
      if (from.cache() == null) {
        throw e;
      }
      Fork fork = start(from.withoutCache(), heapMegabytes, survivesOutOfMemory);
      start = start.withoutCache();
      return fork;
    }
  }

  private Fork start(WorkerStart from, int heapMegabytes, boolean survivesOutOfMemory)
      throws IOException, InterruptedException {
    return Fork.start(
        from, settings, tesseract, heapMegabytes, survivesOutOfMemory, temporary.path());
  }

  private void end(Fork fork) {
    fork.close();
    if (all.remove(fork)) {
      counts.ended();
    }
  }

  private void count(Fork.Ending ending) {
    switch (ending) {
      case Fork.Ending.TimedOut _ -> counts.timedOut();
      case Fork.Ending.Died _, Fork.Ending.Babbled _ -> counts.died();
      case Fork.Ending.Answered _, Fork.Ending.NoSimplerWay _ -> {}
    }
  }

  /** Process ids of the parsing processes that live. */
  Set<Long> pids() {
    Set<Long> pids = ConcurrentHashMap.newKeySet();
    all.stream().filter(Fork::isAlive).forEach(fork -> pids.add(fork.pid()));
    return pids;
  }

  @Override
  public void close() {
    closed = true;
    idle.clear();
    all.forEach(this::end);
    temporary.delete();
  }

  /** Removes temporary folders of runs that were killed. */
  private static void sweep(Path root) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, TEMPORARY + "*")) {
      for (Path folder : folders) {
        String[] parts =
            folder.getFileName().toString().substring(TEMPORARY.length()).split("-", -1);
        if (parts[0].matches("\\d{1,18}")
            && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty()
            && Files.isWritable(folder)) {
          TemporaryFolder left = new TemporaryFolder(folder);
          left.killUsers();
          left.delete();
        }
      }
    }
  }
}
