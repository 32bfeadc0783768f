package io.oyl.ingest.cli;

import io.oyl.ingest.embed.TextTooLongException;
import io.oyl.ingest.job.SettingsException;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.server.HomeUnusableException;
import io.oyl.ingest.store.NameRefusedException;
import io.oyl.ingest.store.OtherModelException;

/**
 * An exception as the caller gets to know it.
 *
 * @param sentence what is wrong, on one line
 */
record Failure(int exitCode, String sentence) {
  private static final String OURS = "io.oyl.ingest.";
  private static final int MAX_DEPTH = 50;

  static Failure of(Throwable e) {
    return switch (e) {
      case UsageException usage -> new Failure(ExitCode.USAGE, sentence(usage));
      case SettingsException wrong -> new Failure(ExitCode.USAGE, sentence(wrong));
      case HomeUnusableException home -> new Failure(ExitCode.USAGE, sentence(home));
      case TextTooLongException text -> new Failure(ExitCode.USAGE, sentence(text));
      case OtherModelException model -> new Failure(ExitCode.USAGE, sentence(model));
      case NameRefusedException name -> new Failure(ExitCode.USAGE, sentence(name));
      case OutOfMemoryError memory ->
          new Failure(
              ExitCode.FAILED,
              sentence(memory) + ": give the program more with INGEST_JAVA_OPTS=-Xmx4g");
      default -> new Failure(ExitCode.FAILED, sentence(isOurs(e) ? e : root(e)));
    };
  }

  /** Our own exceptions have a message for people. */
  private static boolean isOurs(Throwable e) {
    return e.getClass().getPackageName().startsWith(OURS);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String sentence(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    String firstLine = message.lines().findFirst().orElse("");
    String name = e.getClass().getSimpleName();
    return Printable.of(
        firstLine.isEmpty() ? name : isOurs(e) ? firstLine : name + ": " + firstLine);
  }
}
