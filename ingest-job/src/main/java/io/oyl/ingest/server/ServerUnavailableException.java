package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** The private server cannot be had; the message is one sentence that says why. */
public final class ServerUnavailableException extends RuntimeException {
  public ServerUnavailableException(String message) {
    super(message);
  }

  public ServerUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Something could not be done since a file or folder could not be read or written. */
  static ServerUnavailableException of(String what, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException denied ->
              "no permission for "
                  + denied.getFile()
                  + ", set INGEST_HOME to a folder of your own or INGEST_DB_URL to a database";
          case FileSystemException file when file.getReason() != null ->
              file.getFile() + ": " + file.getReason();
          default -> e.toString();
        };
    return new ServerUnavailableException(what + ": " + reason, e);
  }
}
