package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingVector;
import java.util.Map;
import java.util.UUID;

/**
 * Vectors that were made, and which chunk points to which vector.
 *
 * @param vectors by content address; only those that were not stored yet
 * @param tokens how long what each vector was made of is
 * @param refsOfChunks content address for each chunk of the batch whose vector is made or stored
 */
record VectorBatch(
    Map<String, EmbeddingVector> vectors,
    Map<String, Integer> tokens,
    Map<UUID, String> refsOfChunks)
    implements Ready {
  int reused() {
    return refsOfChunks.size() - vectors.size();
  }
}
