package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingFailedException;
import io.oyl.ingest.store.LostDatabaseException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.TransactionSystemException;

/** What went wrong, for people. */
final class Sentence {
  private static final String NO_ROOM = "No space left on device";

  private Sentence() {}

  /** The cause that says most, in one line. */
  static String of(Throwable failure) {
    Throwable e = beforeRollback(failure);
    Throwable cause = cause(e);
    boolean named = cause instanceof LostDatabaseException;
    String lost =
        !named && LostDatabaseException.isCauseOf(e)
            ? "the connection to the database was lost: "
            : "";
    return lost + ofCause(e, cause);
  }

  /** As {@link #of}, for who names the database. */
  static String ofDatabase(Throwable e) {
    return ofCause(e, NestedExceptionUtils.getMostSpecificCause(e));
  }

  private static String ofCause(Throwable e, Throwable cause) {
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

  /** A rollback that fails, since the connection is gone, takes the place of what came before. */
  private static Throwable beforeRollback(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransactionSystemException rollback
          && rollback.getApplicationException() != null) {
        return beforeRollback(rollback.getApplicationException());
      }
    }
    return e;
  }

  /** What the own code of a model or of a driver says does not tell which model or database. */
  private static Throwable cause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EmbeddingFailedException || cause instanceof LostDatabaseException) {
        return cause;
      }
    }
    return NestedExceptionUtils.getMostSpecificCause(e);
  }
}
