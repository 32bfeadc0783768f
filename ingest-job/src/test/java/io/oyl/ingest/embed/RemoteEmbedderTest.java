package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oyl.ingest.embed.StubEndpoint.Answer;
import io.oyl.ingest.embed.StubEndpoint.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** LangChain4j's own clients against a server that answers as it is told to. */
class RemoteEmbedderTest {
  private static final String KEY = "key-that-nobody-may-see";
  private static final String TEXT = "text-that-nobody-may-see";

  private StubEndpoint endpoint;
  private Duration timeout = Duration.ofSeconds(60);

  @BeforeEach
  void start() throws IOException {
    endpoint = new StubEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void speaksOpenAi() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, "some-model", 3)) {
      List<EmbeddingVector> vectors = embedder.embedPassages(List.of("a", "bbb")).all();

      assertThat(vectors.get(0).values()).containsExactly(1, 0.5f, 1);
      assertThat(vectors.get(1).values()).containsExactly(3, 0.5f, 1);
      assertThat(embedder.model().key()).isEqualTo("openai:some-model:3");
    }
    Call call = endpoint.calls().getFirst();
    assertThat(call.path()).isEqualTo("/v1/embeddings");
    assertThat(call.authorization()).isEqualTo("Bearer " + KEY);
    assertThat(call.body().path("model").asString()).isEqualTo("some-model");
    assertThat(call.input()).containsExactly("a", "bbb");
    assertThat(call.body().has("dimensions")).isFalse();
  }

  @Test
  void asksOpenAisOwnModelsForTheDimension() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, "text-embedding-3-small", 3)) {
      embedder.embedQuery("a");
    }
    assertThat(endpoint.calls().getFirst().body().path("dimensions").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void asksWithAnotherKeyBesideItsOwn(EmbedSettings.Provider provider) {
    try (Embedder embedder = embedder(provider, "m", 3)) {
      Embedder other = embedder.withApiKey("other-key");
      assertThat(embedder.withApiKey("other-key")).isSameAs(other);
      assertThat(other.model()).isEqualTo(embedder.model());
      other.embedPassages(List.of("a"));
      other.embedQuery("b");
      embedder.embedQuery("c");
    }
    assertThat(endpoint.calls())
        .extracting(Call::authorization)
        .containsExactly("Bearer other-key", "Bearer other-key", "Bearer " + KEY);
  }

  @Test
  void speaksOllamaAndForbidsItToCut() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OLLAMA, "nomic", 3)) {
      assertThat(embedder.embedPassages(List.of("a", "bbb")).all().get(1).values())
          .containsExactly(3, 0.5f, 1);
      assertThat(embedder.model().key()).isEqualTo("ollama:nomic:3");
    }
    Call call = endpoint.calls().getFirst();
    assertThat(call.path()).isEqualTo("/api/embed");
    assertThat(call.body().path("model").asString()).isEqualTo("nomic");
    assertThat(call.body().path("truncate").asBoolean(true)).isFalse();
    assertThat(call.input()).containsExactly("a", "bbb");
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void batchesByCountAndByTokensAndKeepsTheOrder(EmbedSettings.Provider provider) {
    List<String> texts = IntStream.range(0, 50).mapToObj(i -> "x".repeat(1 + i * 7 % 50)).toList();
    try (Embedder embedder = embedder(provider, "m", 3)) {
      assertThat(embedder.embedPassages(texts).all())
          .extracting(vector -> (int) vector.values()[0])
          .containsExactlyElementsOf(texts.stream().map(String::length).toList());
    }
    assertThat(endpoint.calls()).allMatch(call -> call.input().size() <= 4);
    assertThat(endpoint.calls())
        .allMatch(
            call ->
                call.input().size() == 1
                    || call.input().stream().mapToInt(text -> text.length() + 2).sum() <= 100);
    assertThat(endpoint.calls()).hasSizeBetween(13, 25);
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void wrongAnswersAreRefusedWhole(EmbedSettings.Provider provider) {
    refused(provider, "1 vectors for 2 texts", call -> StubEndpoint.same(call, 1, "1,2,3"));
    refused(provider, "3 vectors for 2 texts", call -> StubEndpoint.same(call, 3, "1,2,3"));
    refused(
        provider,
        "dimension 2, not 3",
        call -> StubEndpoint.same(call, call.input().size(), "1,2"));
    refused(
        provider, "not finite", call -> StubEndpoint.same(call, call.input().size(), "1,1e60,3"));
    refused(provider, "length zero", call -> StubEndpoint.same(call, call.input().size(), "0,0,0"));
    refused(
        provider,
        "cannot be read",
        call -> StubEndpoint.same(call, call.input().size(), "1,NaN,3"));
    refused(
        provider,
        "a value that is null",
        call -> StubEndpoint.same(call, call.input().size(), "1,null,3"));
    refused(provider, "cannot be read", _ -> body(200, "<html>" + TEXT + KEY));
    refused(provider, "cannot be read", _ -> body(200, "{}"));
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void errorsNameTheEndpointAndTheStatusOnly(EmbedSettings.Provider provider) {
    refused(provider, "HTTP 500", _ -> body(500, TEXT + KEY));
    refused(provider, "HTTP 401: check ingest.embed.api-key", _ -> body(401, TEXT + KEY));
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void sayWhenNobodyAnswers(EmbedSettings.Provider provider) {
    endpoint.close();
    refused(provider, "cannot be reached", StubEndpoint::right);
  }

  @Test
  void sayWhenTheAnswerTakesTooLong() {
    timeout = Duration.ofSeconds(1);
    refused(
        EmbedSettings.Provider.OPENAI,
        "did not answer within PT1S",
        call -> {
          try {
            Thread.sleep(3000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return StubEndpoint.right(call);
        });
  }

  @Test
  void textsOverTheBoundAreRefusedBeforeAnyCall() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OLLAMA, "m", 3)) {
      assertThat(embedder.tokenizer().maxTokens()).isEqualTo(58);
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of("a", "ä".repeat(30))).all());
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedQuery("ä".repeat(30)));
    }
    assertThat(endpoint.calls()).isEmpty();
  }

  @Test
  void bytesOfUtf8BoundTheTokens() {
    Utf8ByteBound bound = new Utf8ByteBound(100);

    assertThat(bound.tokenStarts("aä€😀b")).containsExactly(0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4);
  }

  @Test
  void countsWithTheModelsOwnTokenizerWhereItIsGiven(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    try (InputStream in =
        RemoteEmbedderTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
      assertThat(in).isNotNull();
      Files.copy(in, file);
    }
    try (Embedder embedder =
        Embedders.create(settings(EmbedSettings.Provider.OPENAI, "m", 3, file))) {
      assertThat(embedder.tokenizer().maxTokens()).isEqualTo(58);
      assertThat(embedder.embedPassages(List.of("something ".repeat(58))).all()).hasSize(1);
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of("something ".repeat(59))).all());
    }
  }

  private void refused(EmbedSettings.Provider provider, String why, Function<Call, Answer> wrong) {
    endpoint.answers(wrong);
    try (Embedder embedder = embedder(provider, "m", 3)) {
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of(TEXT, "other")).all())
          .withMessageContaining(why)
          .withMessageContaining(endpoint.address())
          .satisfies(
              failure -> {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                  assertThat(cause.toString()).doesNotContain(KEY).doesNotContain(TEXT);
                }
              });
    }
  }

  private Embedder embedder(EmbedSettings.Provider provider, String model, int dimension) {
    return Embedders.create(settings(provider, model, dimension, null));
  }

  private EmbedSettings settings(
      EmbedSettings.Provider provider, String model, int dimension, @Nullable Path tokenizer) {
    return new EmbedSettings(
        provider,
        model,
        null,
        null,
        endpoint.url(provider),
        KEY,
        dimension,
        60,
        tokenizer,
        timeout,
        4,
        100,
        3,
        0,
        0,
        Duration.ZERO,
        0,
        null,
        null,
        null);
  }

  private static Answer body(int status, String body) {
    return new Answer(status, Map.of(), body);
  }
}
