package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.util.List;

/** The states of {@code ingest_files.state}, as options may name them. */
final class FileState {
  static final List<String> ALL =
      List.of("pending", "stored", "complete", "partial", "empty", "quarantined", "removed");

  private FileState() {}

  /**
   * Reads the states of an option.
   *
   * @throws UsageException when one of them is none
   */
  static List<String> known(List<String> states) {
    for (String state : states) {
      if (!ALL.contains(state)) {
        throw new UsageException(
            "there is no state " + Printable.of(state) + ": " + String.join(", ", ALL));
      }
    }
    return states.stream().distinct().toList();
  }
}
