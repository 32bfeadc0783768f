package io.oyl.ingest.store;

import org.jspecify.annotations.Nullable;

/** Another run is reading this source into the same reference. */
public final class SourceBusyException extends RuntimeException {
  private final boolean startingHere;

  /**
   * A source that is being read.
   *
   * @param run null when its run is only just starting
   * @param holder process and host
   */
  public SourceBusyException(String source, @Nullable Long run, @Nullable String holder) {
    super(
        (run == null ? "another run" : "run " + run)
            + (holder == null ? "" : " (" + holder + ")")
            + " is reading "
            + source
            + " into this reference; wait for it (--wait)"
            + (run == null ? "" : " or stop it (stop " + run + ")"));
    this.startingHere = run == null && LeaseClaim.holder().equals(holder);
  }

  /**
   * Whether this process has claimed it and not yet started. The session of such a claim may be
   * gone already, which the server takes a moment to notice.
   */
  public boolean isStartingHere() {
    return startingHere;
  }
}
