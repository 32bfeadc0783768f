package io.oyl.ingest.embed;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderLoader;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What LangChain4j's clients leave open between them and the wire: Ollama must refuse a text that
 * is too long and not cut it; an OpenAI answer must be in the order of the texts, because the
 * client does not look at {@code index}; and a null among the values must not be read as zero.
 */
record StrictHttpClient(
    HttpClient client, UnaryOperator<HttpRequest> request, Consumer<SuccessfulHttpResponse> check)
    implements HttpClient {
  private static final Pattern INDEX = Pattern.compile("\"index\"\\s*:\\s*(\\d+)");

  private static final Pattern NULL_VALUE = Pattern.compile("[\\[,]\\s*null\\b");

  static HttpClientBuilder openAi() {
    return new Builder(
        HttpClientBuilderLoader.loadHttpClientBuilder(),
        UnaryOperator.identity(),
        StrictHttpClient::inOrder);
  }

  static HttpClientBuilder ollama() {
    return new Builder(
        HttpClientBuilderLoader.loadHttpClientBuilder(), StrictHttpClient::untruncated, _ -> {});
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest original) {
    SuccessfulHttpResponse response = client.execute(request.apply(original));
    if (NULL_VALUE.matcher(response.body()).find()) {
      throw new WrongAnswer("a vector with a value that is null");
    }
    check.accept(response);
    return response;
  }

  @Override
  public void execute(
      HttpRequest original, ServerSentEventParser parser, ServerSentEventListener listener) {
    client.execute(request.apply(original), parser, listener);
  }

  private static HttpRequest untruncated(HttpRequest original) {
    String body = original.body();
    if (body == null) {
      return original;
    }
    int open = body.indexOf('{');
    return HttpRequest.builder()
        .method(original.method())
        .url(original.url())
        .headers(original.headers())
        .body("{\"truncate\":false," + body.substring(open + 1))
        .build();
  }

  private static void inOrder(SuccessfulHttpResponse response) {
    Matcher index = INDEX.matcher(response.body());
    for (int expected = 0; index.find(); expected++) {
      if (!index.group(1).equals(Integer.toString(expected))) {
        throw new WrongAnswer("vector %s in place of %d".formatted(index.group(1), expected));
      }
    }
  }

  /** The message says what was answered. */
  static final class WrongAnswer extends RuntimeException {
    WrongAnswer(String message) {
      super(message);
    }
  }

  private record Builder(
      HttpClientBuilder builder,
      UnaryOperator<HttpRequest> request,
      Consumer<SuccessfulHttpResponse> check)
      implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return builder.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      builder.connectTimeout(timeout);
      return this;
    }

    @Override
    public Duration readTimeout() {
      return builder.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      builder.readTimeout(timeout);
      return this;
    }

    @Override
    public HttpClient build() {
      return new StrictHttpClient(builder.build(), request, check);
    }
  }
}
