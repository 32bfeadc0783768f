package io.oyl.ingest.embed;

import dev.langchain4j.data.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;

/** Checks what a model answered before anybody may use it. */
final class Answers {
  private Answers() {}

  /**
   * One vector for each text, each of the right dimension, finite and not zero.
   *
   * @throws WrongAnswer when it is anything else
   */
  static List<EmbeddingVector> check(List<Embedding> answer, int texts, int dimension) {
    if (answer.size() != texts) {
      throw new WrongAnswer("%d vectors for %d texts".formatted(answer.size(), texts), false);
    }
    List<EmbeddingVector> vectors = new ArrayList<>(texts);
    for (Embedding embedding : answer) {
      if (embedding.dimension() != dimension) {
        throw new WrongAnswer(
            "a vector of dimension %d, not %d".formatted(embedding.dimension(), dimension), false);
      }
      try {
        vectors.add(new EmbeddingVector(embedding.vector()));
      } catch (IllegalArgumentException e) {
        throw new WrongAnswer(String.valueOf(e.getMessage()), true);
      }
    }
    return vectors;
  }
}
