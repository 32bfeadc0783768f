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
    String line = isTelling(cause) ? String.valueOf(cause.getMessage()) : around(e, cause);
    String host = cause instanceof UnknownHostException ? "there is no host " : "";
    String room =
        cause instanceof IOException && line.contains(NO_ROOM)
            ? ": make room in INGEST_HOME and in " + System.getProperty("java.io.tmpdir")
            : "";
    return host + line.lines().findFirst().orElse(line).replaceFirst("\\.$", "") + room;
  }

  /** What is said last around a cause that has no message. */
  private static String around(Throwable e, Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String line = "unexpected " + name;
    for (Throwable outer = e; outer != cause && outer != null; outer = outer.getCause()) {
      if (isTelling(outer)) {
        line = String.valueOf(outer.getMessage()).replaceFirst("\\.$", "") + " (" + name + ")";
      }
    }
    return line;
  }

  /** An exception without words has none, or its cause's name for a message. */
  private static boolean isTelling(Throwable e) {
    String message = e.getMessage();
    return message != null
        && !message.isBlank()
        && (e.getCause() == null || !message.equals(e.getCause().toString()));
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
