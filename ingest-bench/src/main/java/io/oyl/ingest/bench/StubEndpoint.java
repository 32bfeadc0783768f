package io.oyl.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAI-compatible endpoint that computes nothing and takes its time. */
final class StubEndpoint implements AutoCloseable {
  static final int DIMENSION = 384;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final long latencyMillis;
  private final String vector;

  StubEndpoint(long latencyMillis) throws IOException {
    this.latencyMillis = latencyMillis;
    Random random = new Random(7);
    this.vector =
        random
            .doubles(DIMENSION, -0.2, 0.2)
            .mapToObj(value -> Float.toString((float) value))
            .collect(Collectors.joining(","));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/embeddings", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** How many were answered since the last call. */
  int requests() {
    return requests.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int texts = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("input").size();
    try {
      Thread.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    StringBuilder body = new StringBuilder("{\"object\":\"list\",\"model\":\"stub\",\"data\":[");
    for (int i = 0; i < texts; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(i)
          .append(",\"embedding\":[")
          .append(vector)
          .append("]}");
    }
    body.append("],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}");
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
