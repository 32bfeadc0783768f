package io.oyl.ingest.store;

import org.jspecify.annotations.Nullable;

/** Another run has claimed the source meanwhile: nothing of this one may be written any more. */
public final class LeaseLostException extends RuntimeException {
  public LeaseLostException(@Nullable Throwable cause) {
    super(
        "the run was out of touch for too long and another one may have taken its place;"
            + " nothing was written since",
        cause);
  }
}
