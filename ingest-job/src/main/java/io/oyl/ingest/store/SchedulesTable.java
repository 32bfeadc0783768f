package io.oyl.ingest.store;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code ingest_schedules}: when each schedule fired last, and what came of it. */
public final class SchedulesTable {
  private static final String ADD =
      """
      insert into ingest_schedules (id, name, reads)
      values (:id, :name, :reads)
      on conflict (id) do nothing
      """;

  private static final String FIND =
      """
      select fired_for, coalesce(outcome, 'stopped') not in ('failed', 'stopped') as finished
      from ingest_schedules
      where id = :id
      """;

  private static final String TAKE =
      """
      update ingest_schedules
      set fired_for = :time, started_at = now(), ended_at = null, run_id = null, outcome = null,
        message = null
      where id = :id and (fired_for is null or fired_for < :time)
      """;

  private static final String END =
      """
      update ingest_schedules
      set ended_at = now(), run_id = :run, outcome = :outcome, message = :message
      where id = :id and fired_for = :time
      """;

  private final JdbcClient db;

  public SchedulesTable(JdbcClient db) {
    this.db = db;
  }

  /** The same for each process that has the same schedule. */
  public static UUID id(String name, String reads) {
    return Ids.of("schedule", name, reads);
  }

  /** The time that was taken last; empty when the schedule has never fired. */
  public Optional<Last> last(UUID id, String name, String reads) {
    db.sql(ADD).param("id", id).param("name", name).param("reads", reads).update();
    LastRow row = db.sql(FIND).param("id", id).query(LastRow.class).single();
    return Optional.ofNullable(row.firedFor())
        .map(time -> new Last(time.toInstant(), row.finished()));
  }

  /** Takes a time; false when another process has taken it or a later one. */
  public boolean take(UUID id, Instant time) {
    return db.sql(TAKE).param("id", id).param("time", utc(time)).update() > 0;
  }

  /** Notes what came of the time that was taken, unless a later one was taken since. */
  public void end(
      UUID id, Instant time, @Nullable Long run, String outcome, @Nullable String message) {
    db.sql(END)
        .param("id", id)
        .param("time", utc(time))
        .param("run", run, Types.BIGINT)
        .param("outcome", outcome)
        .param("message", message, Types.VARCHAR)
        .update();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private record LastRow(@Nullable OffsetDateTime firedFor, boolean finished) {}

  /**
   * A time that was taken.
   *
   * @param finished false when its work is under way, has failed, was stopped or has died
   */
  public record Last(Instant time, boolean finished) {}
}
