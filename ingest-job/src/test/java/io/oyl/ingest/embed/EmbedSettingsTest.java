package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbedSettingsTest {
  private static final URI ENDPOINT = URI.create("http://user:pass@example.org:8080/v1?key=hidden");

  @Test
  void defaultsAreTheBundledModel() {
    EmbedSettings settings = EmbedSettings.bundled();

    assertThat(settings.provider()).isEqualTo(EmbedSettings.Provider.ONNX);
    assertThat(settings.model()).isEqualTo("all-MiniLM-L6-v2-q");
    assertThat(settings.maxTokens()).isEqualTo(256);
    assertThat(settings.pooling()).isEqualTo(EmbedSettings.Pooling.MEAN);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.batchSize()).isEqualTo(128);
    assertThat(settings.batchTokens()).isEqualTo(100_000);
    assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.requestsPerMinute()).isZero();
    assertThat(settings.tokensPerMinute()).isZero();
    assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.maxRetries()).isEqualTo(2);
  }

  @Test
  void neverShowsTheKey() {
    EmbedSettings settings = remote(ENDPOINT, "m", 8, 512);

    assertThat(settings.toString())
        .contains("http://example.org:8080/v1")
        .doesNotContain("secret")
        .doesNotContain("pass")
        .doesNotContain("hidden");
  }

  @Test
  void refusalsNameTheProperty() {
    refused("model", () -> onnx("another", null, 0));
    refused("max-tokens", () -> onnx(null, null, 257));
    refused("max-tokens", () -> onnx(null, null, -1));
    refused("max-tokens", () -> onnx(null, Path.of("folder"), 0));
    refused("base-url", () -> remote(null, "m", 8, 512));
    refused("base-url", () -> remote(URI.create("nowhere"), "m", 8, 512));
    refused("model", () -> remote(ENDPOINT, " ", 8, 512));
    refused("dimension", () -> remote(ENDPOINT, "m", 0, 512));
    refused("max-tokens", () -> remote(ENDPOINT, "m", 8, 0));
    refused("dimension", () -> numbers(-1, 0, 0, 0, 0, Duration.ofSeconds(1)));
    refused("batch-size", () -> numbers(0, -1, 0, 0, 0, Duration.ofSeconds(1)));
    refused("batch-tokens", () -> numbers(0, 0, -1, 0, 0, Duration.ofSeconds(1)));
    refused("threads", () -> numbers(0, 0, 0, -1, 0, Duration.ofSeconds(1)));
    refused("requests-per-minute", () -> pace(-1, 0, Duration.ZERO));
    refused("tokens-per-minute", () -> pace(0, -1, Duration.ZERO));
    refused("patience", () -> pace(0, 0, Duration.ofSeconds(-1)));
    refused("max-retries", () -> numbers(0, 0, 0, 0, -1, Duration.ofSeconds(1)));
    refused("timeout", () -> numbers(0, 0, 0, 0, 0, Duration.ZERO));
  }

  @Test
  void noRequestHasMoreTokensThanAMinute() {
    assertThat(pace(0, 500, Duration.ZERO).batchTokens()).isEqualTo(500);
    assertThat(pace(0, 500_000, Duration.ZERO).batchTokens()).isEqualTo(100_000);
  }

  private static void refused(String property, Runnable construction) {
    assertThatIllegalArgumentException()
        .isThrownBy(construction::run)
        .withMessageStartingWith("ingest.embed." + property + " ");
  }

  private static EmbedSettings onnx(@Nullable String model, @Nullable Path folder, int maxTokens) {
    return new EmbedSettings(
        null, model, folder, null, null, null, 0, maxTokens, null, null, 0, 0, 0, 0, 0, null, null,
        null, null, null);
  }

  private static EmbedSettings remote(
      @Nullable URI baseUrl, String model, int dimension, int maxTokens) {
    return new EmbedSettings(
        EmbedSettings.Provider.OPENAI,
        model,
        null,
        null,
        baseUrl,
        "secret",
        dimension,
        maxTokens,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        null,
        null,
        null);
  }

  private static EmbedSettings numbers(
      int dimension, int batchSize, int batchTokens, int threads, int retries, Duration timeout) {
    return new EmbedSettings(
        null,
        null,
        null,
        null,
        null,
        null,
        dimension,
        0,
        null,
        timeout,
        batchSize,
        batchTokens,
        threads,
        0,
        0,
        null,
        retries,
        null,
        null,
        null);
  }

  private static EmbedSettings pace(int requestsPerMinute, int tokensPerMinute, Duration patience) {
    return new EmbedSettings(
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        null,
        null,
        0,
        0,
        0,
        requestsPerMinute,
        tokensPerMinute,
        patience,
        null,
        null,
        null,
        null);
  }
}
