package io.oyl.ingest.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The views {@code ingest_runs} and {@code ingest_run_steps}, and runs whose process is dead. */
public final class RunsView {
  private static final String FROM_RUNS =
      """
      select run, state, started_at, ended_at, seconds, tenant, workspace, reference, source, message,
        outcome, cause, seen, added, changed, unchanged, moved, removed, complete, partial, empty,
        quarantined, unsettled, files_read, documents, chunks, embedded, reused, files_per_second,
        chunks_per_second
      from ingest_runs
      """;

  private static final String RUNS =
      FROM_RUNS
          + """
      where tenant = :tenant and workspace = :workspace and reference = :reference
      order by run desc
      limit :limit
      """;

  private static final String RUN = FROM_RUNS + "where run = :run";

  private static final String STEPS =
      """
      select step, state, seconds, items, commits, rollbacks, message, started_at, ended_at,
        items_per_second, cause
      from ingest_run_steps
      where run = :run
      order by id
      """;

  // with the sources' lease in one's own hands, whoever ran them before is dead
  private static final String END_DEAD =
      """
      with dead as (
        select e.job_execution_id as id
        from batch_job_execution e
        join batch_job_execution_params p
          on p.job_execution_id = e.job_execution_id and p.parameter_name = 'request'
        join ingest_requests r on r.id::text = p.parameter_value
        cross join lateral (
          select
            bool_or(r.reference_id = :reference and t ->> 'source' = any (:sources)) as ours,
            bool_or(exists (
              select 1 from ingest_leases l
              where l.reference_id = r.reference_id and l.source = t ->> 'source'
                and ingest_lease_is_held(l))) as held
          from jsonb_array_elements(r.targets) t
        ) s
        where e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN') and (s.ours or not s.held)
      ), steps as (
        update batch_step_execution s
        set status = 'FAILED', exit_code = 'FAILED', exit_message = 'the process died',
          end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
          version = s.version + 1
        from dead
        where s.job_execution_id = dead.id
          and s.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      )
      update batch_job_execution e
      set status = 'FAILED', exit_code = 'FAILED', exit_message = 'the process died',
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
        version = e.version + 1
      from dead
      where e.job_execution_id = dead.id
      """;

  private static final String REQUEST_STOP =
      """
      update ingest_leases l
      set stop_requested = true
      where run_id = :run and ingest_lease_is_held(l)
      """;

  // waits for the transactions that have checked the lease; none passes after it
  private static final String LOCK_LEASES =
      "select id from ingest_leases where run_id = :run order by id for update";

  private static final String TAKE_LEASES_AWAY =
      """
      update ingest_leases
      set token = token + 1, expires_at = '-infinity', stop_requested = false
      where run_id = :run
      """;

  private static final String ABANDON_STEPS =
      """
      update batch_step_execution
      set status = 'ABANDONED', exit_code = 'FAILED', exit_message = 'the run was abandoned',
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
        version = version + 1
      where job_execution_id = :run and status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      """;

  private static final String ABANDON_RUN =
      """
      update batch_job_execution
      set status = 'ABANDONED', exit_code = 'FAILED', exit_message = 'the run was abandoned',
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC',
        version = version + 1
      where job_execution_id = :run and status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      """;

  private static final RowMapper<Counts> COUNTS = new DataClassRowMapper<>(Counts.class);

  private final JdbcClient db;

  public RunsView(JdbcClient db) {
    this.db = db;
  }

  /**
   * Ends, in the job repository, the runs that have not ended but are dead: those of these sources,
   * whose lease the caller holds, and all others whose lease nobody holds. The raised version keeps
   * a process that was only frozen from committing anything more.
   */
  public int endDead(UUID reference, List<String> sources) {
    return db.sql(END_DEAD)
        .param("reference", reference)
        .param("sources", sources.toArray(String[]::new))
        .update();
  }

  /** Asks a run to stop at its next commit; false when it does not run. */
  public boolean requestStop(long run) {
    return db.sql(REQUEST_STOP).param("run", run).update() > 0;
  }

  /**
   * Gives up a run that has not ended, whether its process lives or not: from now on it writes
   * nothing any more, and its sources are free. False when it has ended. Call in a transaction.
   */
  public boolean abandon(long run) {
    db.sql(LOCK_LEASES).param("run", run).query().listOfRows();
    if (db.sql(ABANDON_RUN).param("run", run).update() == 0) {
      return false;
    }
    db.sql(ABANDON_STEPS).param("run", run).update();
    db.sql(TAKE_LEASES_AWAY).param("run", run).update();
    return true;
  }

  /** Runs of a reference, newest first. */
  public List<Run> runs(ScopeNames scope, int limit) {
    return db.sql(RUNS)
        .param("tenant", scope.tenant())
        .param("workspace", scope.workspace())
        .param("reference", scope.reference())
        .param("limit", limit)
        .query(RunsView::run)
        .list();
  }

  public Optional<Run> run(long run) {
    return db.sql(RUN).param("run", run).query(RunsView::run).optional();
  }

  public List<Step> steps(long run) {
    return db.sql(STEPS).param("run", run).query(Step.class).list();
  }

  private static Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getLong("run"),
        row.getString("state"),
        row.getObject("started_at", OffsetDateTime.class),
        row.getObject("ended_at", OffsetDateTime.class),
        row.getBigDecimal("seconds"),
        row.getString("tenant"),
        row.getString("workspace"),
        row.getString("reference"),
        row.getString("source"),
        row.getString("message"),
        row.getString("outcome"),
        row.getString("cause"),
        COUNTS.mapRow(row, number));
  }

  /**
   * One attempt of a run; {@code message} is set when it failed, {@code cause} says in words why
   * the outcome is not complete.
   */
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
      @Nullable String message,
      String outcome,
      @Nullable String cause,
      Counts counts) {}

  /** What a run has counted; null as long as the step that counts it has not begun. */
  public record Counts(
      @Nullable Long seen,
      @Nullable Long added,
      @Nullable Long changed,
      @Nullable Long unchanged,
      @Nullable Long moved,
      @Nullable Long removed,
      @Nullable Long complete,
      @Nullable Long partial,
      @Nullable Long empty,
      @Nullable Long quarantined,
      @Nullable Long unsettled,
      @Nullable Long filesRead,
      @Nullable Long documents,
      @Nullable Long chunks,
      @Nullable Long embedded,
      @Nullable Long reused,
      @Nullable BigDecimal filesPerSecond,
      @Nullable BigDecimal chunksPerSecond) {}

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
      @Nullable String message,
      @Nullable OffsetDateTime startedAt,
      @Nullable OffsetDateTime endedAt,
      @Nullable BigDecimal itemsPerSecond,
      @Nullable String cause) {}
}
