package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oyl.ingest.embed.StubEndpoint.Answer;
import io.oyl.ingest.embed.StubEndpoint.Call;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint is away, overloaded or limits the rate. */
class EndpointDownTest extends EndpointTest {

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void theSecondsOfRetryAfterAreWaited(int status) {
    endpoint.answersFirst(List.of(_ -> StubEndpoint.retryAfter(status, "47")));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(47));
    assertThat(endpoint.charged()).containsExactlyElementsOf(texts(3));
  }

  @Test
  void theDateOfRetryAfterIsWaitedFor() {
    endpoint.answersFirst(
        List.of(
            _ ->
                StubEndpoint.retryAfter(
                    429,
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(100)))));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
    assertThat(time.passed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
    assertThat(endpoint.calls()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void pausesGrowAndOnlyWhatFailedIsSentAgain(EmbedSettings.Provider provider) {
    endpoint.answersFirst(
        List.of(
            StubEndpoint::right,
            _ -> StubEndpoint.status(500),
            _ -> StubEndpoint.status(500),
            _ -> StubEndpoint.status(502)));
    try (Embedder embedder = embedder(provider, 1, 0)) {
      assertRight(embedder.embedPassages(texts(20)), texts(20));
    }
    assertThat(time.sleeps())
        .satisfiesExactly(
            first -> assertThat(first).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250)),
            second ->
                assertThat(second).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500)),
            third -> assertThat(third).isBetween(Duration.ofMillis(3000), Duration.ofMillis(5000)));
    assertThat(endpoint.charged()).containsExactlyElementsOf(texts(20));
  }

  @Test
  void anAnswerThatIsTooSlowIsAskedForAgain() {
    timeout = Duration.ofSeconds(1);
    CountDownLatch never = new CountDownLatch(1);
    endpoint.answersFirst(
        List.of(
            call -> {
              await(never);
              return StubEndpoint.right(call);
            }));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
    assertThat(endpoint.calls()).hasSizeGreaterThan(1);
  }

  @Test
  @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAnswerThatStopsInTheMiddleIsAskedForAgain() {
    timeout = Duration.ofSeconds(1);
    endpoint.answersFirst(List.of(_ -> new Answer(200, Map.of(), "{\"data\": [", 1000)));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
    assertThat(endpoint.calls()).hasSizeGreaterThan(1);
  }

  @Test
  void anEndpointThatComesBackInTimeIsWaitedFor() {
    endpoint.answers(downFor(Duration.ofSeconds(110)));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(20)), texts(20));
    }
    assertThat(time.passed()).isBetween(Duration.ofSeconds(110), PATIENCE);
    assertThat(endpoint.charged()).containsExactlyElementsOf(texts(20));
  }

  @Test
  void anEndpointThatStaysAwayEndsTheCallWithWhatHasCome() {
    endpoint.answers(call -> has(call, "x") ? StubEndpoint.right(call) : StubEndpoint.status(503));
    try (Embedder embedder = embedder()) {
      Embedded embedded = embedder.embedPassages(texts(40));

      assertThat(embedded.vectors()).containsOnlyKeys(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(embedded.refused()).isEmpty();
      assertThat(message(embedded))
          .contains(endpoint.address())
          .contains("answered HTTP 503, for 120 s (ingest.embed.patience)");
      assertThatExceptionOfType(EmbeddingFailedException.class).isThrownBy(embedded::all);
    }
    assertThat(time.passed()).isEqualTo(PATIENCE);
    assertThat(endpoint.calls()).hasSizeLessThan(20);
    assertThat(endpoint.charged()).containsExactlyElementsOf(texts(8));
  }

  @Test
  void aRunIsPatientOnceAndWithEveryOutage() {
    Outage outage = new Outage();
    endpoint.answers(_ -> StubEndpoint.status(503));
    try (Embedder embedder = embedder()) {
      assertThat(message(embedder.embedPassages(texts(3), outage))).contains("for 120 s");
      int calls = endpoint.calls().size();

      assertThat(message(embedder.embedPassages(texts(3), outage))).contains("for 120 s");
      assertThat(time.passed()).isEqualTo(PATIENCE);
      assertThat(endpoint.calls()).hasSize(calls + 1);

      endpoint.answers(StubEndpoint::right);
      assertRight(embedder.embedPassages(texts(3), outage), texts(3));
      time.sleep(Duration.ofSeconds(1));
      endpoint.answers(_ -> StubEndpoint.status(503));
      assertThat(message(embedder.embedPassages(texts(3), outage))).contains("for 120 s");
      assertThat(time.passed()).isEqualTo(PATIENCE.multipliedBy(2).plusSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void whetherTheTextsOrTheEndpointAreToBlameItIsWaitedForNoLonger(int status) {
    Outage outage = new Outage();
    endpoint.answers(_ -> StubEndpoint.status(status));
    try (Embedder embedder = embedder()) {
      for (int i = 0; i < 3; i++) {
        embedder.embedPassages(texts(16), outage);
      }
    }
    assertThat(time.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void anEndpointThatNobodyListensOnIsWaitedForToo() {
    endpoint.close();
    try (Embedder embedder = embedder()) {
      assertThat(message(embedder.embedPassages(texts(3)))).contains("cannot be reached");
    }
    assertThat(time.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void aRetryAfterBeyondThePatienceEndsTheCallAtOnce() {
    endpoint.answers(_ -> StubEndpoint.retryAfter(429, "3600"));
    try (Embedder embedder = embedder()) {
      assertThat(message(embedder.embedPassages(texts(3)))).contains("asks to wait 3600 s");
    }
    assertThat(time.sleeps()).isEmpty();
    assertThat(endpoint.calls()).hasSize(1);
  }

  @Test
  void whatNoWaitingHelpsEndsTheCallAtOnce() {
    endpoint.answersFirst(List.of(StubEndpoint::right, _ -> StubEndpoint.status(401)));
    try (Embedder embedder = embedder()) {
      Embedded embedded = embedder.embedPassages(texts(40));

      assertThat(embedded.vectors()).hasSize(8);
      assertThat(message(embedded)).contains("HTTP 401");
    }
    assertThat(time.sleeps()).isEmpty();
    assertThat(endpoint.calls()).hasSize(2);
  }

  @Test
  void afterAFailureNothingWaitsForItsTurn() {
    endpoint.answersFirst(List.of(StubEndpoint::right, _ -> StubEndpoint.status(401)));
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, 1, 1)) {
      assertThat(message(embedder.embedPassages(texts(40)))).contains("HTTP 401");
    }
    assertThat(time.passed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whatIsOnItsWayWhenAnotherRequestFailsIsKept() {
    CountDownLatch failed = new CountDownLatch(1);
    endpoint.answers(
        call -> {
          if (has(call, "x")) {
            failed.countDown();
            return StubEndpoint.status(401);
          }
          await(failed);
          return StubEndpoint.right(call);
        });
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, 3, 0)) {
      Embedded embedded = embedder.embedPassages(texts(24));

      assertThat(message(embedded)).contains("HTTP 401");
      assertThat(embedded.vectors().values())
          .extracting(vector -> "x".repeat((int) vector.values()[0]))
          .containsExactlyInAnyOrderElementsOf(endpoint.charged());
    }
  }

  @Test
  void requestsAtTheSameTimeShareOnePace() {
    try (Embedder embedder = embedder(EmbedSettings.Provider.OPENAI, 3, 6)) {
      assertRight(embedder.embedPassages(texts(40)), texts(40));
    }
    assertThat(endpoint.calls()).hasSize(5);
    assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void somebodyWhoSearchesDoesNotWaitAsLongAsARun() {
    endpoint.answers(_ -> StubEndpoint.status(503));
    try (Embedder embedder = embedder()) {
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(() -> embedder.embedQuery("query"))
          .withMessageContaining("HTTP 503");
    }
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closingEndsAPause() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    endpoint.answers(
        _ -> {
          asked.countDown();
          return StubEndpoint.retryAfter(503, "110");
        });
    Embedder embedder =
        RemoteEmbedder.connect(
            settings(EmbedSettings.Provider.OPENAI, 2, 0), Timekeeper.system(), new EmbedCounts());
    CompletableFuture<Embedded> call =
        CompletableFuture.supplyAsync(() -> embedder.embedPassages(texts(16)));
    await(asked);

    embedder.close();

    assertThat(message(call.get())).contains("interrupted");
  }

  private Function<Call, Answer> downFor(Duration duration) {
    return call ->
        time.passed().compareTo(duration) < 0 ? StubEndpoint.status(503) : StubEndpoint.right(call);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
