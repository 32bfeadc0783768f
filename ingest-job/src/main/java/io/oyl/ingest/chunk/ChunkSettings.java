package io.oyl.ingest.chunk;

/**
 * How text is cut.
 *
 * @param maxTokens most tokens of the embedding model in one chunk; 0 means the model's own limit
 * @param minTokens a rest shorter than this is not left alone while it has a neighbour under the
 *     same heading; at most a quarter of the budget counts
 */
public record ChunkSettings(int maxTokens, int minTokens) {
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
