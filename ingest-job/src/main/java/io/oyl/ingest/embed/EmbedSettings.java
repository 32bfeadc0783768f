package io.oyl.ingest.embed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which model makes the vectors and how it is spoken to. Properties {@code ingest.embed.*}; what is
 * left null, blank or 0 gets the default of its provider. {@link #toString} leaves the key out.
 *
 * @param provider {@code onnx} unless set
 * @param model name of the model; for {@code onnx} the bundled all-MiniLM-L6-v2, quantized, unless
 *     {@code modelPath} is set
 * @param modelPath folder of another ONNX model: {@code model.onnx} and {@code tokenizer.json}
 * @param pooling how an ONNX model's token vectors become one: mean unless set
 * @param baseUrl of {@code openai} (up to and with {@code /v1}) and {@code ollama}
 * @param apiKey sent as bearer token, never logged; a workspace may have one of its own
 * @param dimension values in a vector; for {@code onnx} the model's own
 * @param maxTokens the longest input that the model reads whole, its special tokens included; 256
 *     for the bundled model
 * @param tokenizerPath {@code tokenizer.json} of a remote model; without it every byte of UTF-8 is
 *     counted as a token
 * @param timeout of one request, 60 s unless set
 * @param batchSize most texts in one request, 128 unless set
 * @param batchTokens most tokens in one request, 100,000 unless set; never more than {@code
 *     tokensPerMinute}
 * @param threads texts (ONNX) or requests (remote) at the same time; all cores, or 4 requests,
 *     unless set
 * @param requestsPerMinute most requests that are sent in a minute; 0 for no limit
 * @param tokensPerMinute most tokens that are sent in a minute; 0 for no limit
 * @param patience how long requests are sent again while the endpoint is down, overloaded or limits
 *     the rate, 2 minutes unless set
 * @param maxRetries how often a request is sent again that was answered wrongly (too few vectors,
 *     another dimension, values that are no numbers), 2 unless set
 * @param queryPrefix what the model wants before a query
 * @param passagePrefix what the model wants before a passage
 * @param nativeCache folder for native libraries, {@code ~/.oyl-ingest/natives} unless set
 */
public record EmbedSettings(
    @Nullable Provider provider,
    @Nullable String model,
    @Nullable Path modelPath,
    @Nullable Pooling pooling,
    @Nullable URI baseUrl,
    @Nullable String apiKey,
    int dimension,
    int maxTokens,
    @Nullable Path tokenizerPath,
    @Nullable Duration timeout,
    int batchSize,
    int batchTokens,
    int threads,
    int requestsPerMinute,
    int tokensPerMinute,
    @Nullable Duration patience,
    @Nullable Integer maxRetries,
    @Nullable String queryPrefix,
    @Nullable String passagePrefix,
    @Nullable Path nativeCache) {

  public enum Provider {
    ONNX,
    OPENAI,
    OLLAMA;

    /** As it stands in a {@link ModelId}. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Pooling {
    MEAN,
    CLS
  }

  private static final int BUNDLED_MAX_TOKENS = 256;
  static final String BUNDLED_MODEL = "all-MiniLM-L6-v2-q";

  public EmbedSettings {
    provider = provider == null ? Provider.ONNX : provider;
    pooling = pooling == null ? Pooling.MEAN : pooling;
    model = model == null || model.isBlank() ? "" : model.strip();
    apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
    timeout = timeout == null ? Duration.ofSeconds(60) : timeout;
    patience = patience == null ? Duration.ofMinutes(2) : patience;
    maxRetries = maxRetries == null ? 2 : maxRetries;
    queryPrefix = queryPrefix == null ? "" : queryPrefix;
    passagePrefix = passagePrefix == null ? "" : passagePrefix;
    notNegative("dimension", dimension);
    notNegative("max-tokens", maxTokens);
    notNegative("batch-size", batchSize);
    notNegative("batch-tokens", batchTokens);
    notNegative("threads", threads);
    notNegative("requests-per-minute", requestsPerMinute);
    notNegative("tokens-per-minute", tokensPerMinute);
    notNegative("max-retries", maxRetries);
    if (patience.isNegative()) {
      throw refused("patience", "must not be negative, not " + patience);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw refused("timeout", "must be above zero, not " + timeout);
    }
    batchSize = batchSize == 0 ? 128 : batchSize;
    batchTokens = batchTokens == 0 ? 100_000 : batchTokens;
    batchTokens = tokensPerMinute == 0 ? batchTokens : Math.min(batchTokens, tokensPerMinute);
    if (provider == Provider.ONNX) {
      threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
      if (modelPath != null) {
        maxTokens = required("max-tokens", maxTokens, "the longest input that the model reads");
        Path folder = modelPath.toAbsolutePath().normalize().getFileName();
        model = model.isEmpty() && folder != null ? folder.toString() : model;
      } else if (model.isEmpty() || model.equals(BUNDLED_MODEL)) {
        model = BUNDLED_MODEL;
        maxTokens = maxTokens == 0 ? BUNDLED_MAX_TOKENS : maxTokens;
        if (maxTokens > BUNDLED_MAX_TOKENS) {
          throw refused(
              "max-tokens", "must not be above 256 for " + BUNDLED_MODEL + ", not " + maxTokens);
        }
        if (pooling != Pooling.MEAN) {
          throw refused("pooling", "must be mean for " + BUNDLED_MODEL);
        }
      } else {
        throw refused(
            "model",
            "'%s' is not bundled (%s is); give its folder as ingest.embed.model-path"
                .formatted(model, BUNDLED_MODEL));
      }
    } else {
      threads = threads == 0 ? 4 : threads;
      if (baseUrl == null || baseUrl.getHost() == null) {
        throw refused("base-url", "must be the URL of the " + provider.id() + " endpoint");
      }
      if (model.isEmpty()) {
        throw refused("model", "must name the model of the " + provider.id() + " endpoint");
      }
      dimension = required("dimension", dimension, "how many values the model's vectors have");
      maxTokens = required("max-tokens", maxTokens, "the longest input that the model reads");
    }
  }

  /** The bundled model with every default. */
  public static EmbedSettings bundled() {
    return new EmbedSettings(
        null, null, null, null, null, null, 0, 0, null, null, 0, 0, 0, 0, 0, null, null, null, null,
        null);
  }

  /** These settings with another folder for native libraries, where they name none. */
  EmbedSettings withNativeCache(@Nullable Path folder) {
    return nativeCache != null
        ? this
        : new EmbedSettings(
            provider,
            model,
            modelPath,
            pooling,
            baseUrl,
            apiKey,
            dimension,
            maxTokens,
            tokenizerPath,
            timeout,
            batchSize,
            batchTokens,
            threads,
            requestsPerMinute,
            tokensPerMinute,
            patience,
            maxRetries,
            queryPrefix,
            passagePrefix,
            folder);
  }

  /** How the key of the model's {@link ModelId} begins; what follows may need the model loaded. */
  String keyStart() {
    return Objects.requireNonNull(provider).id() + ":" + model;
  }

  /** The endpoint without user, password and query. */
  String endpoint() {
    if (baseUrl == null) {
      return "";
    }
    String port = baseUrl.getPort() < 0 ? "" : ":" + baseUrl.getPort();
    String path = baseUrl.getPath() == null ? "" : baseUrl.getPath();
    return baseUrl.getScheme() + "://" + baseUrl.getHost() + port + path;
  }

  @Override
  public String toString() {
    return "EmbedSettings[provider=%s, model=%s, endpoint=%s, apiKey=%s, dimension=%d, maxTokens=%d, threads=%d]"
        .formatted(
            provider,
            model,
            endpoint(),
            apiKey == null ? "none" : "set",
            dimension,
            maxTokens,
            threads);
  }

  private static int required(String property, int value, String meaning) {
    if (value == 0) {
      throw refused(property, "must say " + meaning);
    }
    return value;
  }

  private static void notNegative(String property, int value) {
    if (value < 0) {
      throw refused(property, "must not be negative, not " + value);
    }
  }

  private static IllegalArgumentException refused(String property, String why) {
    return new IllegalArgumentException("ingest.embed." + property + " " + why);
  }
}
