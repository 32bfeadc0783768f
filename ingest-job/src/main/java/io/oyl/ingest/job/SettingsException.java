package io.oyl.ingest.job;

/** A setting has a value that it cannot have; the message names the property. */
public final class SettingsException extends RuntimeException {
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
