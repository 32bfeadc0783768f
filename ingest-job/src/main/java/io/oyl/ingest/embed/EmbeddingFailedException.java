package io.oyl.ingest.embed;

import org.jspecify.annotations.Nullable;

/** The model cannot be reached or gave a wrong answer; running again continues. */
public final class EmbeddingFailedException extends RuntimeException {
  public EmbeddingFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
