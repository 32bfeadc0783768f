package io.oyl.ingest.job;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * What became of giving a reference another model.
 *
 * @param run BATCH_JOB_EXECUTION.JOB_EXECUTION_ID of the last run; null when it had that model
 * @param before key of the model that it had
 * @param model key of the model that it has
 * @param embedded texts that the model computed
 * @param reused chunks that were pointed to a vector that was there already
 */
public record ReembedReport(
    @Nullable Long run, String before, String model, long embedded, long reused) {

  ReembedReport with(JobExecution execution) {
    ExecutionContext kept =
        execution.getStepExecutions().stream()
            .filter(step -> step.getStepName().equals(IngestJob.EMBED))
            .findFirst()
            .orElseThrow()
            .getExecutionContext();
    return new ReembedReport(
        execution.getId(),
        before,
        model,
        embedded + kept.getLong(ReadyWriter.EMBEDDED, 0),
        reused + kept.getLong(ReadyWriter.REUSED, 0));
  }
}
