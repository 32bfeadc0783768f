package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OrtException;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.oyl.ingest.chunk.Tokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Embeds in this process: the bundled model, or one from a folder. */
final class OnnxEmbedder implements Embedder {
  /** Enough for all threads, few enough to be committed often. */
  static final int TEXTS_PER_CALL = 128;

  /** While the last texts of one call are computed, the first ones of the next are. */
  static final int CALLS_AT_ONCE = 2;

  static final String MODEL_FILE = "model.onnx";
  static final String TOKENIZER_FILE = "tokenizer.json";

  /** Lies in the jar of the bundled model. */
  static final Class<?> BUNDLE = AllMiniLmL6V2QuantizedEmbeddingModel.class;

  private static final String BUNDLED_RESOURCE = "/all-minilm-l6-v2-q";

  private final OnnxModel model;
  private final ModelTokenizer tokenizer;
  private final EmbedCounts counts;
  private final Workers workers;
  private final ModelId id;
  private final int reserved;
  private final String queryPrefix;
  private final String passagePrefix;

  private OnnxEmbedder(
      byte[] modelBytes, byte[] tokenizerJson, EmbedSettings settings, EmbedCounts counts)
      throws IOException, OrtException {
    this.counts = counts;
    this.queryPrefix = Objects.requireNonNull(settings.queryPrefix());
    this.passagePrefix = Objects.requireNonNull(settings.passagePrefix());
    EmbedSettings.Pooling pooling = Objects.requireNonNull(settings.pooling());
    String name =
        settings.model()
            + "@"
            + Fingerprint.of(
                modelBytes,
                tokenizerJson,
                (OnnxModel.VERSION + pooling.name()).getBytes(UTF_8),
                passagePrefix.getBytes(UTF_8));
    this.tokenizer = new ModelTokenizer(tokenizerJson, settings.maxTokens(), passagePrefix);
    this.reserved = settings.maxTokens() - tokenizer.maxTokens();
    this.workers = new Workers(settings.threads());
    this.model = new OnnxModel(modelBytes, tokenizer, pooling, settings.maxTokens(), workers);
    int dimension = model.dimension();
    if (settings.dimension() != 0 && settings.dimension() != dimension) {
      close();
      throw new IllegalArgumentException(
          "ingest.embed.dimension is %d, but %s makes vectors of %d"
              .formatted(settings.dimension(), settings.model(), dimension));
    }
    this.id = new ModelId(EmbedSettings.Provider.ONNX.id(), name, dimension, tokenizer.maxTokens());
  }

  static OnnxEmbedder load(EmbedSettings settings, EmbedCounts counts) {
    Path natives = NativeLibraries.prepare(settings.nativeCache());
    try {
      Path folder = settings.modelPath();
      return folder == null
          ? new OnnxEmbedder(bundled(".onnx"), bundled("-tokenizer.json"), settings, counts)
          : new OnnxEmbedder(
              Files.readAllBytes(folder.resolve(MODEL_FILE)),
              Files.readAllBytes(folder.resolve(TOKENIZER_FILE)),
              settings,
              counts);
    } catch (IOException | OrtException e) {
      throw new EmbeddingFailedException(
          "the ONNX model %s cannot be loaded: %s".formatted(settings.model(), e), e);
    } catch (LinkageError e) {
      throw new EmbeddingFailedException(
          "the native libraries of the embedding model cannot be loaded from "
              + natives
              + " on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " (glibc is needed on Linux, and a folder that files may be executed from:"
              + " ingest.embed.native-cache): "
              + e,
          e);
    }
  }

  @Override
  public ModelId model() {
    return id;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public Embedded embedPassages(List<String> texts, Outage outage) {
    return Embedded.whole(embed(texts, passagePrefix));
  }

  @Override
  public EmbeddingVector embedQuery(String text) {
    return embed(List.of(text), queryPrefix).getFirst();
  }

  @Override
  public int textsPerCall() {
    return TEXTS_PER_CALL;
  }

  @Override
  public int callsAtOnce() {
    return CALLS_AT_ONCE;
  }

  private List<EmbeddingVector> embed(List<String> texts, String prefix) {
    List<TextSegment> segments =
        texts.stream().map(text -> TextSegment.from(prefix + text)).toList();
    long begin = System.nanoTime();
    boolean made = false;
    try {
      List<EmbeddingVector> vectors =
          Answers.check(model.embedAll(segments).content(), texts.size(), id.dimension());
      counts.answered(texts.size(), model.takeTokens(), System.nanoTime() - begin);
      made = true;
      return vectors;
    } catch (WrongAnswer e) {
      throw new EmbeddingFailedException(id.key() + " answered " + e.what(), e);
    } catch (OnnxModel.TooManyTokens e) {
      TextTooLongException tooLong = new TextTooLongException(e.tokens - reserved, id);
      tooLong.addSuppressed(e);
      throw tooLong;
    } finally {
      if (!made) {
        counts.failed(System.nanoTime() - begin);
      }
    }
  }

  @Override
  public void close() {
    workers.close();
    model.close();
    tokenizer.close();
  }

  private static byte[] bundled(String suffix) throws IOException {
    try (InputStream in = BUNDLE.getResourceAsStream(BUNDLED_RESOURCE + suffix)) {
      if (in == null) {
        throw new FileNotFoundException(BUNDLED_RESOURCE + suffix + " on the class path");
      }
      return in.readAllBytes();
    }
  }
}
