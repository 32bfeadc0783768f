package io.oyl.ingest.embed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when an endpoint has been away, as one run sees it. All requests of the run share one, in
 * whichever step: so the run is patient once, and who asks after that patience has run out is told
 * at the first try. Thread-safe.
 */
public final class Outage {
  private @Nullable Instant since;

  /**
   * The endpoint is away now.
   *
   * @param lastAnswer when it last made vectors; after that it is another outage
   * @return when the outage began
   */
  synchronized Instant since(Instant now, Instant lastAnswer) {
    if (since == null || lastAnswer.isAfter(since)) {
      since = now;
    }
    return since;
  }
}
