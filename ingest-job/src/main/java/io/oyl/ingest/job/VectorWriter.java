package io.oyl.ingest.job;

import io.oyl.ingest.store.VectorsTable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Stores vectors and counts them, in the step's transaction. */
final class VectorWriter implements ItemStreamWriter<VectorBatch> {
  static final String EMBEDDED = "embedded";
  static final String REUSED = "reused";

  private final Run run;
  private final VectorsTable vectors;
  private long embedded;
  private long reused;

  VectorWriter(Run run, VectorsTable vectors) {
    this.run = run;
    this.vectors = vectors;
  }

  @Override
  public void write(Chunk<? extends VectorBatch> batches) {
    run.control().fence();
    for (VectorBatch batch : batches) {
      vectors.write(
          run.scope().tenantId(),
          run.model(),
          batch.vectors(),
          batch.tokens(),
          batch.refsOfChunks());
      embedded += batch.vectors().size();
      reused += batch.reused();
    }
  }

  @Override
  public void update(ExecutionContext context) {
    context.putLong(EMBEDDED, embedded);
    context.putLong(REUSED, reused);
  }
}
