package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.store.Verification.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The checks of {@code verify} for people. */
final class CheckList {
  /** The first pgvector whose indexes survive deletes and vacuum. */
  private static final List<Integer> SOUND_VECTOR_VERSION = List.of(0, 8, 4);

  private static final int STATE_COLUMNS = 6;
  private static final int NAME_COLUMNS = 19;

  private final Console console;

  CheckList(Console console) {
    this.console = console;
  }

  /** Runs all checks; {@code printed} prints each as it ends, for some take their time. */
  List<Result> run(Verification verification, boolean printed) {
    List<Result> results = new ArrayList<>();
    for (String name : Verification.names()) {
      Result result = verification.run(name);
      results.add(result);
      if (printed) {
        print(result);
      }
    }
    return results;
  }

  void print(Result result) {
    String state = result.broken() == 0 ? "ok" : "broken";
    String broken =
        result.broken() == 0 ? "" : Console.count(result.broken(), "row") + " against: ";
    String check = "  " + TextWidth.pad(result.name(), NAME_COLUMNS, false) + "  ";
    int left = console.columns() - STATE_COLUMNS - TextWidth.of(check);
    console.line(
        console.state(state)
            + " ".repeat(STATE_COLUMNS - state.length())
            + check
            + TextWidth.cut(broken + result.promise(), Math.max(left, NAME_COLUMNS)));
    console.out().flush();
  }

  void summary(List<Result> results) {
    long broken = results.stream().filter(result -> result.broken() > 0).count();
    console.line(
        broken == 0
            ? "All " + results.size() + " checks hold."
            : broken + " of " + results.size() + " checks are broken.");
  }

  void warnOf(String vectorVersion) {
    if (isOld(vectorVersion)) {
      console.note(
          "pgvector "
              + Printable.of(vectorVersion)
              + " has bugs that can damage an index when rows are deleted: update it to 0.8.4 or"
              + " later");
    }
  }

  static boolean areSound(List<Result> results) {
    return results.stream().allMatch(result -> result.broken() == 0);
  }

  private static boolean isOld(String vectorVersion) {
    List<Integer> version =
        Arrays.stream(vectorVersion.split("[^0-9]+"))
            .filter(part -> !part.isEmpty())
            .map(Integer::parseInt)
            .toList();
    for (int i = 0; i < SOUND_VECTOR_VERSION.size(); i++) {
      int part = i < version.size() ? version.get(i) : 0;
      if (part != SOUND_VECTOR_VERSION.get(i)) {
        return part < SOUND_VECTOR_VERSION.get(i);
      }
    }
    return false;
  }
}
