package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Message;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.source.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tries of one file. When its process hangs, runs out of memory or dies, it is tried once more
 * by a fresh one with twice the time and memory; then without the document inside that did it, or
 * by the simpler way that its type has; then it is refused. What took too long once lacks time, not
 * the machine, and would hold up all others for minutes: they are read meanwhile. After any other
 * end no other process works.
 */
final class Ladder {
  private static final int PARTS_LEFT_OUT = 3;

  private final Forks forks;
  private final ExtractSettings settings;
  private final LanguageDetection languages;
  private final Path file;
  private final List<String> tried = new ArrayList<>();

  Ladder(Forks forks, ExtractSettings settings, LanguageDetection languages, Path file) {
    this.forks = forks;
    this.settings = settings;
    this.languages = languages;
    this.file = file;
  }

  /** Reads the file, one try after the other. */
  Extraction climb() throws InterruptedException {
    Fork.Ending ending = forks.first(Request.whole(file, settings.timeout()));
    if (ending instanceof Fork.Ending.Answered answered) {
      return noted(answered, "whole");
    }
    tried.add("whole");
    if (!isTempLimit(ending)) {
      ending = again(ending, new Request(file, longer(), false, true, Map.of()));
      if (ending instanceof Fork.Ending.Answered answered) {
        return noted(answered, "whole, again");
      }
      tried.add("again with twice the time and memory");
    }
    return progress(ending).at().isEmpty() ? simply(ending) : withoutParts(ending);
  }

  private Fork.Ending again(Fork.Ending before, Request request) throws InterruptedException {
    return before instanceof Fork.Ending.TimedOut ? forks.beside(request) : forks.alone(request);
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
      last = again(last, new Request(file, longer(), false, true, without));
      if (last instanceof Fork.Ending.Answered answered) {
        return noted(answered, "whole, without what could not be read inside");
      }
    }
    tried.add("without " + without.size() + (without.size() == 1 ? " part" : " parts") + " of it");
    return refused(last);
  }

  private Extraction simply(Fork.Ending ending) throws InterruptedException {
    Fork.Ending simpler = again(ending, new Request(file, longer(), true, true, Map.of()));
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
    Message.Progress progress = progress(ending);
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

  private static boolean isTempLimit(Fork.Ending ending) {
    return ending instanceof Fork.Ending.Died died
        && died.exitCode() == ExtractionWorker.EXIT_TEMP_LIMIT;
  }

  private static Message.Progress progress(Fork.Ending ending) {
    return switch (ending) {
      case Fork.Ending.TimedOut late -> late.progress();
      case Fork.Ending.Died died -> died.progress();
      default -> Message.Progress.NONE;
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
}
