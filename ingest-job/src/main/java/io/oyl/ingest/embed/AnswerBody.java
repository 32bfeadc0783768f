package io.oyl.ingest.embed;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What LangChain4j's clients do not see in an answer: that an OpenAI one may tell by {@code index}
 * another order than that of its array, and that a null among the values is no zero.
 */
final class AnswerBody {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AnswerBody() {}

  /**
   * The answer with its vectors in the order of the texts.
   *
   * @throws WrongAnswer when that order cannot be told or a value is null
   */
  static String inOrder(String body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new WrongAnswer("what cannot be read, for it is not JSON", true);
    }
    refuseNulls(answer);
    if (!(answer instanceof ObjectNode object)
        || !(answer.path("data") instanceof ArrayNode data)
        || data.valueStream().noneMatch(vector -> vector.has("index"))) {
      return body;
    }
    int[] places = places(data);
    if (IntStream.range(0, places.length).allMatch(i -> places[i] == i)) {
      return body;
    }
    ArrayNode sorted = JSON.createArrayNode();
    for (int place : places) {
      sorted.add(data.get(place));
    }
    return object.set("data", sorted).toString();
  }

  /** Where in the array the vector of each text stands. */
  private static int[] places(ArrayNode data) {
    int[] places = IntStream.generate(() -> -1).limit(data.size()).toArray();
    for (int i = 0; i < data.size(); i++) {
      int index = data.get(i).path("index").asInt(-1);
      if (index < 0 || index >= places.length || places[index] >= 0) {
        throw new WrongAnswer("vectors whose order cannot be told from their index", false);
      }
      places[index] = i;
    }
    return places;
  }

  private static void refuseNulls(JsonNode answer) {
    Stream<JsonNode> vectors =
        Stream.concat(
            answer.path("embeddings").valueStream(),
            answer.path("data").valueStream().map(vector -> vector.path("embedding")));
    if (vectors.anyMatch(vector -> vector.valueStream().anyMatch(JsonNode::isNull))) {
      throw new WrongAnswer("a vector with a value that is null", true);
    }
  }
}
