package io.oyl.ingest.embed;

import java.util.concurrent.atomic.LongAdder;

/** What the model was asked since the program began. Only grows; thread-safe. */
public final class EmbedCounts {
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder texts = new LongAdder();
  private final LongAdder tokens = new LongAdder();

  /** A request was answered well. */
  void answered(int textCount, long tokenCount, long nanoseconds) {
    requests.increment();
    nanos.add(nanoseconds);
    texts.add(textCount);
    tokens.add(tokenCount);
  }

  /** A request was not answered, or not well. */
  void failed(long nanoseconds) {
    requests.increment();
    failures.increment();
    nanos.add(nanoseconds);
  }

  /** Requests, failed ones included; a model in this process is asked a batch at a time. */
  public long requests() {
    return requests.sum();
  }

  public long failures() {
    return failures.sum();
  }

  /** How long all requests took together, in nanoseconds. */
  public long nanos() {
    return nanos.sum();
  }

  /** Texts that were given a vector. */
  public long texts() {
    return texts.sum();
  }

  /** Tokens of these texts; an upper bound where the provider tells nothing. */
  public long tokens() {
    return tokens.sum();
  }
}
