package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.report.Printable;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where commands print: the answer on standard output, everything else on standard error. */
final class Console {
  private final PrintStream out;
  private final ProgressLine progressLine;
  private final PrintStream err;
  private final Supplier<Terminal> found;
  private final JsonAnswer answer;
  private @Nullable Terminal terminal;
  private boolean notesInJson;
  private volatile boolean answerFollows;

  /** A console that writes UTF-8 whatever the locale says. */
  Console(OutputStream out, OutputStream err, Terminal terminal) {
    this(out, err, () -> terminal);
  }

  /** The same; what the terminal is, is found out when it is first asked for, which takes time. */
  Console(OutputStream out, OutputStream err, Supplier<Terminal> terminal) {
    this.out =
        new PrintStream(new BufferedOutputStream(out, 1 << 16), false, StandardCharsets.UTF_8);
    this.answer = new JsonAnswer(this.out);
    this.progressLine = new ProgressLine(err);
    this.err = new PrintStream(progressLine, true, StandardCharsets.UTF_8);
    this.found = terminal;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  Terminal terminal() {
    Terminal known = terminal;
    if (known == null) {
      known = found.get();
      terminal = known;
    }
    return known;
  }

  /** Tells how far a run is, in the way that suits standard error. */
  RunProgress progress(boolean quiet) {
    if (quiet || notesInJson) {
      return RunProgress.NONE;
    }
    return terminal().err()
        ? new BarProgress(progressLine, terminal().columns())
        : new LineProgress(err, InstantSource.system());
  }

  int columns() {
    return terminal().answerColumns();
  }

  /** A line of the answer. Text that comes from files goes through {@link Printable} first. */
  void line(String line) {
    out.print(line + "\n");
  }

  void line() {
    line("");
  }

  /** The answer as the one JSON value that {@code --json} promises; see {@link JsonItems}. */
  void json(Object value) {
    answer.give(value);
  }

  /** Each line on standard error is to be a JSON object, as those of the log are then. */
  void noteInJson(boolean inJson) {
    notesInJson = inJson;
  }

  /** Ends the JSON value with an error, unless it is complete. */
  void breakOff(String sentence) {
    answer.breakOff(sentence);
  }

  /** From now on the command comes to its end by itself, and soon, when a signal tells it to. */
  void letAnswerFollow() {
    answerFollows = true;
  }

  boolean answerFollows() {
    return answerFollows;
  }

  /** A word beside the answer. */
  void note(String sentence) {
    err.print((notesInJson ? jsonNote(sentence) : "ingest: " + sentence) + "\n");
    err.flush();
  }

  private static String jsonNote(String sentence) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("timestamp", System.currentTimeMillis());
    note.put("level", "INFO");
    note.put("loggerName", "ingest");
    note.put("formattedMessage", sentence);
    return JsonAnswer.text(note);
  }

  /** The last word on standard error, whatever threads still have to say. */
  void lastNote(String sentence) {
    note(sentence);
    err.close();
  }

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31", text);
  }

  /** A file's state in its colour. */
  String state(String state) {
    return switch (state) {
      case "complete", "completed", "ok" -> good(state);
      case "quarantined", "failed", "broken", "unknown", "dead" -> bad(state);
      case "removed" -> dim(state);
      default -> paint("33", state);
    };
  }

  private String paint(String code, String text) {
    return terminal().colours() ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }

  /** A count with its noun: {@code 1 file}, {@code 2,000 files}. */
  static String count(long count, String singular) {
    return String.format(Locale.ROOT, "%,d %s%s", count, singular, count == 1 ? "" : "s");
  }

  static String seconds(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %d s", (long) seconds / 60, (long) seconds % 60);
  }
}
