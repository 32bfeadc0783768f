package io.oyl.ingest.embed;

/**
 * A checked vector: every value finite, norm above zero. The array is not copied: whoever made the
 * vector gives it away.
 */
public record EmbeddingVector(float[] values) {
  public EmbeddingVector {
    double norm = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a vector with a value that is not finite");
      }
      norm += (double) value * value;
    }
    if (norm == 0) {
      throw new IllegalArgumentException("a vector of length zero");
    }
  }

  public int dimension() {
    return values.length;
  }
}
