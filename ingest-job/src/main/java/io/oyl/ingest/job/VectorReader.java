package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.store.VectorsTable.PendingChunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Chunks without a vector, a batch at a time, with the vectors they need. It asks the database in
 * transactions of its own and the model in none: the step's transaction has no connection before
 * its writer asks for one.
 */
final class VectorReader implements ItemStreamReader<VectorBatch> {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Run run;
  private final VectorsTable vectors;
  private final TransactionOperations ownTransaction;
  private final int batchSize;
  private UUID lastDocument = BEFORE_ALL;
  private int lastPosition = -1;
  private boolean open;

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
  public @Nullable VectorBatch read() {
    Page page = ownTransaction.execute(status -> page());
    if (page.chunks().isEmpty()) {
      return null;
    }
    Map<String, String> missing = new LinkedHashMap<>();
    Map<UUID, String> refs = new LinkedHashMap<>();
    for (int i = 0; i < page.chunks().size(); i++) {
      PendingChunk chunk = page.chunks().get(i);
      String ref = page.refs().get(i);
      refs.put(chunk.id(), ref);
      if (!page.known().contains(ref)) {
        missing.putIfAbsent(ref, chunk.text());
      }
    }
    VectorBatch batch = new VectorBatch(embed(missing), refs);
    PendingChunk last = page.chunks().getLast();
    lastDocument = last.document();
    lastPosition = last.position();
    run.progress().advanced(page.chunks().size());
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

  private Map<String, EmbeddingVector> embed(Map<String, String> textsByRef) {
    Map<String, EmbeddingVector> made = new LinkedHashMap<>();
    if (!textsByRef.isEmpty()) {
      List<EmbeddingVector> answers =
          run.stages().embedder().embedPassages(new ArrayList<>(textsByRef.values())).all();
      int i = 0;
      for (String ref : textsByRef.keySet()) {
        made.put(ref, answers.get(i++));
      }
    }
    return made;
  }

  private record Page(List<PendingChunk> chunks, List<String> refs, Set<String> known) {}
}
