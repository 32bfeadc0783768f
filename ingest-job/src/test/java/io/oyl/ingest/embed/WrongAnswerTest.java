package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oyl.ingest.embed.StubEndpoint.Answer;
import io.oyl.ingest.embed.StubEndpoint.Call;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint answers, but not what was asked for, or refuses one of the texts. */
class WrongAnswerTest extends EndpointTest {

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void isAskedForAgain(EmbedSettings.Provider provider) {
    for (Function<Call, Answer> wrong :
        List.<Function<Call, Answer>>of(WrongAnswerTest::shortList, values("1,2"))) {
      endpoint.calls().clear();
      endpoint.answersFirst(List.of(wrong, wrong));
      try (Embedder embedder = embedder(provider, 1, 0)) {
        assertRight(embedder.embedPassages(texts(3)), texts(3));
      }
      assertThat(endpoint.calls()).hasSize(3);
    }
    for (String values : List.of("1,NaN,3", "1,null,3", "0,0,0", "1,1e60,3")) {
      endpoint.calls().clear();
      endpoint.answersFirst(List.of(values(values), values(values)));
      try (Embedder embedder = embedder(provider, 1, 0)) {
        assertRight(embedder.embedPassages(texts(3)), texts(3));
      }
      assertThat(endpoint.calls()).as(values).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ONNX", mode = Mode.EXCLUDE)
  void endsTheCallWhenItComesAgainAndAgain(EmbedSettings.Provider provider) {
    failsAfterThreeTries(
        provider, WrongAnswerTest::shortList, "answered 2 vectors for 3 texts, 3 times");
    failsAfterThreeTries(provider, values("1,2"), "a vector of dimension 2, not 3, 3 times");
  }

  @Test
  void anotherOrderIsPutRightAndNotPaidForAgain() {
    endpoint.answers(
        call ->
            StubEndpoint.data(
                List.of(
                    element(2, call.input().get(2)),
                    element(0, call.input().get(0)),
                    element(1, call.input().get(1)))));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
    assertThat(endpoint.charged()).containsExactlyElementsOf(texts(3));
  }

  @Test
  void anOrderThatCannotBeToldIsRefused() {
    failsAfterThreeTries(
        EmbedSettings.Provider.OPENAI,
        _ -> StubEndpoint.data(List.of(element(0, "x"), element(0, "xx"), element(1, "xxx"))),
        "order cannot be told");
    failsAfterThreeTries(
        EmbedSettings.Provider.OPENAI,
        _ -> StubEndpoint.data(List.of(element(1, "x"), element(2, "xx"), element(3, "xxx"))),
        "order cannot be told");
  }

  @Test
  void withoutAnIndexTheOrderOfTheArrayCounts() {
    endpoint.answers(
        call ->
            StubEndpoint.data(
                call.input().stream()
                    .map(text -> "{\"embedding\": [%d,0.5,1]}".formatted(text.length()))
                    .toList()));
    try (Embedder embedder = embedder()) {
      assertRight(embedder.embedPassages(texts(3)), texts(3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422, 500})
  void aTextThatIsRefusedIsFoundAndTheOthersArePaidOnce(int status) {
    String poison = "x".repeat(5);
    endpoint.answers(
        call -> has(call, poison) ? StubEndpoint.status(status) : StubEndpoint.right(call));

    assertOnlyTheFifthIsMissing("HTTP " + status);

    assertThat(endpoint.charged()).doesNotHaveDuplicates().doesNotContain(poison).hasSize(19);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,NaN,3", "1,null,3", "0,0,0"})
  void aTextThatGetsNoRightVectorIsFound(String values) {
    endpoint.answers(
        call ->
            StubEndpoint.vectors(
                call,
                call.input().stream()
                    .map(text -> text.length() == 5 ? values : text.length() + ",0.5,1")
                    .toList()));

    assertOnlyTheFifthIsMissing("answered");
  }

  private void assertOnlyTheFifthIsMissing(String why) {
    try (Embedder embedder = embedder()) {
      Embedded embedded = embedder.embedPassages(texts(20));

      assertThat(embedded.failure()).isNull();
      assertThat(embedded.vectors()).hasSize(19).doesNotContainKey(4);
      embedded
          .vectors()
          .forEach((place, vector) -> assertThat(vector.values()[0]).isEqualTo(place + 1f));
      assertThat(embedded.refused()).containsOnlyKeys(4);
      assertThat(embedded.refused().get(4)).contains(why).contains(endpoint.address());
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(embedded::all)
          .withMessageContaining("text 5 of 20")
          .withMessageNotContaining("xxx");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500})
  void anEndpointThatRefusesEveryTextIsNotAskedForEach(int status) {
    endpoint.answers(_ -> StubEndpoint.status(status));
    try (Embedder embedder = embedder()) {
      Embedded embedded = embedder.embedPassages(texts(50));

      assertThat(message(embedded)).contains("one text after the other").contains("HTTP " + status);
      assertThat(embedded.vectors()).isEmpty();
    }
    assertThat(endpoint.calls()).hasSizeLessThan(60);
    assertThat(time.passed()).isLessThanOrEqualTo(PATIENCE.multipliedBy(2));
  }

  private void failsAfterThreeTries(
      EmbedSettings.Provider provider, Function<Call, Answer> wrong, String why) {
    endpoint.calls().clear();
    endpoint.answers(wrong);
    try (Embedder embedder = embedder(provider, 1, 0)) {
      Embedded embedded = embedder.embedPassages(texts(3));

      assertThat(message(embedded)).contains(why);
      assertThat(embedded.vectors()).isEmpty();
      assertThat(embedded.refused()).isEmpty();
    }
    assertThat(endpoint.calls()).hasSize(3);
  }

  private static Answer shortList(Call call) {
    return StubEndpoint.same(call, call.input().size() - 1, "1,2,3");
  }

  private static Function<Call, Answer> values(String values) {
    return call -> StubEndpoint.same(call, call.input().size(), values);
  }

  private static String element(int index, String text) {
    return "{\"embedding\": [%d,0.5,1], \"object\": \"embedding\", \"index\": %d}"
        .formatted(text.length(), index);
  }
}
