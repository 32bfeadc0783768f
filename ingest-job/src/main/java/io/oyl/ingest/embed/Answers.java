package io.oyl.ingest.embed;

import dev.langchain4j.data.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;

/** Checks what a model answered before anybody may use it. */
final class Answers {
  private Answers() {}

  /** One vector for each text, each of the right dimension, finite and not zero; or none at all. */
  static List<EmbeddingVector> check(
      List<Embedding> answer, int texts, int dimension, String source) {
    if (answer.size() != texts) {
      throw new EmbeddingFailedException(
          "%s answered %d vectors for %d texts".formatted(source, answer.size(), texts), null);
    }
    List<EmbeddingVector> vectors = new ArrayList<>(texts);
    for (Embedding embedding : answer) {
      if (embedding.dimension() != dimension) {
        throw new EmbeddingFailedException(
            "%s answered a vector of dimension %d, not %d"
                .formatted(source, embedding.dimension(), dimension),
            null);
      }
      try {
        vectors.add(new EmbeddingVector(embedding.vector()));
      } catch (IllegalArgumentException e) {
        throw new EmbeddingFailedException(source + " answered " + e.getMessage(), e);
      }
    }
    return vectors;
  }
}
