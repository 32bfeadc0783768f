package io.oyl.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * How a session gets a {@link Lease}: sources whose lease lasts are refused at once, and whoever
 * still writes on one that has run out is waited for, or ended when he is frozen.
 */
final class LeaseClaim {
  private static final String ADD =
      """
      insert into ingest_leases (id, reference_id, source)
      values (:id, :reference, :source)
      on conflict (id) do nothing
      """;

  private static final String HELD =
      """
      select source, run_id as run, holder, ingest_lease_is_held(l) as held
      from ingest_leases l
      where id = any (cast(:ids as uuid[]))
      order by id
      """;

  private static final String LOCK = HELD + "for update";
  private static final String FREE = LOCK + " skip locked";
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String PATIENCE = "set local lock_timeout = '1s'";

  // one whose client is frozen in a COPY is active, which no timeout of the server ends; only who
  // locks rows of the table can be in the way
  private static final String END_FROZEN =
      """
      select pg_terminate_backend(a.pid)
      from pg_stat_activity a
      where a.datname = current_database() and a.usename = current_user
        and a.pid <> pg_backend_pid() and a.xact_start is not null and a.wait_event = 'ClientRead'
        and a.state_change < clock_timestamp() - make_interval(secs => :seconds)
        and exists (
          select 1
          from pg_locks k
          where k.pid = a.pid and k.granted and k.relation = 'ingest_leases'::regclass
            and k.mode = 'RowShareLock')
      """;

  private static final String CLAIM =
      """
      update ingest_leases
      set token = token + 1, run_id = null, holder = :holder, stop_requested = false,
        session_pid = pg_backend_pid(),
        session_started =
          (select backend_start from pg_stat_activity where pid = pg_backend_pid()),
        taken_at = clock_timestamp(),
        expires_at = clock_timestamp() + make_interval(secs => :seconds)
      where id = any (cast(:ids as uuid[]))
      """;

  private static final String TOKENS =
      """
      select l.token
      from unnest(cast(:ids as uuid[])) with ordinality own (id, place)
      join ingest_leases l on l.id = own.id
      order by own.place
      """;

  /** How long a writer may go on that is not frozen, beyond a lease's term. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final SingleConnectionDataSource session;
  private final JdbcClient db;
  private final List<UUID> ids;
  private final Duration term;

  /**
   * Claims nothing yet.
   *
   * @param session of the lease
   * @param ids of the leases, in any order
   * @param term how long a lease holds without being renewed
   */
  LeaseClaim(SingleConnectionDataSource session, List<UUID> ids, Duration term) {
    this.session = session;
    this.db = JdbcClient.create(session);
    this.ids = ids;
    this.term = term;
  }

  /**
   * Claims all of these sources or none; returns the tokens, in the order of the ids.
   *
   * @throws SourceBusyException when another run holds one of them
   */
  List<Long> of(UUID reference, List<String> sources) throws SQLException {
    for (String source : sources) {
      db.sql(ADD)
          .param("id", Lease.id(reference, source))
          .param("reference", reference)
          .param("source", source)
          .update();
    }
    Connection connection = session.getConnection();
    connection.setAutoCommit(false);
    try {
      requireFree(locked(connection));
      db.sql(CLAIM)
          .param("ids", SqlArrays.of(ids))
          .param("holder", holder())
          .param("seconds", Lease.seconds(term))
          .update();
      List<Long> tokens = db.sql(TOKENS).param("ids", SqlArrays.of(ids)).query(Long.class).list();
      connection.commit();
      return tokens;
    } catch (RuntimeException | SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /**
   * Locks the rows, which waits for those who have checked a lease and not yet committed. Whoever
   * of them is frozen for longer than a lease may last is ended, and only the holder of one that
   * still lasts is not waited for.
   */
  private List<Held> locked(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + term.toNanos() + GRACE.toNanos();
    while (true) {
      try {
        db.sql(PATIENCE).update();
        return db.sql(LOCK).param("ids", SqlArrays.of(ids)).query(Held.class).list();
      } catch (DataAccessException e) {
        connection.rollback();
        if (!(e.getMostSpecificCause() instanceof SQLException cause)
            || !LOCK_TIMEOUT.equals(cause.getSQLState())) {
          throw e;
        }
        List<Held> leases = db.sql(HELD).param("ids", SqlArrays.of(ids)).query(Held.class).list();
        requireFree(leases);
        if (System.nanoTime() - deadline > 0) {
          throw busy(leases);
        }
        db.sql(END_FROZEN).param("seconds", Lease.seconds(term)).query().listOfRows();
        connection.commit();
      }
    }
  }

  /** By the one that somebody has locked. */
  private SourceBusyException busy(List<Held> leases) {
    List<Held> free = db.sql(FREE).param("ids", SqlArrays.of(ids)).query(Held.class).list();
    Held locked =
        leases.stream()
            .filter(each -> free.stream().noneMatch(one -> one.source().equals(each.source())))
            .findFirst()
            .orElseGet(leases::getFirst);
    return new SourceBusyException(locked.source(), locked.run(), locked.holder());
  }

  private static void requireFree(List<Held> leases) {
    for (Held lease : leases) {
      if (lease.held()) {
        throw new SourceBusyException(lease.source(), lease.run(), lease.holder());
      }
    }
  }

  static String holder() {
    String machine = Host.name();
    String process = "process " + ProcessHandle.current().pid();
    return machine.equals(Host.UNKNOWN) ? process : process + " on " + machine;
  }

  private record Held(String source, @Nullable Long run, @Nullable String holder, boolean held) {}
}
