package io.oyl.ingest.chunk;

/**
 * How text is cut.
 *
 * @param maxTokens most tokens of the embedding model in one chunk; 0 means the model's own limit
 * @param targetTokens length that chunks of running text are cut to where the text allows; at most
 *     three quarters of the budget count; 0 means 180
 * @param minTokens a rest shorter than this is not left alone while it has a neighbour under the
 *     same heading; at most a quarter of the budget counts
 * @param overlapTokens so much of the chunk before is said again, in whole sentences; at most a
 *     third of the budget counts
 * @param furniture whether the frame of web pages is chunked and tagged as the rest
 */
public record ChunkSettings(
    int maxTokens, int targetTokens, int minTokens, int overlapTokens, boolean furniture) {
  /** Below this a single character might not fit. */
  private static final int SMALLEST_BUDGET = 8;

  public ChunkSettings {
    if (maxTokens != 0 && maxTokens < SMALLEST_BUDGET) {
      throw new IllegalArgumentException(
          "ingest.chunk.max-tokens must be 0 (the model's limit) or at least "
              + SMALLEST_BUDGET
              + ", not "
              + maxTokens);
    }
    if (targetTokens < 0) {
      throw new IllegalArgumentException(
          "ingest.chunk.target-tokens must not be negative, not " + targetTokens);
    }
    if (overlapTokens < 0) {
      throw new IllegalArgumentException(
          "ingest.chunk.overlap-tokens must not be negative, not " + overlapTokens);
    }
    if (minTokens < 0) {
      throw new IllegalArgumentException(
          "ingest.chunk.min-tokens must not be negative, not " + minTokens);
    }
    if (maxTokens != 0 && minTokens > maxTokens) {
      throw new IllegalArgumentException(
          "ingest.chunk.min-tokens (%d) must not be above ingest.chunk.max-tokens (%d)"
              .formatted(minTokens, maxTokens));
    }
  }

  /** The budget under this tokenizer. */
  int budget(Tokenizer tokenizer) {
    if (maxTokens > tokenizer.maxTokens()) {
      throw new IllegalArgumentException(
          "ingest.chunk.max-tokens is %d, but the embedding model reads at most %d"
              .formatted(maxTokens, tokenizer.maxTokens()));
    }
    return maxTokens == 0 ? tokenizer.maxTokens() : maxTokens;
  }
}
