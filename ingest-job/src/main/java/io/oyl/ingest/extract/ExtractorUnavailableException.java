package io.oyl.ingest.extract;

/** No parsing process can be started: the machine or the installation is at fault, not a file. */
public final class ExtractorUnavailableException extends RuntimeException {
  public ExtractorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
