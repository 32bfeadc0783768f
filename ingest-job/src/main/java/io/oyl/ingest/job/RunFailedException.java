package io.oyl.ingest.job;

import org.jspecify.annotations.Nullable;

/** A run could not finish: database, model or machine. Running it again continues it. */
public class RunFailedException extends RuntimeException {
  /**
   * A failed run.
   *
   * @param message one sentence for people
   */
  public RunFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** It was told to stop, and not to go on by itself. */
  public static final class Stopped extends RunFailedException {
    Stopped(String message) {
      super(message, null);
    }
  }
}
