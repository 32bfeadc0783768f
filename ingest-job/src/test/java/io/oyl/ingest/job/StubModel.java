package io.oyl.ingest.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenAI-compatible endpoint on loopback that is up or down as told. Registered as an extension,
 * in an instance field, it ends with its test.
 */
public final class StubModel implements AfterEachCallback, AutoCloseable {
  public static final String API_KEY = "secret-key";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("stub-", 1).factory());
  private final LongSupplier look;
  private final List<Long> seen = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> charged = new CopyOnWriteArrayList<>();
  private final AtomicInteger answersLeft = new AtomicInteger();
  private volatile String refused = "";
  private volatile Runnable onRequest = () -> {};

  /** A model that is down. */
  public StubModel() {
    this(() -> 0);
  }

  /**
   * A model that is down.
   *
   * @param look is asked during each request that is answered
   */
  public StubModel(LongSupplier look) {
    this.look = look;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/embeddings", this::handle);
    // or a client that is frozen in the middle of its request would hold up all others
    server.setExecutor(requests);
    server.start();
  }

  /** A model that is up. */
  public static StubModel answering() {
    StubModel model = new StubModel();
    model.answer();
    return model;
  }

  public void refuse() {
    answer(0);
  }

  public void answer() {
    answer(Integer.MAX_VALUE);
  }

  /** So many requests, and then it is down. */
  public void answer(int requests) {
    answersLeft.set(requests);
  }

  /** Does something during each request. */
  void onRequest(Runnable something) {
    onRequest = something;
  }

  /** Refuses requests with a text that contains this. */
  public void refuse(String part) {
    refused = part;
  }

  /** The texts of all requests that were answered well. */
  public List<String> charged() {
    return charged;
  }

  /** The header {@code Authorization} of each request, whatever came of it. */
  public List<String> authorizations() {
    return authorizations;
  }

  /** What {@code look} said, request by request. */
  public List<Long> seen() {
    return seen;
  }

  public String settings() {
    return settings("ingest.embed", "stub", 256);
  }

  /** Settings of a model of this name that reads so many tokens, under a property. */
  public String settings(String property, String name, int maxTokens) {
    return """
    %s:
      provider: openai
      model: %s
      dimension: 3
      max-tokens: %d
      patience: 0s
      max-retries: 0
      base-url: http://127.0.0.1:%d/v1
      api-key: %s
    """
        .formatted(property, name, maxTokens, server.getAddress().getPort(), API_KEY);
  }

  private void handle(HttpExchange exchange) throws IOException {
    answer(exchange, JSON.readTree(exchange.getRequestBody().readAllBytes()));
  }

  private synchronized void answer(HttpExchange exchange, JsonNode request) throws IOException {
    List<String> input = request.get("input").valueStream().map(JsonNode::asString).toList();
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    onRequest.run();
    if (!refused.isEmpty() && input.stream().anyMatch(text -> text.contains(refused))) {
      send(exchange, 400, "{\"error\": {\"message\": \"refused\"}}");
      return;
    }
    if (answersLeft.getAndDecrement() <= 0) {
      send(exchange, 503, "{\"error\": {\"message\": \"down\"}}");
      return;
    }
    charged.addAll(input);
    seen.add(look.getAsLong());
    List<Map<String, Object>> data =
        IntStream.range(0, input.size())
            .mapToObj(
                i ->
                    Map.<String, Object>of(
                        "object",
                        "embedding",
                        "index",
                        i,
                        "embedding",
                        List.of(1, input.get(i).length(), 0.5)))
            .toList();
    send(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of(
                "object",
                "list",
                "model",
                "stub",
                "data",
                data,
                "usage",
                Map.of("prompt_tokens", 1, "total_tokens", 1))));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
