package io.oyl.ingest.job;

import io.oyl.ingest.chunk.Tokenizer;
import io.oyl.ingest.embed.Embedded;
import io.oyl.ingest.embed.EmbeddingFailedException;
import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.store.VectorsTable.PendingChunk;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Chunks without a vector, a batch at a time, with the vectors they need. It asks the database in
 * transactions of its own and the model in none: the step's transaction has no connection before
 * its writer asks for one.
 *
 * <p>A model that fails in the middle of a batch ends the step after the vectors that it had made
 * are written. A text that it refuses leaves its file unsettled and holds up no other.
 */
final class VectorReader implements ItemStreamReader<VectorBatch> {
  private static final Logger log = LoggerFactory.getLogger(VectorReader.class);
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Run run;
  private final VectorsTable vectors;
  private final TransactionOperations ownTransaction;
  private final int batchSize;
  private UUID lastDocument = BEFORE_ALL;
  private int lastPosition = -1;
  private boolean open;
  private @Nullable EmbeddingFailedException failure;

  VectorReader(Run run, VectorsTable vectors, TransactionOperations ownTransaction, int batchSize) {
    this.run = run;
    this.vectors = vectors;
    this.ownTransaction = ownTransaction;
    this.batchSize = batchSize;
  }

  @Override
  public void open(ExecutionContext context) {
    run.progress()
        .started(
            "embed", "chunks", vectors.countWithoutVector(run.scope().referenceId(), run.model()));
    open = true;
  }

  @Override
  public @Nullable VectorBatch read() throws JobInterruptedException {
    run.control().proceed();
    if (failure != null) {
      throw failure;
    }
    Page page = ownTransaction.execute(status -> page());
    if (page.chunks().isEmpty()) {
      return null;
    }
    PendingChunk last = page.chunks().getLast();
    lastDocument = last.document();
    lastPosition = last.position();
    VectorBatch batch = batch(page, embed(page.missing()));
    if (failure != null && batch.refsOfChunks().isEmpty()) {
      throw failure;
    }
    run.progress().advanced(batch.refsOfChunks().size());
    return batch;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      run.progress().ended();
    }
  }

  private Page page() {
    List<PendingChunk> chunks =
        vectors.withoutVector(
            run.scope().referenceId(), run.model(), lastDocument, lastPosition, batchSize);
    List<String> refs =
        chunks.stream()
            .map(
                chunk ->
                    VectorsTable.ref(
                        run.scope().tenantId(), run.stages().embedder().model(), chunk.text()))
            .toList();
    return new Page(chunks, refs, vectors.known(refs));
  }

  /** By content address; what could not be made is noted. */
  private Map<String, EmbeddingVector> embed(Map<String, PendingChunk> missing) {
    Map<String, EmbeddingVector> made = new HashMap<>();
    if (run.stages().cutByOther()) {
      missing.values().removeIf(this::isTooLong);
    }
    if (!missing.isEmpty()) {
      List<String> refs = List.copyOf(missing.keySet());
      List<PendingChunk> chunks = List.copyOf(missing.values());
      Embedded embedded =
          run.stages().embedder().embedPassages(chunks.stream().map(PendingChunk::text).toList());
      embedded.vectors().forEach((place, vector) -> made.put(refs.get(place), vector));
      embedded.refused().forEach((place, why) -> refused(chunks.get(place), why));
      failure = embedded.failure();
    }
    return made;
  }

  /** One such text would have the whole batch refused. */
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
    String file = ownTransaction.execute(status -> vectors.noteRefused(chunk.document(), sentence));
    log.warn("{}: {}", file, sentence);
  }

  private static VectorBatch batch(Page page, Map<String, EmbeddingVector> made) {
    Map<UUID, String> refs = new LinkedHashMap<>();
    Map<String, Integer> tokens = new HashMap<>();
    for (int i = 0; i < page.chunks().size(); i++) {
      String ref = page.refs().get(i);
      if (page.known().contains(ref) || made.containsKey(ref)) {
        refs.put(page.chunks().get(i).id(), ref);
        tokens.put(ref, page.chunks().get(i).tokens());
      }
    }
    return new VectorBatch(made, tokens, refs);
  }

  private record Page(List<PendingChunk> chunks, List<String> refs, Set<String> known) {
    /** For each text without a vector, by content address, the first chunk that has it. */
    Map<String, PendingChunk> missing() {
      Map<String, PendingChunk> missing = new LinkedHashMap<>();
      for (int i = 0; i < chunks.size(); i++) {
        if (!known.contains(refs.get(i))) {
          missing.putIfAbsent(refs.get(i), chunks.get(i));
        }
      }
      return missing;
    }
  }
}
