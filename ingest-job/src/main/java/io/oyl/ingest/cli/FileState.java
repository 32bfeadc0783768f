package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states of {@code ingest_files.state}, as options may name them. */
final class FileState {
  static final List<String> ALL =
      List.of("pending", "stored", "complete", "partial", "empty", "quarantined", "removed");

  private FileState() {}

  /**
   * Reads the states of the option {@code --state}; none where it was not given.
   *
   * @throws UsageException when one of them is none, or there is nothing but commas
   */
  static List<String> known(@Nullable List<String> states) {
    if (states == null) {
      return List.of();
    }
    if (states.stream().allMatch(String::isBlank)) {
      throw new UsageException("--state names no state: " + String.join(", ", ALL));
    }
    for (String state : states) {
      if (!ALL.contains(state)) {
        throw new UsageException(
            "there is no state " + Printable.of(state) + ": " + String.join(", ", ALL));
      }
    }
    return states.stream().distinct().toList();
  }
}
