package io.oyl.ingest.job;

import java.util.Map;

/**
 * What a finished run did and what it left.
 *
 * @param run BATCH_JOB_EXECUTION.JOB_EXECUTION_ID
 * @param state of the Batch job execution, in lower case
 * @param documents live documents of the files that were seen
 * @param chunks their live chunks
 * @param seconds wall time of each step, in the order of the steps
 */
public record RunReport(
    long run,
    String state,
    Files files,
    long documents,
    long chunks,
    Vectors vectors,
    Map<String, Double> seconds) {

  /**
   * Files of the run. {@code seen} is the sum of {@code added}, {@code changed} and {@code
   * unchanged}; the states say how the seen files stand at the end of the run.
   *
   * @param moved those of the unchanged that had another name before
   * @param removed files that have vanished from the source
   * @param vanished files that have vanished too and were kept: too many at once, or as asked
   * @param unsettled files that are still pending or wait for vectors
   * @param growing files, not seen among the others, that are still being written and left for the
   *     next run
   */
  public record Files(
      long seen,
      long added,
      long changed,
      long unchanged,
      long moved,
      long removed,
      long vanished,
      long complete,
      long partial,
      long empty,
      long quarantined,
      long unsettled,
      long growing) {}

  /**
   * Vectors that chunks were given.
   *
   * @param embedded texts that the model computed
   * @param reused chunks that were pointed to a vector that was there already
   */
  public record Vectors(long embedded, long reused) {}

  /** Whether each file that was seen is complete. */
  public boolean allComplete() {
    return files.complete() == files.seen();
  }
}
