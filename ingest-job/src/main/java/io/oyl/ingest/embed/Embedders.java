package io.oyl.ingest.embed;

/** Makes the embedder that the settings ask for. */
public final class Embedders {
  private Embedders() {}

  /**
   * Prepares a local model, which may be loaded when it is first asked, or the client of a remote
   * one without calling it.
   *
   * @throws EmbeddingFailedException when a local model or its native libraries cannot be loaded;
   *     each of its methods may say so later
   */
  public static Embedder create(EmbedSettings settings) {
    return create(settings, new EmbedCounts());
  }

  /** Counts what the model is asked. */
  public static Embedder create(EmbedSettings settings, EmbedCounts counts) {
    return settings.provider() == EmbedSettings.Provider.ONNX
        ? LazyOnnxEmbedder.create(settings, counts)
        : RemoteEmbedder.connect(settings, Timekeeper.system(), counts);
  }
}
