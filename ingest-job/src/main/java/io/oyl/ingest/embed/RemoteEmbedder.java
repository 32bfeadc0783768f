package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import io.oyl.ingest.chunk.Tokenizer;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Embeds over HTTP through LangChain4j's clients. Batches are bounded by count and by tokens, and
 * an answer is used only when all of it is right.
 */
final class RemoteEmbedder implements Embedder {
  private final EmbeddingModel model;
  private final Tokenizer tokenizer;
  private final Workers workers;
  private final ModelId id;
  private final EmbedSettings settings;
  private final String queryPrefix;
  private final String passagePrefix;

  private RemoteEmbedder(EmbeddingModel model, Tokenizer tokenizer, EmbedSettings settings) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.queryPrefix = Objects.requireNonNull(settings.queryPrefix());
    this.passagePrefix = Objects.requireNonNull(settings.passagePrefix());
    this.workers = new Workers(settings.threads());
    String name =
        passagePrefix.isEmpty()
            ? settings.model()
            : settings.model() + "@" + Fingerprint.of(passagePrefix.getBytes(UTF_8));
    this.id =
        new ModelId(
            provider(settings).id(),
            Objects.requireNonNull(name),
            settings.dimension(),
            tokenizer.maxTokens());
  }

  static RemoteEmbedder connect(EmbedSettings settings) {
    return new RemoteEmbedder(client(settings), tokenizer(settings), settings);
  }

  private static EmbeddingModel client(EmbedSettings settings) {
    String baseUrl = Objects.requireNonNull(settings.baseUrl()).toString();
    String name = Objects.requireNonNull(settings.model());
    String key = settings.apiKey();
    if (provider(settings) == EmbedSettings.Provider.OLLAMA) {
      return OllamaEmbeddingModel.builder()
          .httpClientBuilder(StrictHttpClient.ollama())
          .baseUrl(baseUrl)
          .modelName(name)
          .timeout(settings.timeout())
          .maxRetries(settings.maxRetries())
          .customHeaders(key == null ? Map.of() : Map.of("Authorization", "Bearer " + key))
          .build();
    }
    OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder builder =
        OpenAiEmbeddingModel.builder()
            .httpClientBuilder(StrictHttpClient.openAi())
            .baseUrl(baseUrl)
            .modelName(name)
            .timeout(settings.timeout())
            .maxRetries(settings.maxRetries())
            .maxSegmentsPerBatch(settings.batchSize());
    if (key != null) {
      builder.apiKey(key);
    }
    // other models and servers refuse a request that names the dimension
    if (name.startsWith("text-embedding-3")) {
      builder.dimensions(settings.dimension());
    }
    return builder.build();
  }

  private static Tokenizer tokenizer(EmbedSettings settings) {
    int limit = settings.maxTokens();
    String prefix = Objects.requireNonNull(settings.passagePrefix());
    Path path = settings.tokenizerPath();
    if (path == null) {
      int left = limit - Utf8ByteBound.SPECIALS - prefix.getBytes(UTF_8).length;
      if (left < 1) {
        throw new IllegalArgumentException(
            "ingest.embed.max-tokens (%d) leaves no room for a text".formatted(limit));
      }
      return new Utf8ByteBound(left);
    }
    NativeLibraries.prepare(settings.nativeCache());
    try {
      return new ModelTokenizer(Files.readAllBytes(path), limit, prefix);
    } catch (IOException | LinkageError e) {
      throw new EmbeddingFailedException(
          "the tokenizer %s cannot be loaded: %s".formatted(path, e), e);
    }
  }

  private static EmbedSettings.Provider provider(EmbedSettings settings) {
    return Objects.requireNonNull(settings.provider());
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
  public List<EmbeddingVector> embedPassages(List<String> texts) {
    return workers.map(batches(texts), this::embed).stream().flatMap(List::stream).toList();
  }

  @Override
  public EmbeddingVector embedQuery(String text) {
    count(queryPrefix + text);
    return embed(List.of(TextSegment.from(queryPrefix + text))).getFirst();
  }

  private List<List<TextSegment>> batches(List<String> texts) {
    List<List<TextSegment>> batches = new ArrayList<>();
    List<TextSegment> batch = new ArrayList<>();
    long batchTokens = 0;
    int reserved = settings.maxTokens() - tokenizer.maxTokens();
    for (String text : texts) {
      int tokens = count(text) + reserved;
      if (!batch.isEmpty()
          && (batch.size() == settings.batchSize()
              || batchTokens + tokens > settings.batchTokens())) {
        batches.add(batch);
        batch = new ArrayList<>();
        batchTokens = 0;
      }
      batch.add(TextSegment.from(passagePrefix + text));
      batchTokens += tokens;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private int count(String text) {
    int tokens = tokenizer.tokenStarts(text).length;
    if (tokens > tokenizer.maxTokens()) {
      throw new TextTooLongException(tokens, id);
    }
    return tokens;
  }

  private List<EmbeddingVector> embed(List<TextSegment> batch) {
    String source = id.key() + " at " + settings.endpoint();
    List<Embedding> answer;
    try {
      answer = model.embedAll(batch).content();
    } catch (RuntimeException e) {
      throw failed(source, e);
    }
    return Answers.check(answer, batch.size(), settings.dimension(), source);
  }

  /** Names what happened without the answer's body, which may repeat the text or the key. */
  private EmbeddingFailedException failed(String source, RuntimeException failure) {
    String what = "answered what cannot be read (" + failure.getClass().getSimpleName() + ")";
    IOException connection = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StrictHttpClient.WrongAnswer wrong) {
        return new EmbeddingFailedException(source + " answered " + wrong.getMessage(), null);
      }
      if (cause instanceof HttpException http) {
        return new EmbeddingFailedException(
            source + " answered HTTP " + http.statusCode() + hint(http.statusCode()), null);
      }
      if (cause instanceof HttpTimeoutException timeout) {
        what = "did not answer within " + settings.timeout();
        connection = timeout;
      } else if (cause instanceof IOException io && !isJson(io)) {
        what = "cannot be reached: " + io;
        connection = io;
      }
    }
    return new EmbeddingFailedException(source + " " + what, connection);
  }

  private static boolean isJson(IOException failure) {
    return failure.getClass().getName().contains("jackson");
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> ": check ingest.embed.api-key";
      case 404 -> ": check ingest.embed.base-url and ingest.embed.model";
      case 413 -> ": lower ingest.embed.batch-size or ingest.embed.batch-tokens";
      case 429 -> ": the endpoint limits the rate; lower ingest.embed.threads";
      default -> "";
    };
  }

  @Override
  public void close() {
    workers.close();
    if (tokenizer instanceof ModelTokenizer closeable) {
      closeable.close();
    }
  }
}
