package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** LangChain4j's own clients against a server that answers as it is told to. */
class RemoteEmbedderTest {
  private static final String KEY = "key-that-nobody-may-see";
  private static final String TEXT = "text-that-nobody-may-see";

  private record Call(String path, @Nullable String authorization, JsonNode body) {
    List<String> input() {
      JsonNode input = body.path("input");
      return input.isArray()
          ? input.valueStream().map(JsonNode::asString).toList()
          : List.of(input.asString());
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile Function<Call, String> answer = RemoteEmbedderTest::right;
  private volatile int status = 200;
  private Duration timeout = Duration.ofSeconds(60);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void speaksOpenAi() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, "some-model", 3)) {
      List<EmbeddingVector> vectors = embedder.embedPassages(List.of("a", "bbb"));

      assertThat(vectors.get(0).values()).containsExactly(1, 0.5f, 1);
      assertThat(vectors.get(1).values()).containsExactly(3, 0.5f, 1);
      assertThat(embedder.model().key()).isEqualTo("openai:some-model:3");
    }
    Call call = calls.getFirst();
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
    assertThat(calls.getFirst().body().path("dimensions").asInt()).isEqualTo(3);
  }

  @Test
  void speaksOllamaAndForbidsItToCut() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OLLAMA, "nomic", 3)) {
      assertThat(embedder.embedPassages(List.of("a", "bbb")).get(1).values())
          .containsExactly(3, 0.5f, 1);
      assertThat(embedder.model().key()).isEqualTo("ollama:nomic:3");
    }
    Call call = calls.getFirst();
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
      assertThat(embedder.embedPassages(texts))
          .extracting(vector -> (int) vector.values()[0])
          .containsExactlyElementsOf(texts.stream().map(String::length).toList());
    }
    assertThat(calls).allMatch(call -> call.input().size() <= 4);
    assertThat(calls)
        .allMatch(
            call ->
                call.input().size() == 1
                    || call.input().stream().mapToInt(text -> text.length() + 2).sum() <= 100);
    assertThat(calls).hasSizeBetween(13, 25);
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void wrongAnswersAreRefusedWhole(EmbedSettings.Provider provider) {
    refused(provider, "1 vectors for 2 texts", call -> answer(call, 1, "1,2,3"));
    refused(provider, "3 vectors for 2 texts", call -> answer(call, 3, "1,2,3"));
    refused(provider, "dimension 2, not 3", call -> answer(call, 2, "1,2"));
    refused(provider, "not finite", call -> answer(call, 2, "1,1e60,3"));
    refused(provider, "length zero", call -> answer(call, 2, "0,0,0"));
    refused(provider, "cannot be read", call -> answer(call, 2, "1,NaN,3"));
    refused(provider, "a value that is null", call -> answer(call, 2, "1,null,3"));
    refused(provider, "cannot be read", _ -> "<html>" + TEXT + KEY);
    refused(provider, "cannot be read", _ -> "{}");
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void errorsNameTheEndpointAndTheStatusOnly(EmbedSettings.Provider provider) {
    status = 500;
    refused(provider, "HTTP 500", _ -> TEXT + KEY);
    status = 401;
    refused(provider, "HTTP 401: check ingest.embed.api-key", _ -> TEXT + KEY);
  }

  @Test
  void vectorsOutOfOrderAreRefused() {
    refused(
        EmbedSettings.Provider.OPENAI,
        "vector 1 in place of 0",
        _ ->
            """
            {"data": [{"index": 1, "embedding": [1,2,3]}, {"index": 0, "embedding": [1,2,3]}],
             "usage": {"prompt_tokens": 1, "total_tokens": 1}}""");
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void sayWhenNobodyAnswers(EmbedSettings.Provider provider) {
    server.stop(0);
    refused(provider, "cannot be reached", RemoteEmbedderTest::right);
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
          return right(call);
        });
  }

  @Test
  void textsOverTheBoundAreRefusedBeforeAnyCall() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OLLAMA, "m", 3)) {
      assertThat(embedder.tokenizer().maxTokens()).isEqualTo(58);
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of("a", "ä".repeat(30))));
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedQuery("ä".repeat(30)));
    }
    assertThat(calls).isEmpty();
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
      assertThat(embedder.embedPassages(List.of("something ".repeat(58)))).hasSize(1);
      assertThatExceptionOfType(TextTooLongException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of("something ".repeat(59))));
    }
  }

  private void refused(EmbedSettings.Provider provider, String why, Function<Call, String> wrong) {
    answer = wrong;
    try (Embedder embedder = embedder(provider, "m", 3)) {
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(() -> embedder.embedPassages(List.of(TEXT, "other")))
          .withMessageContaining(why)
          .withMessageContaining("127.0.0.1:" + server.getAddress().getPort())
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
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    return new EmbedSettings(
        provider,
        model,
        null,
        null,
        URI.create(provider == EmbedSettings.Provider.OPENAI ? root + "/v1" : root),
        KEY,
        dimension,
        60,
        tokenizer,
        timeout,
        4,
        100,
        3,
        0,
        null,
        null,
        null);
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    Call call =
        new Call(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body);
    calls.add(call);
    byte[] response = answer.apply(call).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  /** Vectors that tell which text they are of: its length comes first. */
  private static String right(Call call) {
    return json(call, call.input().stream().map(text -> text.length() + ",0.5,1").toList());
  }

  private static String answer(Call call, int count, String values) {
    return json(call, IntStream.range(0, count).mapToObj(_ -> values).toList());
  }

  private static String json(Call call, List<String> vectors) {
    if (call.path().startsWith("/api")) {
      return vectors.stream()
          .map(values -> "[" + values + "]")
          .collect(Collectors.joining(",", "{\"embeddings\": [", "]}"));
    }
    return IntStream.range(0, vectors.size())
        .mapToObj(
            i ->
                "{\"object\": \"embedding\", \"index\": %d, \"embedding\": [%s]}"
                    .formatted(i, vectors.get(i)))
        .collect(
            Collectors.joining(
                ",", "{\"data\": [", "], \"usage\": {\"prompt_tokens\": 1, \"total_tokens\": 1}}"));
  }
}
