package io.oyl.ingest.embed;

import io.oyl.ingest.chunk.Tokenizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model in this process that is loaded when it is first asked for tokens or vectors. */
final class LazyOnnxEmbedder implements Embedder {
  private final EmbedSettings settings;
  private final EmbedCounts counts;
  private final ModelCard card;
  private final Tokenizer tokenizer = new LazyTokenizer();
  private @Nullable OnnxEmbedder loaded;
  private boolean closed;

  private LazyOnnxEmbedder(EmbedSettings settings, EmbedCounts counts, ModelCard card) {
    this.settings = settings;
    this.counts = counts;
    this.card = card;
  }

  /** Loads at once what is not known from the last time. Throws as {@link Embedders#create}. */
  static Embedder create(EmbedSettings settings, EmbedCounts counts) {
    Optional<ModelCard> card = ModelCard.find(settings);
    if (card.isPresent()) {
      return new LazyOnnxEmbedder(settings, counts, card.get());
    }
    OnnxEmbedder embedder = OnnxEmbedder.load(settings, counts);
    ModelCard.of(embedder).keep(settings);
    return embedder;
  }

  private synchronized OnnxEmbedder loaded() {
    if (closed) {
      throw new IllegalStateException("the model " + settings.model() + " is closed");
    }
    if (loaded == null) {
      OnnxEmbedder embedder = OnnxEmbedder.load(settings, counts);
      if (!ModelCard.of(embedder).equals(card)) {
        embedder.close();
        ModelCard.forget(settings);
        throw new EmbeddingFailedException(
            "the ONNX model %s is not the one that was loaded the last time: start again"
                .formatted(settings.model()),
            null);
      }
      loaded = embedder;
    }
    return loaded;
  }

  @Override
  public ModelId model() {
    return card.id();
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public Embedded embedPassages(List<String> texts, Outage outage) {
    return loaded().embedPassages(texts, outage);
  }

  @Override
  public EmbeddingVector embedQuery(String text) {
    return loaded().embedQuery(text);
  }

  @Override
  public int textsPerCall() {
    return OnnxEmbedder.TEXTS_PER_CALL;
  }

  @Override
  public int callsAtOnce() {
    return OnnxEmbedder.CALLS_AT_ONCE;
  }

  /** Waits for a load that is under way; none begins afterwards, while the program ends. */
  @Override
  public synchronized void close() {
    closed = true;
    if (loaded != null) {
      loaded.close();
      loaded = null;
    }
  }

  private final class LazyTokenizer implements Tokenizer {
    @Override
    public int[] tokenStarts(String text) {
      return loaded().tokenizer().tokenStarts(text);
    }

    @Override
    public int maxTokens() {
      return card.id().maxTokens();
    }

    @Override
    public boolean separatesAtWhiteSpace() {
      return card.separatesAtWhiteSpace();
    }

    @Override
    public String fingerprint() {
      return card.tokenizer();
    }
  }
}
