package io.oyl.ingest.store;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The views {@code ingest_runs} and {@code ingest_run_steps}, and runs whose process is dead. */
public final class RunsView {
  private static final String RUNS =
      """
      select run, state, started_at, ended_at, seconds, tenant, workspace, reference, source, message
      from ingest_runs
      where tenant = :tenant and workspace = :workspace and reference = :reference
      order by run desc
      limit :limit
      """;

  private static final String RUN =
      """
      select run, state, started_at, ended_at, seconds, tenant, workspace, reference, source, message
      from ingest_runs
      where run = :run
      """;

  private static final String STEPS =
      """
      select step, state, seconds, items, commits, rollbacks, message
      from ingest_run_steps
      where run = :run
      order by id
      """;

  private static final String END_DEAD_STEPS =
      """
      update batch_step_execution s
      set status = 'FAILED', exit_code = 'FAILED', exit_message = 'the process died',
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
        version = s.version + 1
      from batch_job_execution e
      join batch_job_execution_params p
        on p.job_execution_id = e.job_execution_id and p.parameter_name = 'request'
      join ingest_requests r on r.id::text = p.parameter_value
      where s.job_execution_id = e.job_execution_id
        and s.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
        and e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
        and r.reference_id = :reference
        and exists (
          select 1 from jsonb_array_elements(r.targets) t where t ->> 'source' = any (:sources))
      """;

  private static final String END_DEAD_RUNS =
      """
      update batch_job_execution e
      set status = 'FAILED', exit_code = 'FAILED', exit_message = 'the process died',
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
        version = e.version + 1
      from batch_job_execution_params p
      join ingest_requests r on r.id::text = p.parameter_value
      where p.job_execution_id = e.job_execution_id and p.parameter_name = 'request'
        and e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
        and r.reference_id = :reference
        and exists (
          select 1 from jsonb_array_elements(r.targets) t where t ->> 'source' = any (:sources))
      """;

  private final JdbcClient db;

  public RunsView(JdbcClient db) {
    this.db = db;
  }

  /**
   * Ends the runs of these sources that have not ended, in the job repository. Call it while
   * holding the sources' lock: then whoever ran them is dead. The raised version keeps a process
   * that was only frozen from committing anything more.
   */
  public int endDead(UUID reference, List<String> sources) {
    endDead(END_DEAD_STEPS, reference, sources);
    return endDead(END_DEAD_RUNS, reference, sources);
  }

  private int endDead(String sql, UUID reference, List<String> sources) {
    return db.sql(sql)
        .param("reference", reference)
        .param("sources", sources.toArray(String[]::new))
        .update();
  }

  /** Runs of a reference, newest first. */
  public List<Run> runs(ScopeNames scope, int limit) {
    return db.sql(RUNS)
        .param("tenant", scope.tenant())
        .param("workspace", scope.workspace())
        .param("reference", scope.reference())
        .param("limit", limit)
        .query(Run.class)
        .list();
  }

  public Optional<Run> run(long run) {
    return db.sql(RUN).param("run", run).query(Run.class).optional();
  }

  public List<Step> steps(long run) {
    return db.sql(STEPS).param("run", run).query(Step.class).list();
  }

  /** One attempt of a run; {@code message} is set when it failed. */
  public record Run(
      long run,
      String state,
      @Nullable OffsetDateTime startedAt,
      @Nullable OffsetDateTime endedAt,
      @Nullable BigDecimal seconds,
      @Nullable String tenant,
      @Nullable String workspace,
      @Nullable String reference,
      @Nullable String source,
      @Nullable String message) {}

  /**
   * A step of a run and how far it came.
   *
   * @param items files seen (scan), files written (ingest) or chunks given a vector (embed)
   */
  public record Step(
      String step,
      String state,
      @Nullable BigDecimal seconds,
      @Nullable Long items,
      long commits,
      long rollbacks,
      @Nullable String message) {}
}
