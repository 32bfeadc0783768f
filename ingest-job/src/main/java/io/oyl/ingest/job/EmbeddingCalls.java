package io.oyl.ingest.job;

import io.oyl.ingest.chunk.Tokenizer;
import io.oyl.ingest.embed.Embedded;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.EmbeddingFailedException;
import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.store.MissingVectors.PendingChunk;
import io.oyl.ingest.store.VectorsTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Embeds chunks in calls of the size that the model likes, several at once, while the step writes
 * what was made before. A text that is under way is not asked for again: its chunk waits until the
 * vector is stored. For the thread of the step alone; no transaction is open over a call.
 *
 * <p>After a failure of the model no call is begun; those under way end, and what they have made is
 * handed out, since it has been paid for. A text that the model refuses leaves its file unsettled
 * and holds up no other.
 */
final class EmbeddingCalls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddingCalls.class);

  private final Run run;
  private final VectorsTable vectors;
  private final TransactionOperations ownTransaction;
  private final int maxTexts;
  private final int textsPerCall;
  private final int callsAtOnce;
  private final ExecutorService executor;
  private final ExecutorCompletionService<Answer> answers;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private final Deque<VectorBatch> known = new ArrayDeque<>();
  private final Set<String> underWay = new HashSet<>();
  private Set<String> handedOut = Set.of();
  private int calls;
  private @Nullable EmbeddingFailedException failure;

  /**
   * Begins nothing yet.
   *
   * @param maxTexts of one batch, which is stored in one transaction
   */
  EmbeddingCalls(
      Run run, VectorsTable vectors, TransactionOperations ownTransaction, int maxTexts) {
    Embedder embedder = run.stages().embedder();
    this.run = run;
    this.vectors = vectors;
    this.ownTransaction = ownTransaction;
    this.maxTexts = maxTexts;
    this.textsPerCall = Math.min(maxTexts, embedder.textsPerCall());
    this.callsAtOnce = embedder.callsAtOnce();
    this.executor =
        Executors.newFixedThreadPool(
            callsAtOnce, Thread.ofPlatform().daemon().name("call-", 1).factory());
    this.answers = new ExecutorCompletionService<>(executor);
  }

  int textsPerCall() {
    return textsPerCall;
  }

  /** Whether there are fewer chunks than calls could be made of. */
  boolean wantsMore() {
    return failure == null && known.isEmpty() && waiting.size() < textsPerCall * callsAtOnce;
  }

  /** Whether every chunk has been in a call or needs none. */
  boolean isEmpty() {
    return waiting.isEmpty() && known.isEmpty();
  }

  /** Why the model cannot be asked any more; null as long as it can. */
  @Nullable EmbeddingFailedException failure() {
    return failure;
  }

  /** Chunks that wait for a vector, none of them twice. */
  void add(List<PendingChunk> chunks) {
    List<Asked> texts = chunks.stream().map(this::asked).toList();
    Set<String> refs = texts.stream().map(Asked::ref).collect(Collectors.toSet());
    Set<String> stored =
        refs.isEmpty() ? refs : ownTransaction.execute(status -> vectors.known(refs));
    List<Asked> ready = new ArrayList<>();
    texts.forEach(text -> (stored.contains(text.ref()) ? ready : waiting).add(text));
    for (int from = 0; from < ready.size(); from += maxTexts) {
      int to = Math.min(ready.size(), from + maxTexts);
      known.add(batchOf(ready.subList(from, to), Map.of()));
    }
  }

  private Asked asked(PendingChunk chunk) {
    UUID tenant = run.scope().tenantId();
    return new Asked(
        chunk, VectorsTable.ref(tenant, run.stages().embedder().model(), chunk.text()));
  }

  /** Chunks that all have a vector, which is stored or among those that were made. */
  private static VectorBatch batchOf(List<Asked> texts, Map<String, EmbeddingVector> made) {
    Map<String, Integer> tokens = new HashMap<>();
    Map<UUID, String> refsOfChunks = new LinkedHashMap<>();
    for (Asked text : texts) {
      refsOfChunks.put(text.chunk().id(), text.ref());
      tokens.put(text.ref(), text.chunk().tokens());
    }
    return new VectorBatch(made, tokens, refsOfChunks);
  }

  /**
   * Begins calls.
   *
   * @param all whether no more chunks come, so that a call need not be full
   */
  void begin(boolean all) {
    while (failure == null
        && calls < callsAtOnce
        && !waiting.isEmpty()
        && (all || waiting.size() >= textsPerCall)) {
      List<Asked> texts = next();
      if (texts.isEmpty()) {
        return;
      }
      texts.forEach(text -> underWay.add(text.ref()));
      answers.submit(() -> ask(texts));
      calls++;
    }
  }

  /** The first of those that wait whose texts are not under way. */
  private List<Asked> next() {
    List<Asked> texts = new ArrayList<>();
    List<Asked> later = new ArrayList<>();
    while (!waiting.isEmpty() && texts.size() < textsPerCall) {
      Asked text = waiting.removeFirst();
      (underWay.contains(text.ref()) ? later : texts).add(text);
    }
    later.reversed().forEach(waiting::addFirst);
    return texts;
  }

  /** Vectors that are there: stored before, or of a call that has ended; null when none are. */
  @Nullable VectorBatch poll() throws InterruptedException {
    if (!known.isEmpty()) {
      return known.removeFirst();
    }
    for (Future<Answer> ended = answers.poll(); ended != null; ended = answers.poll()) {
      VectorBatch batch = batch(ended);
      if (!batch.refsOfChunks().isEmpty()) {
        return batch;
      }
    }
    return null;
  }

  /** As {@link #poll}, but waits for a call to end; null when none is under way. */
  @Nullable VectorBatch take() throws InterruptedException {
    if (!known.isEmpty()) {
      return known.removeFirst();
    }
    while (calls > 0) {
      VectorBatch batch = batch(answers.take());
      if (!batch.refsOfChunks().isEmpty()) {
        return batch;
      }
    }
    return null;
  }

  private VectorBatch batch(Future<Answer> ended) throws InterruptedException {
    calls--;
    try {
      Answer answer = ended.get();
      if (failure == null) {
        failure = answer.failure();
      }
      if (answer.batch().refsOfChunks().isEmpty()) {
        underWay.removeAll(answer.refs());
      } else {
        handedOut = answer.refs();
      }
      return answer.batch();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("embedding failed", e);
      }
    }
  }

  /** What was handed out last is stored. */
  void committed() {
    underWay.removeAll(handedOut);
    handedOut = Set.of();
  }

  /** Gives up what is under way, and waits for it: a native call must not outlive its model. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer ask(List<Asked> texts) {
    Map<String, PendingChunk> missing = new LinkedHashMap<>();
    texts.forEach(text -> missing.putIfAbsent(text.ref(), text.chunk()));
    Set<String> refs = Set.copyOf(missing.keySet());
    Set<String> stored = ownTransaction.execute(status -> vectors.known(refs));
    missing.keySet().removeAll(stored);
    missing.keySet().removeAll(run.refused());
    if (run.stages().cutByOther()) {
      missing.values().removeIf(this::isTooLong);
    }
    Map<String, EmbeddingVector> made = new HashMap<>();
    EmbeddingFailedException failed = null;
    if (!missing.isEmpty()) {
      List<String> places = List.copyOf(missing.keySet());
      List<PendingChunk> chunks = List.copyOf(missing.values());
      Embedded embedded =
          run.stages()
              .embedder()
              .embedPassages(chunks.stream().map(PendingChunk::text).toList(), run.outage());
      embedded.vectors().forEach((place, vector) -> made.put(places.get(place), vector));
      embedded
          .refused()
          .forEach(
              (place, why) -> {
                run.refused().add(places.get(place));
                refused(chunks.get(place), why);
              });
      failed = embedded.failure();
    }
    List<Asked> answered =
        texts.stream()
            .filter(text -> stored.contains(text.ref()) || made.containsKey(text.ref()))
            .toList();
    return new Answer(batchOf(answered, made), refs, failed);
  }

  /** One such text would have the whole call refused. */
  private boolean isTooLong(PendingChunk chunk) {
    Tokenizer tokenizer = run.stages().embedder().tokenizer();
    int tokens = tokenizer.tokenStarts(chunk.text()).length;
    if (tokens > tokenizer.maxTokens()) {
      refused(
          chunk,
          "it has %d tokens, the model reads at most %d".formatted(tokens, tokenizer.maxTokens()));
    }
    return tokens > tokenizer.maxTokens();
  }

  /** Its file stays unsettled, and says why. */
  private void refused(PendingChunk chunk, String why) {
    String sentence =
        "chunk %d (%d characters) gets no vector: %s"
            .formatted(
                chunk.position(), chunk.text().codePointCount(0, chunk.text().length()), why);
    String file =
        ownTransaction.execute(
            status -> {
              run.control().fence();
              return vectors.noteRefused(chunk.document(), sentence);
            });
    log.warn("{}: {}", file, sentence);
  }

  /** A chunk and the content address of its vector. */
  private record Asked(PendingChunk chunk, String ref) {}

  private record Answer(
      VectorBatch batch, Set<String> refs, @Nullable EmbeddingFailedException failure) {}
}
