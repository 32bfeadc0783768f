package io.oyl.ingest.embed;

/**
 * Which model makes the vectors. Two models with an equal id give equal vectors for equal input.
 *
 * @param provider {@code onnx}, {@code openai} or {@code ollama}
 * @param name the provider's name of the model; a local model's, and one that wants a prefix, ends
 *     in {@code @} and a fingerprint of everything else that changes its vectors
 * @param dimension values in a vector
 * @param maxTokens the longest input that the model reads whole, its special tokens not counted
 */
public record ModelId(String provider, String name, int dimension, int maxTokens) {
  /** One line that names the model in a content address. */
  public String key() {
    return provider + ":" + name + ":" + dimension;
  }
}
