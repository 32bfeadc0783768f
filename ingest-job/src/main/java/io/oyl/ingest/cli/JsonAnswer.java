package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON value on standard output, whichever thread is the first to give it; what comes later
 * is dropped. Thread-safe.
 */
final class JsonAnswer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrintStream out;
  private State state = State.NONE;

  private enum State {
    NONE,
    BEGUN,
    GIVEN
  }

  JsonAnswer(PrintStream out) {
    this.out = out;
  }

  /** Gives the answer as a whole. */
  synchronized void give(Object answer) {
    if (state == State.NONE) {
      end(text(answer));
    }
  }

  /**
   * Gives one object with one array, item by item, so that none is kept. When the items fail on the
   * way, the object ends with the error.
   */
  void give(String name, Consumer<Consumer<Object>> items) {
    begin(name);
    String[] separator = {""};
    try {
      items.accept(
          item -> {
            continued(separator[0] + text(item));
            separator[0] = ",";
          });
    } catch (RuntimeException e) {
      breakOff(Failure.of(e).sentence());
      throw e;
    }
    endArray();
  }

  /** Ends the answer with an error, wherever it stands. */
  synchronized void breakOff(String sentence) {
    switch (state) {
      case NONE -> end(text(Map.of("error", sentence)));
      case BEGUN -> end("],\"error\":" + text(sentence) + "}");
      case GIVEN -> {}
    }
  }

  private synchronized void begin(String name) {
    if (state == State.NONE) {
      state = State.BEGUN;
      out.print("{" + text(name) + ":[");
    }
  }

  private synchronized void continued(String text) {
    if (state == State.BEGUN) {
      out.print(text);
    }
  }

  private synchronized void endArray() {
    if (state == State.BEGUN) {
      end("]}");
    }
  }

  private void end(String text) {
    state = State.GIVEN;
    out.print(text + "\n");
    out.flush();
  }

  private static String text(Object value) {
    return Printable.json(JSON.writeValueAsString(value));
  }
}
