package io.oyl.ingest.operate;

import io.oyl.ingest.job.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * What came of a schedule's time or of a worker's piece of work.
 *
 * @param report of the run, null when there was none or it did not end
 * @param message why it was skipped or failed, else null
 */
public record Outcome(
    String name, Kind kind, @Nullable RunReport report, @Nullable String message) {
  public enum Kind {
    /** Each file that was seen is complete. */
    COMPLETE,
    /** Some file is not. */
    INCOMPLETE,
    /** Another run reads the source. */
    SKIPPED,
    /** By an order, or since the program is ending. */
    STOPPED,
    /** Trying again may go well. */
    FAILED,
    /** Trying again changes nothing: a setting or a path is wrong. */
    REFUSED,
    /** Its time has not come. */
    NOT_DUE
  }

  static Outcome of(String name, RunReport report) {
    return new Outcome(name, report.allComplete() ? Kind.COMPLETE : Kind.INCOMPLETE, report, null);
  }

  static Outcome without(String name, Kind kind, @Nullable String message) {
    return new Outcome(name, kind, null, message);
  }
}
