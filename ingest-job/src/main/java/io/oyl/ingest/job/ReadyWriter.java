package io.oyl.ingest.job;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Stores files and vectors and counts them, in the step's transaction. */
final class ReadyWriter implements ItemStreamWriter<Ready> {
  static final String FILES = "files";
  static final String EMBEDDED = "embedded";
  static final String REUSED = "reused";

  private final Run run;
  private final RunTables tables;
  private long stored;
  private long embedded;
  private long reused;

  ReadyWriter(Run run, RunTables tables) {
    this.run = run;
    this.tables = tables;
  }

  @Override
  public void write(Chunk<? extends Ready> items) {
    run.control().fence();
    for (Ready item : items) {
      switch (item) {
        case FileBatch batch -> {
          tables
              .files()
              .write(run.scope().referenceId(), batch.files(), run.stages().fingerprints());
          stored += batch.files().size();
        }
        case VectorBatch batch -> {
          tables
              .vectors()
              .write(
                  run.scope().tenantId(),
                  run.model(),
                  batch.vectors(),
                  batch.tokens(),
                  batch.refsOfChunks());
          embedded += batch.vectors().size();
          reused += batch.reused();
        }
      }
    }
  }

  @Override
  public void update(ExecutionContext context) {
    context.putLong(FILES, stored);
    context.putLong(EMBEDDED, embedded);
    context.putLong(REUSED, reused);
  }
}
