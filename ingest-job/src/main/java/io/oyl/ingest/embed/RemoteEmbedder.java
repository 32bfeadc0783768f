package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.data.segment.TextSegment;
import io.oyl.ingest.chunk.Tokenizer;
import io.oyl.ingest.embed.EmbeddingCall.Passage;
import io.oyl.ingest.embed.PatientModel.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Embeds over HTTP. Batches are bounded by count and by tokens, and an answer is used only when all
 * of it is right. All requests, queries too, share one pace.
 */
final class RemoteEmbedder implements Embedder {
  /** Somebody looks at the screen and waits. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(10);

  private final EndpointHttpClient http;
  private final RemoteModel endpoint;
  private final PatientModel model;
  private final Tokenizer tokenizer;
  private final EmbedCounts counts;
  private final Workers workers;
  private final ModelId id;
  private final EmbedSettings settings;
  private final String queryPrefix;
  private final String passagePrefix;
  private final Timekeeper time;
  private final AtomicInteger refusedInARow = new AtomicInteger();
  private final Map<String, RemoteEmbedder> byApiKey = new ConcurrentHashMap<>();

  private RemoteEmbedder(
      Tokenizer tokenizer,
      EndpointHttpClient http,
      EmbedSettings settings,
      @Nullable String apiKey,
      Timekeeper time,
      EmbedCounts counts) {
    this.tokenizer = tokenizer;
    this.http = http;
    this.counts = counts;
    this.settings = settings;
    this.time = time;
    this.queryPrefix = Objects.requireNonNull(settings.queryPrefix());
    this.passagePrefix = Objects.requireNonNull(settings.passagePrefix());
    this.workers = new Workers(settings.threads());
    this.endpoint = new RemoteModel(settings, apiKey, http, time);
    String name =
        passagePrefix.isEmpty()
            ? settings.model()
            : settings.model() + "@" + Fingerprint.of(passagePrefix.getBytes(UTF_8));
    this.id =
        new ModelId(
            Objects.requireNonNull(settings.provider()).id(),
            Objects.requireNonNull(name),
            settings.dimension(),
            tokenizer.maxTokens());
    Pacer pacer = new Pacer(settings.requestsPerMinute(), settings.tokensPerMinute(), time);
    this.model = new PatientModel(name(id, settings), this::ask, pacer, time);
  }

  static RemoteEmbedder connect(EmbedSettings settings, Timekeeper time, EmbedCounts counts) {
    return new RemoteEmbedder(
        tokenizer(settings),
        RemoteModel.client(settings),
        settings,
        settings.apiKey(),
        time,
        counts);
  }

  private Reply ask(List<TextSegment> texts) {
    long begin = System.nanoTime();
    Reply reply = endpoint.ask(texts);
    long nanos = System.nanoTime() - begin;
    if (reply instanceof Reply.Made) {
      long tokens = texts.stream().mapToLong(t -> tokenizer.tokenStarts(t.text()).length).sum();
      counts.answered(texts.size(), tokens, nanos);
    } else {
      counts.failed(nanos);
    }
    return reply;
  }

  private static Tokenizer tokenizer(EmbedSettings settings) {
    int limit = settings.maxTokens();
    String prefix = Objects.requireNonNull(settings.passagePrefix());
    Path path = settings.tokenizerPath();
    if (path == null) {
      int left = limit - Utf8ByteBound.SPECIALS - prefix.getBytes(UTF_8).length;
      if (left < 1) {
        throw new IllegalArgumentException(
            "ingest.embed.max-tokens (%d) leaves no room for a text".formatted(limit));
      }
      return new Utf8ByteBound(left);
    }
    NativeLibraries.prepare(settings.nativeCache());
    try {
      return new ModelTokenizer(Files.readAllBytes(path), limit, prefix);
    } catch (IOException | LinkageError e) {
      throw new EmbeddingFailedException(
          "the tokenizer %s cannot be loaded: %s".formatted(path, e), e);
    }
  }

  @Override
  public ModelId model() {
    return id;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public Embedded embedPassages(List<String> texts, Outage outage) {
    EmbeddingCall call = call();
    workers.map(
        batches(texts),
        batch -> {
          call.embed(batch, new Patience(patience(), maxRetries(), outage));
          return batch;
        });
    return call.result();
  }

  @Override
  public EmbeddingVector embedQuery(String text) {
    int tokens = count(queryPrefix + text);
    Duration shortest = patience().compareTo(QUERY_PATIENCE) < 0 ? patience() : QUERY_PATIENCE;
    EmbeddingCall call = call();
    call.embed(
        List.of(new Passage(0, TextSegment.from(queryPrefix + text), tokens + reserved())),
        new Patience(shortest, maxRetries(), new Outage()));
    return call.result().all().getFirst();
  }

  /** One request. */
  @Override
  public int textsPerCall() {
    return settings.batchSize();
  }

  @Override
  public int callsAtOnce() {
    return settings.threads();
  }

  private EmbeddingCall call() {
    return new EmbeddingCall(model, name(id, settings), refusedInARow);
  }

  private List<List<Passage>> batches(List<String> texts) {
    List<List<Passage>> batches = new ArrayList<>();
    List<Passage> batch = new ArrayList<>();
    long batchTokens = 0;
    int place = 0;
    for (String text : texts) {
      int tokens = count(text) + reserved();
      if (!batch.isEmpty()
          && (batch.size() == settings.batchSize()
              || batchTokens + tokens > settings.batchTokens())) {
        batches.add(batch);
        batch = new ArrayList<>();
        batchTokens = 0;
      }
      batch.add(new Passage(place++, TextSegment.from(passagePrefix + text), tokens));
      batchTokens += tokens;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private int reserved() {
    return settings.maxTokens() - tokenizer.maxTokens();
  }

  private int count(String text) {
    int tokens = tokenizer.tokenStarts(text).length;
    if (tokens > tokenizer.maxTokens()) {
      throw new TextTooLongException(tokens, id);
    }
    return tokens;
  }

  private static String name(ModelId id, EmbedSettings settings) {
    return id.key() + " at " + settings.endpoint();
  }

  private Duration patience() {
    return Objects.requireNonNull(settings.patience());
  }

  private int maxRetries() {
    return Objects.requireNonNull(settings.maxRetries());
  }

  @Override
  public Embedder withApiKey(String apiKey) {
    return byApiKey.computeIfAbsent(
        apiKey, key -> new RemoteEmbedder(tokenizer, http, settings, key, time, counts));
  }

  /** Gives up what waits or runs. */
  @Override
  public void close() {
    byApiKey.values().forEach(embedder -> embedder.workers.closeNow());
    workers.closeNow();
    http.close();
    if (tokenizer instanceof ModelTokenizer closeable) {
      closeable.close();
    }
  }
}
