package io.oyl.ingest.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The views {@code ingest_runs} and {@code ingest_run_steps}. */
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

  private static final RowMapper<Counts> COUNTS = new DataClassRowMapper<>(Counts.class);

  private final JdbcClient db;

  public RunsView(JdbcClient db) {
    this.db = db;
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
