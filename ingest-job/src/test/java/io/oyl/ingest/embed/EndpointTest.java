package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.embed.StubEndpoint.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An endpoint on loopback, LangChain4j's own clients, and time that passes by waiting only. */
abstract class EndpointTest {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  final FakeTime time = new FakeTime();
  StubEndpoint endpoint;
  Duration timeout = Duration.ofSeconds(60);

  @BeforeEach
  void start() throws IOException {
    endpoint = new StubEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  /** Of OpenAI, with batches of eight texts, one request at a time and two second tries. */
  Embedder embedder() {
    return embedder(EmbedSettings.Provider.OPENAI, 1, 0);
  }

  Embedder embedder(EmbedSettings.Provider provider, int threads, int requestsPerMinute) {
    return RemoteEmbedder.connect(
        settings(provider, threads, requestsPerMinute), time, new EmbedCounts());
  }

  EmbedSettings settings(EmbedSettings.Provider provider, int threads, int requestsPerMinute) {
    return new EmbedSettings(
        provider,
        "m",
        null,
        null,
        endpoint.url(provider),
        null,
        3,
        60,
        null,
        timeout,
        8,
        0,
        threads,
        requestsPerMinute,
        0,
        PATIENCE,
        2,
        null,
        null,
        null);
  }

  /** Texts of one letter, of two, and so on: their vectors begin with their length. */
  static List<String> texts(int count) {
    return IntStream.rangeClosed(1, count).mapToObj("x"::repeat).toList();
  }

  static boolean has(Call call, String text) {
    return call.input().contains(text);
  }

  static @Nullable String message(Embedded embedded) {
    return embedded.failure() == null ? null : embedded.failure().getMessage();
  }

  static void assertRight(Embedded embedded, List<String> texts) {
    assertThat(embedded.all())
        .extracting(vector -> (int) vector.values()[0])
        .containsExactlyElementsOf(texts.stream().map(String::length).toList());
  }
}
