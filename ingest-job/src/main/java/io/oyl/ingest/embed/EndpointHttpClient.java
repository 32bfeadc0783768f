package io.oyl.ingest.embed;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The way of LangChain4j's clients to the endpoint. Their own one loses the headers of a refusal,
 * waits without end for the rest of a body, and offers HTTP/2 in a way that some servers cannot
 * bear.
 */
final class EndpointHttpClient implements HttpClient, AutoCloseable {
  private final java.net.http.HttpClient client;
  private final UnaryOperator<String> requestBody;
  private final Duration timeout;

  /**
   * A client.
   *
   * @param requestBody what becomes of the body that LangChain4j has made
   * @param timeout from the request to the last byte of the answer
   */
  EndpointHttpClient(UnaryOperator<String> requestBody, Duration timeout) {
    this.requestBody = requestBody;
    this.timeout = timeout;
    this.client =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** For a client of LangChain4j, whose own timeouts are left aside. */
  HttpClientBuilder builder() {
    return new Builder(this);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest original) {
    java.net.http.HttpRequest.Builder request =
        java.net.http.HttpRequest.newBuilder(URI.create(original.url()));
    original
        .headers()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<String> response =
        send(
            request
                .method(
                    original.method().name(),
                    BodyPublishers.ofString(requestBody.apply(original.body())))
                .build());
    if (response.statusCode() / 100 != 2) {
      throw new HttpRefusal(response.statusCode(), response.headers());
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(AnswerBody.inOrder(response.body()))
        .build();
  }

  private HttpResponse<String> send(java.net.http.HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new UncheckedIOException(new HttpTimeoutException("no whole answer"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    } catch (ExecutionException e) {
      throw new UncheckedIOException(
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void execute(
      HttpRequest original, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("embeddings do not come as events");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** An answer that is not 2xx. Its body is not kept: it may repeat a text or the key. */
  static final class HttpRefusal extends RuntimeException {
    private final int status;
    private final transient HttpHeaders headers;

    HttpRefusal(int status, HttpHeaders headers) {
      super("HTTP " + status);
      this.status = status;
      this.headers = headers;
    }

    int status() {
      return status;
    }

    HttpHeaders headers() {
      return headers;
    }
  }

  private record Builder(EndpointHttpClient client) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return client.timeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return client.timeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
