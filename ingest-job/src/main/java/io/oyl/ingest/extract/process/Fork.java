package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.reading.Message;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.Tesseract;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One parsing process with a temporary folder of its own and an empty environment. Used by one
 * thread at a time.
 */
final class Fork implements AutoCloseable {
  /** How the process ended a file. */
  sealed interface Ending {
    record Answered(Message.Answer answer) implements Ending {}

    /** There is no simpler way to read the file; the process lives on. */
    record NoSimplerWay() implements Ending {}

    record TimedOut(Message.Progress progress) implements Ending {}

    /**
     * The process is gone.
     *
     * @param exitCode as a shell tells it: 128 and the signal when it was killed
     * @param said the end of what it wrote to its standard error
     */
    record Died(int exitCode, String said, Message.Progress progress) implements Ending {}

    /** The process does not keep to the protocol. */
    record Babbled(String fault) implements Ending {}
  }

  /** What the reading thread hands over: a message, or the end of them. */
  private record Heard(@Nullable Message message, @Nullable String fault) {}

  private static final Duration START = Duration.ofSeconds(60);
  private static final int TAIL = 4_000;

  private final Process process;
  private final TemporaryFolder temporary;
  private final DataOutputStream requests;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(1_000);
  private final StringBuilder tail = new StringBuilder();
  private final Thread listener;
  private final Thread drain;
  private final long maxOcrMillis;
  private int files;

  private Fork(Process process, TemporaryFolder temporary, ExtractSettings settings) {
    this.process = process;
    this.temporary = temporary;
    this.maxOcrMillis = settings.ocr().fileTimeout().toMillis();
    this.requests = new DataOutputStream(process.getOutputStream());
    this.listener =
        Thread.ofPlatform().daemon().name("fork-" + process.pid()).start(() -> listen(settings));
    this.drain =
        Thread.ofPlatform().daemon().name("fork-" + process.pid() + "-err").start(this::drain);
  }

  /**
   * Starts a process and waits until it takes files.
   *
   * @param survivesOutOfMemory to read page by page: one that needs too much is left out
   * @throws IOException when it does not get that far
   */
  static Fork start(
      WorkerStart start,
      ExtractSettings settings,
      @Nullable Tesseract tesseract,
      int heapMegabytes,
      boolean survivesOutOfMemory,
      Path temporaryRoot)
      throws IOException, InterruptedException {
    TemporaryFolder temporary = TemporaryFolder.in(temporaryRoot, "fork-");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(start.options(heapMegabytes, survivesOutOfMemory, temporary.path()));
    command.add(ExtractionWorker.class.getName());
    command.addAll(ExtractionWorker.arguments(settings, tesseract));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.path().toFile());
    builder.environment().clear();
    // Without a UTF-8 locale the JVM cannot open files with other than ASCII names.
    builder.environment().put("LC_ALL", "C.UTF-8");
    String tessdata = System.getenv("TESSDATA_PREFIX");
    if (tesseract != null && tessdata != null) {
      builder.environment().put("TESSDATA_PREFIX", tessdata);
    }
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      temporary.delete();
      throw e;
    }
    Fork fork = new Fork(process, temporary, settings);
    fork.awaitReady();
    return fork;
  }

  /** Waits until it takes files; when it does not come to that, the process is gone. */
  private void awaitReady() throws IOException, InterruptedException {
    try {
      Heard first = heard.poll(START.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null && first.message() instanceof Message.Ready) {
        return;
      }
      if (first != null) {
        awaitLastWords();
      }
      close();
      throw new IOException(
          "the parsing process "
              + (first == null ? "was not ready after " + START.toSeconds() + " s" : "ended")
              + ": "
              + said());
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Has a file read. After every ending but an answer the process is gone.
   *
   * @throws InterruptedException when the calling thread is interrupted; the process is gone
   */
  Ending read(Request request) throws InterruptedException {
    files++;
    long deadline = System.nanoTime() + request.budget().toNanos();
    Message.Progress progress = Message.Progress.NONE;
    try {
      WireFormat.writeRequest(requests, request);
    } catch (IOException e) {
      return died(progress);
    }
    try {
      while (true) {
        long ocr = Math.clamp(progress.ocrMillis(), 0, maxOcrMillis);
        Heard next =
            heard.poll(
                deadline + TimeUnit.MILLISECONDS.toNanos(ocr) - System.nanoTime(),
                TimeUnit.NANOSECONDS);
        if (next == null) {
          close();
          return new Ending.TimedOut(progress);
        }
        if (next.fault() != null) {
          close();
          return new Ending.Babbled(next.fault());
        }
        switch (next.message()) {
          case null -> {
            return died(progress);
          }
          case Message.Progress more -> progress = more;
          case Message.Answer answer -> {
            return new Ending.Answered(answer);
          }
          case Message.NoSimplerWay _ -> {
            return new Ending.NoSimplerWay();
          }
          case Message.Ready _ -> {
            close();
            return new Ending.Babbled("it said twice that it is ready");
          }
        }
      }
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  private Ending died(Message.Progress progress) throws InterruptedException {
    awaitLastWords();
    close();
    return new Ending.Died(process.waitFor(), said(), progress);
  }

  /** Before {@link #close}: to destroy a process closes its error stream, read or not. */
  private void awaitLastWords() throws InterruptedException {
    if (process.waitFor(5, TimeUnit.SECONDS)) {
      drain.join(1_000);
    }
  }

  int files() {
    return files;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Removes what the last file left in the temporary folder. */
  void tidy() {
    temporary.empty();
  }

  /** Kills the process and everything it started, and removes its temporary folder. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    temporary.killUsers();
    boolean interrupted = false;
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      listener.join(1_000);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    temporary.delete();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(ExtractSettings settings) {
    String fault = null;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
      while (true) {
        Message message = WireFormat.read(in, settings);
        if (message == null) {
          break;
        }
        heard.put(new Heard(message, null));
      }
    } catch (WireFormat.MalformedAnswerException e) {
      fault = String.valueOf(e.getMessage());
    } catch (IOException e) {
      // The pipe broke: the process is gone.
    } catch (InterruptedException e) {
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      fault = "its answer cannot be read";
    }
    if (!heard.offer(new Heard(null, fault))) {
      process.destroyForcibly();
    }
  }

  private void drain() {
    byte[] buffer = new byte[8_192];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (tail) {
          tail.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          if (tail.length() > TAIL) {
            tail.delete(0, tail.length() - TAIL);
          }
        }
      }
    } catch (IOException e) {
      // Nothing more to hear.
    }
  }

  private String said() {
    synchronized (tail) {
      return tail.toString();
    }
  }
}
