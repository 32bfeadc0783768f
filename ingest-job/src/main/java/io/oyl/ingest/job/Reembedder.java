package io.oyl.ingest.job;

import io.oyl.ingest.chunk.Tokenizer;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.store.MissingVectors;
import io.oyl.ingest.store.MissingVectors.PendingChunk;
import io.oyl.ingest.store.MissingVectors.Which;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.UnendedRuns;
import io.oyl.ingest.store.VectorsTable;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/**
 * Gives a reference another embedding model. Its chunks get vectors of that model beside those they
 * have; when none is missing, search is switched over. Runs of the reference may go on meanwhile.
 */
final class Reembedder {
  /** Takes the place of a source in leases and requests, so that it runs once at a time. */
  private static final String SOURCE = "reembed";

  /** So often vectors are made for what runs have brought in meanwhile. */
  private static final int ROUNDS = 5;

  private static final int PAGE = 1_000;

  private final ModelCatalog models;
  private final ReferenceStages stages;
  private final ScopeTable scopes;
  private final VectorsTable vectors;
  private final UnendedRuns unended;
  private final RequestsTable requests;
  private final Leases leases;
  private final IngestJob job;
  private final Transactions transactions;

  Reembedder(
      ModelCatalog models,
      ReferenceStages stages,
      ScopeTable scopes,
      VectorsTable vectors,
      UnendedRuns unended,
      RequestsTable requests,
      Leases leases,
      IngestJob job,
      Transactions transactions) {
    this.models = models;
    this.stages = stages;
    this.scopes = scopes;
    this.vectors = vectors;
    this.unended = unended;
    this.requests = requests;
    this.leases = leases;
    this.job = job;
    this.transactions = transactions;
  }

  /** Runs to the switch. Throws as {@link Ingest#reembed} does, and whatever else goes wrong. */
  ReembedReport reembed(
      Scope scope, String name, Duration patience, RunProgress progress, StopOnExit stopping)
      throws Exception {
    Embedder embedder =
        stages
            .named(scope, name)
            .orElseThrow(
                () ->
                    new SettingsException(
                        "there is no model %s: the settings (ingest.embed, ingest.models) name %s"
                            .formatted(name, String.join(", ", models.names())),
                        null));
    int model = transactions.own().execute(status -> scopes.addModel(embedder.model()));
    String before = scopes.modelKey(scope);
    if (scope.modelId() != null && scope.modelId() == model) {
      return new ReembedReport(null, before, before, 0, 0);
    }
    try (RunControl control = leases.claim(scope, List.of(SOURCE), patience, stopping)) {
      stopping.watch(control);
      refuseLongChunks(scope, model, embedder, control);
      ReembedReport report = new ReembedReport(null, before, embedder.model().key(), 0, 0);
      for (int round = 1; ; round++) {
        Run run = new Run(scope.withModel(model), stages.of(embedder), progress, control);
        transactions
            .fenced(control)
            .executeWithoutResult(status -> unended.endDead(scope.referenceId(), List.of(SOURCE)));
        UUID request = requests.add(scope.referenceId(), List.of(new Target(SOURCE, "", null)));
        JobExecution execution = job.reembed(run, request);
        RunLauncher.requireCompleted(execution);
        report = report.with(execution);
        long missing = missing(execution);
        if (missing == 0) {
          return report;
        }
        if (round == ROUNDS || report.embedded() + report.reused() == 0) {
          throw new RunFailedException(
              "%d chunks have no vector of %s, so nothing was switched; running again goes on"
                  .formatted(missing, embedder.model().key()),
              null);
        }
      }
    }
  }

  private static long missing(JobExecution execution) {
    return execution.getStepExecutions().stream()
        .filter(step -> step.getStepName().equals(IngestJob.SWITCH))
        .map(StepExecution::getExecutionContext)
        .mapToLong(kept -> kept.getLong(SwitchTasklet.MISSING, 0))
        .sum();
  }

  /** Before anything is paid for: text is never cut silently. */
  private void refuseLongChunks(Scope scope, int model, Embedder embedder, RunControl control)
      throws Exception {
    Tokenizer tokenizer = embedder.tokenizer();
    MissingVectors missing = vectors.missing(scope.referenceId(), List.of(), model, Which.EVERY);
    long tooLong = 0;
    int longest = 0;
    while (true) {
      control.proceed();
      List<PendingChunk> page = missing.next(PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (PendingChunk chunk : page) {
        int tokens = tokenizer.tokenStarts(chunk.text()).length;
        longest = Math.max(longest, tokens);
        tooLong += tokens > tokenizer.maxTokens() ? 1 : 0;
      }
    }
    if (tooLong > 0) {
      throw new SettingsException(
          "%d chunks of %s are longer than %s reads (%d tokens; the longest has %d): nothing was"
                  .formatted(
                      tooLong,
                      scope.names(),
                      embedder.model().key(),
                      tokenizer.maxTokens(),
                      longest)
              + " changed; another --reference, run under that model, has shorter chunks",
          null);
    }
  }
}
