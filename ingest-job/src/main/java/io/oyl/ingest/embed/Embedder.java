package io.oyl.ingest.embed;

import io.oyl.ingest.chunk.Tokenizer;
import java.util.List;

/** An embedding model. Thread-safe. */
public interface Embedder extends AutoCloseable {

  ModelId model();

  /** Counts tokens as this model does, or an upper bound where the provider tells nothing. */
  Tokenizer tokenizer();

  /**
   * Embeds passages for storing, in the given order, one vector for each.
   *
   * @throws TextTooLongException when a text is longer than the model reads: never cut silently
   * @throws EmbeddingFailedException when the model cannot be reached or answers wrongly; nothing
   *     of the answer is to be used
   */
  List<EmbeddingVector> embedPassages(List<String> texts);

  /** Embeds what somebody searches for, as this model wants queries. Throws as above. */
  EmbeddingVector embedQuery(String text);

  @Override
  void close();
}
