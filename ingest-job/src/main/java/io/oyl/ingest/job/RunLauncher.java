package io.oyl.ingest.job;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SourceBusyException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;

/** Starts runs: claims their sources, ends what died there, and hands them to the job. */
final class RunLauncher {
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(250);

  private final DataSource dataSource;
  private final Transactions transactions;
  private final ScopeTable scopes;
  private final RunsView runs;
  private final RequestsTable requests;
  private final IngestJob job;
  private final Stages stages;
  private final RunSettings settings;

  RunLauncher(
      DataSource dataSource,
      Transactions transactions,
      ScopeTable scopes,
      RunsView runs,
      RequestsTable requests,
      IngestJob job,
      Stages stages,
      IngestProperties properties) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.scopes = scopes;
    this.runs = runs;
    this.requests = requests;
    this.job = job;
    this.stages = stages;
    this.settings = properties.run();
  }

  /**
   * Runs to the end. Throws as {@link Ingest#run} does, and whatever else goes wrong.
   *
   * @param started takes the run's control as soon as it has claimed its sources
   */
  RunReport run(
      RunRequest request, Duration patience, RunProgress progress, Consumer<RunControl> started)
      throws Exception {
    Scope scope =
        transactions
            .own()
            .execute(status -> scopes.ensure(request.scope(), stages.embedder().model()));
    try (RunControl control =
        RunControl.of(claim(scope, request, patience), settings.stallAfter())) {
      started.accept(control);
      Run run = new Run(scope, request, stages, progress, control);
      transactions
          .own()
          .executeWithoutResult(status -> runs.endDead(scope.referenceId(), run.sources()));
      UUID requestId = requests.add(scope.referenceId(), request.targets());
      return report(job.start(run, requestId));
    }
  }

  private Lease claim(Scope scope, RunRequest request, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return Lease.claim(dataSource, scope.referenceId(), request.sources(), settings.lease());
      } catch (SourceBusyException e) {
        if (deadline - System.nanoTime() <= 0) {
          throw e;
        }
        Thread.sleep(BETWEEN_CLAIMS);
      }
    }
  }

  private static RunReport report(JobExecution execution) {
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      return RunReports.of(execution);
    }
    if (execution.getStatus() == BatchStatus.STOPPED) {
      throw new RunFailedException(
          "run " + execution.getId() + " was stopped; running again goes on from there", null);
    }
    Throwable cause =
        execution.getAllFailureExceptions().isEmpty()
            ? null
            : execution.getAllFailureExceptions().getFirst();
    throw new RunFailedException(
        "run "
            + execution.getId()
            + " could not finish: "
            + (cause == null ? execution.getStatus().toString() : Ingest.sentence(cause)),
        cause);
  }
}
