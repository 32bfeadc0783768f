package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingFailedException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.springframework.core.NestedExceptionUtils;

/** What went wrong, for people. */
final class Sentence {
  private static final String NO_ROOM = "No space left on device";

  private Sentence() {}

  /** The cause that says most, in one line. */
  static String of(Throwable e) {
    Throwable cause = cause(e);
    String message = cause.getMessage();
    String line = message == null || message.isBlank() ? cause.toString() : message;
    String host = cause instanceof UnknownHostException ? "there is no host " : "";
    String room =
        cause instanceof IOException && line.contains(NO_ROOM)
            ? ": make room in INGEST_HOME and in " + System.getProperty("java.io.tmpdir")
            : "";
    return host + line.lines().findFirst().orElse(line).replaceFirst("\\.$", "") + room;
  }

  /** What the model's own code says of a model tells not which model. */
  private static Throwable cause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EmbeddingFailedException) {
        return cause;
      }
    }
    return NestedExceptionUtils.getMostSpecificCause(e);
  }
}
