package io.oyl.ingest.job;

import org.springframework.core.NestedExceptionUtils;

/** What went wrong, for people. */
final class Sentence {
  private Sentence() {}

  /** The cause that says most, in one line. */
  static String of(Throwable e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String message = cause.getMessage();
    String line = message == null || message.isBlank() ? cause.toString() : message;
    return line.lines().findFirst().orElse(line);
  }
}
