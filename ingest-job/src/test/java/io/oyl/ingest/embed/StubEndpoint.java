package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on loopback that speaks OpenAI and Ollama and answers as it is told to. */
public final class StubEndpoint implements AutoCloseable {
  public record Call(String path, @Nullable String authorization, JsonNode body) {
    public List<String> input() {
      JsonNode input = body.path("input");
      return input.isArray()
          ? input.valueStream().map(JsonNode::asString).toList()
          : List.of(input.asString());
    }
  }

  /** {@code promised} bytes are announced, so that the rest of the body never comes. */
  public record Answer(int status, Map<String, String> headers, String body, int promised) {
    Answer(int status, Map<String, String> headers, String body) {
      this(status, headers, body, body.getBytes(UTF_8).length);
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Call> charged = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Function<Call, Answer> answer = StubEndpoint::right;

  public StubEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  public void answers(Function<Call, Answer> how) {
    answer = how;
  }

  /** The answers one after the other, and right ones from then on. */
  void answersFirst(List<Function<Call, Answer>> first) {
    answer =
        call -> {
          int i = calls.size() - 1;
          return i < first.size() ? first.get(i).apply(call) : right(call);
        };
  }

  List<Call> calls() {
    return calls;
  }

  /** The texts of all requests that were answered 200. */
  List<String> charged() {
    return charged.stream().flatMap(call -> call.input().stream()).toList();
  }

  public URI url(EmbedSettings.Provider provider) {
    return URI.create(
        "http://" + address() + (provider == EmbedSettings.Provider.OPENAI ? "/v1" : ""));
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Vectors that tell which text they are of: its length comes first. */
  public static Answer right(Call call) {
    return vectors(call, call.input().stream().map(text -> text.length() + ",0.5,1").toList());
  }

  public static Answer same(Call call, int count, String values) {
    return vectors(call, IntStream.range(0, count).mapToObj(_ -> values).toList());
  }

  public static Answer status(int status) {
    return new Answer(status, Map.of(), "{\"error\": {\"message\": \"no\"}}");
  }

  public static Answer retryAfter(int status, String value) {
    return new Answer(status, Map.of("Retry-After", value), "");
  }

  static Answer vectors(Call call, List<String> vectors) {
    if (call.path().startsWith("/api")) {
      return new Answer(
          200,
          Map.of(),
          vectors.stream()
              .map(values -> "[" + values + "]")
              .collect(Collectors.joining(",", "{\"embeddings\": [", "]}")));
    }
    return data(
        IntStream.range(0, vectors.size())
            .mapToObj(
                i ->
                    "{\"object\": \"embedding\", \"index\": %d, \"embedding\": [%s]}"
                        .formatted(i, vectors.get(i)))
            .toList());
  }

  /** An OpenAI answer. */
  public static Answer data(List<String> elements) {
    return new Answer(
        200,
        Map.of(),
        "{\"data\": ["
            + String.join(",", elements)
            + "], \"usage\": {\"prompt_tokens\": 1, \"total_tokens\": 1}}");
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    Call call =
        new Call(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body);
    calls.add(call);
    Answer given = answer.apply(call);
    if (given.status() == 200) {
      charged.add(call);
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    given.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] bytes = given.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(given.status(), given.promised() == 0 ? -1 : given.promised());
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    if (given.promised() == bytes.length) {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
