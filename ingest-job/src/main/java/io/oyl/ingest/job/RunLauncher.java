package io.oyl.ingest.job;

import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.UnendedRuns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;

/** Starts runs: claims their sources, ends what died there, and hands them to the job. */
final class RunLauncher {
  /** So many files of a retry the audit log names; of all it has the number. */
  private static final int AUDITED_KEYS = 100;

  private final Transactions transactions;
  private final ScopeTable scopes;
  private final UnendedRuns unended;
  private final RequestsTable requests;
  private final AuditTable audit;
  private final IngestJob job;
  private final ReferenceStages stages;
  private final Leases leases;

  RunLauncher(
      Transactions transactions,
      ScopeTable scopes,
      UnendedRuns unended,
      RequestsTable requests,
      AuditTable audit,
      IngestJob job,
      ReferenceStages stages,
      Leases leases) {
    this.transactions = transactions;
    this.scopes = scopes;
    this.unended = unended;
    this.requests = requests;
    this.audit = audit;
    this.job = job;
    this.stages = stages;
    this.leases = leases;
  }

  /**
   * Runs to the end. Throws as {@link Ingest#run} does, and whatever else goes wrong.
   *
   * @param stopping takes the run's control as soon as it has claimed its sources
   */
  RunReport run(RunRequest request, Duration patience, RunProgress progress, StopOnExit stopping)
      throws Exception {
    Scope scope = scope(request.scope());
    Stages made = stages.of(scope);
    try (RunControl control = leases.claim(scope, request.sources(), patience, stopping)) {
      stopping.watch(control);
      Run run = new Run(scope, request, made, progress, control);
      transactions
          .fenced(control)
          .executeWithoutResult(
              status -> {
                unended.endDead(scope.referenceId(), run.sources());
                scopes.noteChunker(scope.referenceId(), made.chunking());
              });
      UUID requestId = requests.add(scope.referenceId(), request.targets());
      return report(job.start(run, requestId));
    }
  }

  /** Notes that somebody wants files to be read again. */
  void noteRetry(Scope scope, List<Target> files) {
    List<String> keys = files.stream().limit(AUDITED_KEYS).map(Target::key).toList();
    transactions
        .own()
        .executeWithoutResult(
            status ->
                audit.add(scope, "ingest.retry", Map.of("files", files.size(), "keys", keys)));
  }

  private Scope scope(ScopeNames names) {
    return scopes
        .find(names)
        .filter(known -> known.modelId() != null)
        .orElseGet(
            () -> {
              ModelId model = stages.preferred().embedder().model();
              return transactions.own().execute(status -> scopes.ensure(names, model));
            });
  }

  private static RunReport report(JobExecution execution) {
    requireCompleted(execution);
    return RunReports.of(execution);
  }

  /** Throws as {@link Ingest#run} does when the run has not come to its end. */
  static void requireCompleted(JobExecution execution) {
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      return;
    }
    if (execution.getStatus() == BatchStatus.STOPPED) {
      throw new RunFailedException.Stopped(
          "run " + execution.getId() + " was stopped; running again goes on from there");
    }
    Optional<Throwable> cause = RunEnding.cause(execution);
    throw new RunFailedException(
        "run "
            + execution.getId()
            + " could not finish: "
            + cause.map(Sentence::of).orElse(execution.getStatus().toString()),
        cause.orElse(null));
  }
}
