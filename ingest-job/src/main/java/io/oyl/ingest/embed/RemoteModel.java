package io.oyl.ingest.embed;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import io.oyl.ingest.embed.EndpointHttpClient.HttpRefusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One request at a time, tried once, through LangChain4j's client of the endpoint. Thread-safe. */
final class RemoteModel {
  private final EmbeddingModel model;
  private final EndpointHttpClient http;
  private final EmbedSettings settings;
  private final @Nullable String apiKey;
  private final Timekeeper time;

  /**
   * A model.
   *
   * @param apiKey in place of the one of the settings
   * @param http made by {@link #client}; stays its maker's to close
   */
  RemoteModel(
      EmbedSettings settings, @Nullable String apiKey, EndpointHttpClient http, Timekeeper time) {
    this.settings = settings;
    this.apiKey = apiKey;
    this.http = http;
    this.time = time;
    this.model = isOllama(settings) ? ollama() : openAi();
  }

  /** The way to the endpoint, for any number of keys. */
  static EndpointHttpClient client(EmbedSettings settings) {
    return new EndpointHttpClient(
        isOllama(settings) ? RemoteModel::untruncated : UnaryOperator.identity(),
        Objects.requireNonNull(settings.timeout()));
  }

  private static boolean isOllama(EmbedSettings settings) {
    return settings.provider() == EmbedSettings.Provider.OLLAMA;
  }

  private EmbeddingModel ollama() {
    return OllamaEmbeddingModel.builder()
        .httpClientBuilder(http.builder())
        .baseUrl(baseUrl())
        .modelName(settings.model())
        .maxRetries(0)
        .customHeaders(apiKey == null ? Map.of() : Map.of("Authorization", "Bearer " + apiKey))
        .build();
  }

  private EmbeddingModel openAi() {
    String name = Objects.requireNonNull(settings.model());
    OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder builder =
        OpenAiEmbeddingModel.builder()
            .httpClientBuilder(http.builder())
            .baseUrl(baseUrl())
            .modelName(name)
            .maxRetries(0)
            .maxSegmentsPerBatch(settings.batchSize());
    if (apiKey != null) {
      builder.apiKey(apiKey);
    }
    // other models and servers refuse a request that names the dimension
    if (name.startsWith("text-embedding-3")) {
      builder.dimensions(settings.dimension());
    }
    return builder.build();
  }

  private String baseUrl() {
    return Objects.requireNonNull(settings.baseUrl()).toString();
  }

  /** Ollama must refuse a text that is too long and not cut it. */
  private static String untruncated(String body) {
    return "{\"truncate\":false," + body.substring(body.indexOf('{') + 1);
  }

  Reply ask(List<TextSegment> texts) {
    try {
      return new Reply.Made(
          Answers.check(model.embedAll(texts).content(), texts.size(), settings.dimension()));
    } catch (RuntimeException e) {
      return reply(e);
    }
  }

  /** Names what happened without the answer's body, which may repeat the text or the key. */
  private Reply reply(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case WrongAnswer wrong -> {
          return new Reply.Wrong("answered " + wrong.what(), wrong.perhapsOneText());
        }
        case HttpRefusal refusal -> {
          return refused(refusal);
        }
        case InterruptedIOException _ -> {
          return new Reply.Failed("was not waited for: the run is interrupted");
        }
        case HttpTimeoutException _ -> {
          return unavailable("did not answer within " + settings.timeout(), null);
        }
        case ConnectException refused when refused.getMessage() == null -> {
          return unavailable("cannot be reached: connection refused", null);
        }
        case IOException io -> {
          return unavailable("cannot be reached: " + io, null);
        }
        default -> {}
      }
    }
    return new Reply.Wrong(
        "answered what cannot be read (" + failure.getClass().getSimpleName() + ")", true);
  }

  private Reply refused(HttpRefusal refusal) {
    String why = "answered HTTP " + refusal.status() + hint(refusal.status());
    Duration retryAfter = RetryAfter.in(refusal.headers(), time.now()).orElse(null);
    return switch (refusal.status()) {
      case 400, 413, 422 -> new Reply.Refused(why);
      case 500 -> new Reply.Unavailable(why, retryAfter, true);
      case 408, 425, 429 -> unavailable(why, retryAfter);
      default -> refusal.status() > 500 ? unavailable(why, retryAfter) : new Reply.Failed(why);
    };
  }

  private static Reply unavailable(String why, @Nullable Duration retryAfter) {
    return new Reply.Unavailable(why, retryAfter, false);
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> ": check ingest.embed.api-key of the settings, or the workspace's secret";
      case 404 -> ": check ingest.embed.base-url and ingest.embed.model";
      case 413 -> ": lower ingest.embed.batch-size or ingest.embed.batch-tokens";
      case 429 -> ": set ingest.embed.requests-per-minute and ingest.embed.tokens-per-minute";
      default -> "";
    };
  }
}
