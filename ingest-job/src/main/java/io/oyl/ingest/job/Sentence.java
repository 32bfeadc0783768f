package io.oyl.ingest.job;

import java.io.IOException;
import java.net.UnknownHostException;
import org.springframework.core.NestedExceptionUtils;

/** What went wrong, for people. */
final class Sentence {
  private static final String NO_ROOM = "No space left on device";

  private Sentence() {}

  /** The cause that says most, in one line. */
  static String of(Throwable e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String message = cause.getMessage();
    String line = message == null || message.isBlank() ? cause.toString() : message;
    String host = cause instanceof UnknownHostException ? "there is no host " : "";
    String room =
        cause instanceof IOException && line.contains(NO_ROOM)
            ? ": make room in INGEST_HOME and in " + System.getProperty("java.io.tmpdir")
            : "";
    return host + line.lines().findFirst().orElse(line).replaceFirst("\\.$", "") + room;
  }
}
