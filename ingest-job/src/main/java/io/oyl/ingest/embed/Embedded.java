package io.oyl.ingest.embed;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What came of embedding some texts. A text is known by its place in the call, from 0. Every vector
 * is a right one and has been paid for: store it, whatever became of the others.
 *
 * @param vectors those that were made
 * @param refused texts that the model does not take though it takes others, and why
 * @param failure why the other texts have no vector, null when there are none
 */
public record Embedded(
    SortedMap<Integer, EmbeddingVector> vectors,
    SortedMap<Integer, String> refused,
    @Nullable EmbeddingFailedException failure) {

  static Embedded whole(List<EmbeddingVector> vectors) {
    SortedMap<Integer, EmbeddingVector> all = new TreeMap<>();
    IntStream.range(0, vectors.size()).forEach(place -> all.put(place, vectors.get(place)));
    return new Embedded(all, new TreeMap<>(), null);
  }

  /**
   * The vectors of all texts, in their order.
   *
   * @throws EmbeddingFailedException when one is missing
   */
  public List<EmbeddingVector> all() {
    if (failure != null) {
      throw failure;
    }
    for (Map.Entry<Integer, String> text : refused.entrySet()) {
      throw new EmbeddingFailedException(
          "text %d of %d: %s"
              .formatted(text.getKey() + 1, vectors.size() + refused.size(), text.getValue()),
          null);
    }
    return List.copyOf(vectors.values());
  }
}
