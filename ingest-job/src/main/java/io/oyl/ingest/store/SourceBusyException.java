package io.oyl.ingest.store;

/** Another run is reading this source into the same reference. */
public final class SourceBusyException extends RuntimeException {
  public SourceBusyException(String source) {
    super("another run is reading " + source + " into this reference; wait for it and run again");
  }
}
