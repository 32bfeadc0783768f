package io.oyl.ingest.embed;

import io.oyl.ingest.chunk.Tokenizer;
import java.util.List;

/** An embedding model. Thread-safe. */
public interface Embedder extends AutoCloseable {

  ModelId model();

  /** Counts tokens as this model does, or an upper bound where the provider tells nothing. */
  Tokenizer tokenizer();

  /**
   * Embeds passages for storing. What went wrong on the way is told with what went well.
   *
   * @param outage what the run has met so far of the model being away
   * @throws TextTooLongException when a text is longer than the model reads: never cut silently; no
   *     text has been embedded then
   */
  Embedded embedPassages(List<String> texts, Outage outage);

  /** The same for who calls once, with full patience. */
  default Embedded embedPassages(List<String> texts) {
    return embedPassages(texts, new Outage());
  }

  /**
   * Embeds what somebody searches for, as this model wants queries. Throws as above.
   *
   * @throws EmbeddingFailedException when the model cannot be reached or answers wrongly
   */
  EmbeddingVector embedQuery(String text);

  /** How many texts one call of {@link #embedPassages} takes best. */
  int textsPerCall();

  /** So many calls of that size at the same time keep the model busy. */
  int callsAtOnce();

  /**
   * The same model, asked with another API key at a pace of its own; it is closed with this one. A
   * model in this process has no use for a key.
   */
  default Embedder withApiKey(String apiKey) {
    return this;
  }

  @Override
  void close();
}
