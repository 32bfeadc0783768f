package io.oyl.ingest.job;

import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Fingerprints;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Stores files and counts them, in the step's transaction. */
final class FileBatchWriter implements ItemStreamWriter<FileBatch> {
  static final String FILES = "files";

  private final Run run;
  private final FileWriter writer;
  private final Fingerprints fingerprints;
  private long files;

  FileBatchWriter(Run run, FileWriter writer) {
    this.run = run;
    this.writer = writer;
    this.fingerprints = run.stages().fingerprints();
  }

  @Override
  public void write(Chunk<? extends FileBatch> batches) {
    run.control().fence();
    for (FileBatch batch : batches) {
      writer.write(run.scope().referenceId(), batch.files(), fingerprints);
      files += batch.files().size();
    }
  }

  @Override
  public void update(ExecutionContext context) {
    context.putLong(FILES, files);
  }
}
