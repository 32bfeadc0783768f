package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON value on standard output, whichever thread is the first to give it; what comes later
 * is dropped. Thread-safe.
 */
final class JsonAnswer {
  private final PrintStream out;

  /** What ends that which is open, the innermost first. */
  private final Deque<String> ends = new ArrayDeque<>();

  /** Whether nothing stands in the outermost object. */
  private boolean isEmpty = true;

  private boolean isBegun;
  private boolean isGiven;

  JsonAnswer(PrintStream out) {
    this.out = out;
  }

  /**
   * Gives the answer, an object; piece by piece where there are {@link JsonItems} in it. When these
   * fail on the way, the object ends with the error.
   */
  void give(Object answer) {
    if (!begin()) {
      return;
    }
    try {
      write("", answer);
    } catch (RuntimeException e) {
      breakOff(Failure.of(e).sentence());
      throw e;
    }
  }

  /** Ends the answer with an error, wherever it stands. */
  synchronized void breakOff(String sentence) {
    if (isGiven) {
      return;
    }
    String before = ends.isEmpty() ? "{" : isEmpty ? "" : ",";
    while (ends.size() > 1) {
      out.print(ends.pop());
    }
    out.print(before + "\"error\":" + text(sentence) + "}");
    end();
  }

  private void write(String before, @Nullable Object value) {
    if (value instanceof JsonItems items) {
      open(before + "[", "]");
      String[] separator = {""};
      items
          .each()
          .accept(
              item -> {
                write(separator[0], item);
                separator[0] = ",";
              });
      close();
    } else if (value instanceof Map<?, ?> object && hasItems(object)) {
      open(before + "{", "}");
      String separator = "";
      for (Map.Entry<?, ?> member : object.entrySet()) {
        write(separator + text(member.getKey()) + ":", member.getValue());
        separator = ",";
      }
      close();
    } else {
      add(before + text(value));
    }
  }

  private static boolean hasItems(Map<?, ?> object) {
    return object.values().stream()
        .anyMatch(
            value ->
                value instanceof JsonItems
                    || (value instanceof Map<?, ?> inside && hasItems(inside)));
  }

  private synchronized boolean begin() {
    boolean isFirst = !isBegun;
    isBegun = true;
    return isFirst;
  }

  private synchronized void open(String text, String end) {
    if (!isGiven) {
      isEmpty = ends.isEmpty();
      ends.push(end);
      out.print(text);
    }
  }

  private synchronized void add(String text) {
    if (!isGiven) {
      isEmpty = false;
      out.print(text);
      endOutermost();
    }
  }

  private synchronized void close() {
    if (!isGiven) {
      out.print(ends.pop());
      endOutermost();
    }
  }

  private void endOutermost() {
    if (ends.isEmpty()) {
      end();
    }
  }

  private void end() {
    isGiven = true;
    out.print("\n");
    out.flush();
  }

  /** One value as JSON that is harmless on a terminal. */
  static String text(@Nullable Object value) {
    return Printable.json(Mapper.JSON.writeValueAsString(value));
  }

  /** Made when the first value is written: it takes a tenth of a second that a signal may hit. */
  private static final class Mapper {
    private static final JsonMapper JSON = JsonMapper.builder().build();
  }
}
