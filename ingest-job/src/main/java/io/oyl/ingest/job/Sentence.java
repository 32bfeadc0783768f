package io.oyl.ingest.job;

import java.net.UnknownHostException;
import org.springframework.core.NestedExceptionUtils;

/** What went wrong, for people. */
final class Sentence {
  private Sentence() {}

  /** The cause that says most, in one line. */
  static String of(Throwable e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String message = cause.getMessage();
    String line = message == null || message.isBlank() ? cause.toString() : message;
    String host = cause instanceof UnknownHostException ? "there is no host " : "";
    return host + line.lines().findFirst().orElse(line).replaceFirst("\\.$", "");
  }
}
