package io.oyl.ingest.embed;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a request. {@code why} is a sentence without its subject, the endpoint. */
sealed interface Reply {

  /** Another try may go better. */
  sealed interface Passing extends Reply {
    String why();

    /** Whether one of the texts may be the cause, and the others alone would go well. */
    boolean perhapsOneText();
  }

  /** Another try of the same request goes no better. */
  sealed interface Final extends Reply {}

  /** One vector for each text, in their order. */
  record Made(List<EmbeddingVector> vectors) implements Final {}

  /** Because of at least one of the texts. */
  record Refused(String why) implements Final {}

  /** Whatever the texts are. */
  record Failed(String why) implements Final {}

  /**
   * The endpoint is down, overloaded or limits the rate.
   *
   * @param retryAfter how long it asks to be left alone, null when it does not say
   */
  record Unavailable(String why, @Nullable Duration retryAfter, boolean perhapsOneText)
      implements Passing {}

  /** An answer that cannot be used. */
  record Wrong(String why, boolean perhapsOneText) implements Passing {}
}
