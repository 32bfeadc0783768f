package io.oyl.ingest.job;

import org.jspecify.annotations.Nullable;

/** A setting has a value that it cannot have; the message names the property. */
public final class SettingsException extends RuntimeException {
  public SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
