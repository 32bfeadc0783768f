package io.oyl.ingest.job;

import io.oyl.ingest.job.RunReport.Files;
import io.oyl.ingest.job.RunReport.Vectors;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Reads a report from what the steps of a finished job execution have kept. */
final class RunReports {
  private RunReports() {}

  static RunReport of(JobExecution execution) {
    Map<String, ExecutionContext> steps = new LinkedHashMap<>();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (StepExecution step : execution.getStepExecutions()) {
      steps.put(step.getStepName(), step.getExecutionContext());
      seconds.put(step.getStepName(), seconds(step.getStartTime(), step.getEndTime()));
    }
    ExecutionContext scan = steps.getOrDefault(IngestJob.SCAN, new ExecutionContext());
    ExecutionContext ingest = steps.getOrDefault(IngestJob.INGEST, new ExecutionContext());
    ExecutionContext embed = steps.getOrDefault(IngestJob.EMBED, new ExecutionContext());
    ExecutionContext finish = steps.getOrDefault(IngestJob.FINISH, new ExecutionContext());
    long seen = scan.getLong(ScanTasklet.SEEN, 0);
    long added = scan.getLong(ScanTasklet.ADDED, 0);
    long changed = scan.getLong(ScanTasklet.CHANGED, 0);
    return new RunReport(
        execution.getId(),
        execution.getStatus().toString().toLowerCase(Locale.ROOT),
        new Files(
            seen,
            added,
            changed,
            seen - added - changed,
            scan.getLong(ScanTasklet.MOVED, 0),
            finish.getLong(FinishTasklet.REMOVED, 0),
            finish.getLong(FinishTasklet.VANISHED, 0),
            state(finish, "complete"),
            state(finish, "partial"),
            state(finish, "empty"),
            state(finish, "quarantined"),
            state(finish, "pending") + state(finish, "stored"),
            scan.getLong(ScanTasklet.GROWING, 0)),
        finish.getLong(FinishTasklet.DOCUMENTS, 0),
        finish.getLong(FinishTasklet.CHUNKS, 0),
        new Vectors(
            ingest.getLong(ReadyWriter.EMBEDDED, 0) + embed.getLong(ReadyWriter.EMBEDDED, 0),
            ingest.getLong(ReadyWriter.REUSED, 0) + embed.getLong(ReadyWriter.REUSED, 0)),
        seconds);
  }

  private static long state(ExecutionContext finish, String state) {
    return finish.getLong(FinishTasklet.STATE + state, 0);
  }

  private static double seconds(@Nullable LocalDateTime start, @Nullable LocalDateTime end) {
    if (start == null || end == null) {
      return 0;
    }
    return Duration.between(start, end).toMillis() / 1000.0;
  }
}
