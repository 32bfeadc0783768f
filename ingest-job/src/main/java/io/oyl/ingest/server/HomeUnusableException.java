package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** INGEST_HOME names a folder that is not there and cannot be made; the message says why. */
public final class HomeUnusableException extends RuntimeException {
  HomeUnusableException(Path home, IOException e) {
    super(
        "INGEST_HOME cannot be "
            + home
            + ": "
            + reason(e)
            + "; set it to a folder of your own, or INGEST_DB_URL to a database",
        e);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason();
      default -> "no folder can be made there";
    };
  }
}
