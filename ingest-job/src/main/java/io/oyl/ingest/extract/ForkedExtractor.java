package io.oyl.ingest.extract;

import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in processes that are kept warm. When one hangs, runs out of memory or dies, its file
 * is tried once more, while no other is read, with twice the time and memory; then without the
 * document inside that did it, or by the simpler way that its type has; then it is refused.
 */
public final class ForkedExtractor implements DocumentExtractor {
  /** Raised with every change that makes other text, blocks or metadata out of the same file. */
  private static final int VERSION = 7;

  private static final String TEMPORARY = "oyl-ingest-extract-";

  private final LanguageDetection languages = new LanguageDetection();
  private final WorkerStart start = WorkerStart.ofThisProgram();
  private final ExtractSettings settings;
  private final ExtractCounts counts;
  private final Semaphore slots;
  private final ConcurrentLinkedDeque<Fork> idle = new ConcurrentLinkedDeque<>();
  private final Set<Fork> all = ConcurrentHashMap.newKeySet();
  private final Path temporary;
  private final @Nullable Tesseract tesseract;
  private volatile boolean closed;

  public ForkedExtractor(ExtractSettings settings) {
    this(settings, new ExtractCounts());
  }

  /** Counts what it does. */
  public ForkedExtractor(ExtractSettings settings, ExtractCounts counts) {
    this.settings = settings;
    this.counts = counts;
    this.slots = new Semaphore(settings.forks(), true);
    try {
      tesseract = Tesseract.find(settings.ocr());
      Path root = Path.of(System.getProperty("java.io.tmpdir"));
      sweep(root);
      temporary = Files.createTempDirectory(root, TEMPORARY + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new ExtractorUnavailableException("No temporary folder for parsing processes", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExtractorUnavailableException("Interrupted while it was set up", e);
    }
  }

  @Override
  public Extraction extract(Path file) throws InterruptedException {
    long bytes;
    try {
      if (!Files.isReadable(file)) {
        return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
      }
      bytes = Files.size(file);
      if (bytes > settings.maxFileBytes()) {
        return new Extraction.Refused(
            Reason.TOO_LARGE,
            "it has "
                + bytes
                + " bytes, more than the "
                + settings.maxFileBytes()
                + " that are read");
      }
    } catch (IOException e) {
      return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
    }
    long begin = System.nanoTime();
    Extraction extraction = new Ladder(file).climb();
    counts.read(bytes, System.nanoTime() - begin);
    return extraction;
  }

  /** The tries of one file. */
  private final class Ladder {
    private static final int PARTS_LEFT_OUT = 3;

    private final Path file;
    private final List<String> tried = new ArrayList<>();

    Ladder(Path file) {
      this.file = file;
    }

    Extraction climb() throws InterruptedException {
      Fork.Ending ending = first(Request.whole(file, settings.timeout()));
      if (ending instanceof Fork.Ending.Answered answered) {
        return noted(answered, "whole");
      }
      tried.add("whole");
      if (!isTempLimit(ending)) {
        ending = alone(new Request(file, longer(), false, true, Map.of()));
        if (ending instanceof Fork.Ending.Answered answered) {
          return noted(answered, "whole, alone");
        }
        tried.add("alone with twice the time and memory");
      }
      return progress(ending).at().isEmpty() ? simply(ending) : withoutParts(ending);
    }

    /** A document inside the file is what kills the process: the others may well be read. */
    private Extraction withoutParts(Fork.Ending ending) throws InterruptedException {
      Map<String, String> without = new LinkedHashMap<>();
      Fork.Ending last = ending;
      while (without.size() < PARTS_LEFT_OUT) {
        String part = progress(last).at();
        if (part.isEmpty() || without.put(part, what(last)) != null) {
          break;
        }
        last = alone(new Request(file, longer(), false, true, without));
        if (last instanceof Fork.Ending.Answered answered) {
          return noted(answered, "whole, without what could not be read inside");
        }
      }
      tried.add(
          "without " + without.size() + (without.size() == 1 ? " part" : " parts") + " of it");
      return refused(last);
    }

    private Extraction simply(Fork.Ending ending) throws InterruptedException {
      Fork.Ending simpler = alone(new Request(file, longer(), true, true, Map.of()));
      return switch (simpler) {
        case Fork.Ending.Answered answered
            when answered.answer().extraction() instanceof Extraction.Refused -> {
          tried.add(answered.answer().strategy());
          yield refused(ending);
        }
        case Fork.Ending.Answered answered -> noted(answered, answered.answer().strategy());
        case Fork.Ending.NoSimplerWay _ -> refused(ending);
        default -> {
          tried.add("more simply");
          yield refused(ending);
        }
      };
    }

    private Extraction.Refused refused(Fork.Ending ending) {
      WireFormat.Message.Progress progress = progress(ending);
      StringBuilder detail = new StringBuilder(what(ending)).append(" (");
      if (!progress.at().isEmpty()) {
        detail.append("at ").append(progress.at()).append(", ");
      }
      if (progress.pages() > 0) {
        detail.append("page ").append(progress.pages()).append(" was reached, ");
      } else if (progress.codePoints() > 0) {
        detail.append(progress.codePoints()).append(" characters were read, ");
      }
      if (progress.peakHeapBytes() > 0) {
        detail.append((progress.peakHeapBytes() >> 20) + 1).append(" MB of memory, ");
      }
      detail.append("tried ").append(String.join(", ", tried)).append(')');
      return new Extraction.Refused(reason(ending), bounded(detail.toString()));
    }

    private String bounded(String detail) {
      return detail.length() <= 600 ? detail : detail.substring(0, 599) + "…";
    }
  }

  private Duration longer() {
    return settings.timeout().multipliedBy(2);
  }

  /** Adds the language of each document and, to that of the file itself, how it was read. */
  private Extraction noted(Fork.Ending.Answered answered, String strategy) {
    if (!(answered.answer().extraction() instanceof Extraction.Extracted extracted)) {
      return answered.answer().extraction();
    }
    long peakHeapBytes = Math.max(0, answered.answer().peakHeapBytes());
    Map<String, List<String>> receipt = new LinkedHashMap<>();
    receipt.put("strategy", List.of(strategy));
    receipt.put("peak_heap_bytes", List.of(Long.toString(peakHeapBytes)));
    List<ExtractedDocument> documents = new ArrayList<>();
    for (ExtractedDocument document : extracted.documents()) {
      documents.add(
          document.with(documents.isEmpty() ? receipt : Map.of(), languages.of(document.text())));
    }
    return new Extraction.Extracted(documents);
  }

  private Fork.Ending first(Request request) throws InterruptedException {
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
      if (ending instanceof Fork.Ending.Answered
          && fork.files() < settings.filesPerFork()
          && !closed) {
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

  /** With all slots, so that no other process works meanwhile, and a process of its own. */
  private Fork.Ending alone(Request request) throws InterruptedException {
    slots.acquire(settings.forks());
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
      slots.release(settings.forks());
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
      Fork fork =
          Fork.start(start, settings, tesseract, heapMegabytes, survivesOutOfMemory, temporary);
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

  private static boolean isTempLimit(Fork.Ending ending) {
    return ending instanceof Fork.Ending.Died died
        && died.exitCode() == ExtractionWorker.EXIT_TEMP_LIMIT;
  }

  private static WireFormat.Message.Progress progress(Fork.Ending ending) {
    return switch (ending) {
      case Fork.Ending.TimedOut late -> late.progress();
      case Fork.Ending.Died died -> died.progress();
      default -> WireFormat.Message.Progress.NONE;
    };
  }

  private static Reason reason(Fork.Ending ending) {
    return switch (ending) {
      case Fork.Ending.TimedOut _ -> Reason.TIMEOUT;
      case Fork.Ending.Died died when isTempLimit(died) -> Reason.TOO_LARGE;
      case Fork.Ending.Died died when isOutOfMemory(died) -> Reason.OUT_OF_MEMORY;
      default -> Reason.CRASHED;
    };
  }

  /** What went wrong in the end, which is after a second try. */
  private String what(Fork.Ending ending) {
    return switch (ending) {
      case Fork.Ending.TimedOut _ -> "reading it took longer than " + longer().toSeconds() + " s";
      case Fork.Ending.Died died when isTempLimit(died) ->
          "reading it needed more than "
              + settings.maxTempMegabytes()
              + " MB of temporary disk space";
      case Fork.Ending.Died died when isOutOfMemory(died) ->
          "reading it needed more than " + 2 * settings.heapMegabytes() + " MB of memory";
      case Fork.Ending.Died died -> "the parsing process ended with code " + died.exitCode();
      case Fork.Ending.Babbled babbled ->
          "the parsing process gave an answer that is not valid: " + babbled.fault();
      case Fork.Ending.Answered _, Fork.Ending.NoSimplerWay _ ->
          throw new IllegalStateException("an answer is no refusal");
    };
  }

  private static boolean isOutOfMemory(Fork.Ending.Died died) {
    return died.exitCode() == ExtractionWorker.EXIT_OUT_OF_MEMORY
        && died.said().contains("OutOfMemoryError");
  }

  @Override
  public String fingerprint() {
    return "extract "
        + VERSION
        + ", "
        + Tika.getString()
        + ", text "
        + settings.maxTextCharacters()
        + ", embedded "
        + settings.maxEmbedded()
        + " × "
        + settings.maxDepth();
  }

  @Override
  public String limits() {
    return "%s, %d MB heap, %d bytes, %d MB temporary, %d MB unpacked, %s"
        .formatted(
            settings.timeout(),
            settings.heapMegabytes(),
            settings.maxFileBytes(),
            settings.maxTempMegabytes(),
            settings.maxUnpackedMegabytes(),
            tesseract == null
                ? "no character recognition"
                : tesseract.version() + " " + tesseract.settings().languages());
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
    Fork.delete(temporary);
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
          Fork.killUsersOf(folder);
          Fork.delete(folder);
        }
      }
    }
  }
}
