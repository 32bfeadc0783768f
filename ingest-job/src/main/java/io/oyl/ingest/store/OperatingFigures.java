package io.oyl.ingest.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much there is and how much waits, over all tenants, for monitoring. */
public final class OperatingFigures {
  private static final String FILES =
      """
      select state, coalesce(reason, '') as reason, count(*) as files,
        coalesce(sum(size_bytes), 0) as bytes, coalesce(sum(document_count), 0) as documents,
        coalesce(sum(chunk_count), 0) as chunks,
        extract(epoch from now() - min(updated_at)) as oldest_seconds
      from ingest_files
      group by 1, 2
      """;

  private static final String VECTORS =
      """
      select m.provider || '/' || m.name as model, count(v.ref) as vectors
      from embedding_models m
      left join vectors v on v.model_id = m.id
      group by m.id
      """;

  private static final String RUNS =
      """
      select count(distinct run_id) from ingest_leases l where ingest_lease_is_held(l)
      """;

  private static final String SCHEDULES =
      """
      select name as schedule, outcome, extract(epoch from fired_for) as fired_for
      from ingest_schedules
      where fired_for is not null
      """;

  private final JdbcClient db;

  public OperatingFigures(JdbcClient db) {
    this.db = db;
  }

  /** As it is now. Reads the whole ledger. */
  public Figures now() {
    return new Figures(
        db.sql(FILES).query(Files.class).list(),
        db.sql(VECTORS).query(Vectors.class).list(),
        db.sql(RUNS).query(Long.class).single(),
        db.sql(SCHEDULES).query(LastFired.class).list());
  }

  /** All figures of a moment; {@code runs} are those under way. */
  public record Figures(
      List<Files> files, List<Vectors> vectors, long runs, List<LastFired> schedules) {}

  /**
   * Files of a state and reason.
   *
   * @param reason empty where the state has none
   * @param oldestSeconds how long ago the one that has not changed for longest has changed
   */
  public record Files(
      String state,
      String reason,
      long files,
      long bytes,
      long documents,
      long chunks,
      double oldestSeconds) {}

  public record Vectors(String model, long vectors) {}

  /**
   * The last time of a schedule.
   *
   * @param outcome null while it is under way
   * @param firedFor in seconds since 1970
   */
  public record LastFired(String schedule, @Nullable String outcome, double firedFor) {}
}
