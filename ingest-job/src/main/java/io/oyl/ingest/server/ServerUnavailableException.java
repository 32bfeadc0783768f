package io.oyl.ingest.server;

import org.jspecify.annotations.Nullable;

/** The private server cannot be had; the message is one sentence that says why. */
public final class ServerUnavailableException extends RuntimeException {
  public ServerUnavailableException(String message) {
    super(message);
  }

  public ServerUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
