package io.oyl.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A run's right to write what it reads from some sources. It holds while its session is there and
 * it is renewed in time; whoever claims the sources after that raises the token, and no transaction
 * that checks the old one commits any more. So a process that was frozen or cut off does no harm
 * when it comes back, and one that has died holds up nobody.
 */
public final class Lease implements AutoCloseable {
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
      "select token from ingest_leases where id = any (cast(:ids as uuid[])) order by id";

  private static final String OWN =
      """
      unnest(cast(:ids as uuid[]), cast(:tokens as bigint[])) own (id, token)
      """;

  private static final String CHECK =
      """
      select count(*) as valid, set_config('app.tenant', :tenant, true) as tenant
      from (
        select 1
        from ingest_leases l
        join %s on own.id = l.id and own.token = l.token
        for key share of l
      ) l
      """
          .formatted(OWN);

  private static final String STARTED =
      """
      update ingest_leases l
      set run_id = :run
      from %s
      where own.id = l.id and own.token = l.token
      """
          .formatted(OWN);

  private static final String RENEW =
      """
      update ingest_leases l
      set expires_at = clock_timestamp() + make_interval(secs => :seconds)
      from %s
      where own.id = l.id and own.token = l.token
      returning l.stop_requested
      """
          .formatted(OWN);

  private static final String RELEASE =
      """
      update ingest_leases l
      set expires_at = '-infinity'
      from %s
      where own.id = l.id and own.token = l.token
      """
          .formatted(OWN);

  /** How long a writer may go on that is not frozen, beyond a lease's term. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final SingleConnectionDataSource session;
  private final JdbcClient db;
  private final JdbcClient writers;
  private final UUID tenant;
  private final List<UUID> ids;
  private final Duration term;

  /** Of each source, in the order of the ids. */
  private final List<Long> tokens;

  private Lease(
      SingleConnectionDataSource session,
      JdbcClient writers,
      UUID tenant,
      List<UUID> ids,
      Duration term,
      List<Long> tokens) {
    this.session = session;
    this.db = JdbcClient.create(session);
    this.writers = writers;
    this.tenant = tenant;
    this.ids = ids;
    this.term = term;
    this.tokens = tokens;
  }

  /**
   * Claims all of these sources or none.
   *
   * @param term how long it holds without being renewed
   * @throws SourceBusyException when another run holds one of them
   */
  public static Lease claim(
      DataSource dataSource, UUID tenant, UUID reference, List<String> sources, Duration term) {
    SingleConnectionDataSource session = session(dataSource);
    try {
      JdbcClient db = JdbcClient.create(session);
      List<UUID> ids = sources.stream().map(source -> id(reference, source)).sorted().toList();
      for (String source : sources) {
        db.sql(ADD)
            .param("id", id(reference, source))
            .param("reference", reference)
            .param("source", source)
            .update();
      }
      List<Long> tokens = claim(session, db, ids, term);
      return new Lease(session, JdbcClient.create(dataSource), tenant, ids, term, tokens);
    } catch (SQLException e) {
      session.destroy();
      throw new DataAccessResourceFailureException("cannot claim the source", e);
    } catch (RuntimeException e) {
      session.destroy();
      throw e;
    }
  }

  private static List<Long> claim(
      SingleConnectionDataSource session, JdbcClient db, List<UUID> ids, Duration term)
      throws SQLException {
    Connection connection = session.getConnection();
    connection.setAutoCommit(false);
    try {
      requireFree(locked(connection, db, ids, term));
      db.sql(CLAIM)
          .param("ids", SqlArrays.of(ids))
          .param("holder", holder())
          .param("seconds", seconds(term))
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
  private static List<Held> locked(
      Connection connection, JdbcClient db, List<UUID> ids, Duration term) throws SQLException {
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
          Held first = leases.getFirst();
          throw new SourceBusyException(first.source(), first.run(), first.holder());
        }
        db.sql(END_FROZEN).param("seconds", seconds(term)).query().listOfRows();
        connection.commit();
      }
    }
  }

  private static void requireFree(List<Held> leases) {
    for (Held lease : leases) {
      if (lease.held()) {
        throw new SourceBusyException(lease.source(), lease.run(), lease.holder());
      }
    }
  }

  private static SingleConnectionDataSource session(DataSource dataSource) {
    try {
      return new SingleConnectionDataSource(dataSource.getConnection(), true);
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("cannot claim the source", e);
    }
  }

  /** Notes which run it is for. */
  public void started(long run) {
    own(db, STARTED).param("run", run).update();
  }

  /**
   * Holds the right until the running transaction ends, and names the tenant that its rows are of.
   * Every transaction that writes for the run asks before it does.
   *
   * @throws LeaseLostException when another run has claimed a source
   */
  public void check() {
    Checked checked =
        own(writers, CHECK).param("tenant", tenant.toString()).query(Checked.class).single();
    if (checked.valid() != ids.size()) {
      throw new LeaseLostException(null);
    }
  }

  /**
   * Moves the end on; true when the run is to stop.
   *
   * @throws LeaseLostException when a source is claimed by another run or the session is gone
   */
  public boolean renew() {
    List<Boolean> stops;
    try {
      stops = own(db, RENEW).param("seconds", seconds(term)).query(Boolean.class).list();
    } catch (DataAccessException e) {
      throw new LeaseLostException(e);
    }
    if (stops.size() != ids.size()) {
      throw new LeaseLostException(null);
    }
    return stops.contains(true);
  }

  private JdbcClient.StatementSpec own(JdbcClient client, String sql) {
    return client
        .sql(sql)
        .param("ids", SqlArrays.of(ids))
        .param("tokens", tokens.toArray(Long[]::new));
  }

  /** How long it holds without being renewed. */
  public Duration term() {
    return term;
  }

  /** Gives the sources free, but those that another run has by now. */
  @Override
  public void close() {
    try {
      own(db, RELEASE).update();
    } catch (DataAccessException e) {
      releaseElsewhere();
    } finally {
      session.destroy();
    }
  }

  /** The server may take some time to see that the session is gone, and with it the lease. */
  private void releaseElsewhere() {
    try {
      own(writers, RELEASE).update();
    } catch (DataAccessException e) {
      // the server is gone, too: the lease ends by itself
    }
  }

  static UUID id(UUID reference, String source) {
    return Ids.of("lease", reference.toString(), source);
  }

  private static double seconds(Duration term) {
    return term.toMillis() / 1000.0;
  }

  static String holder() {
    String host = System.getenv().getOrDefault("HOSTNAME", "");
    return "process " + ProcessHandle.current().pid() + (host.isEmpty() ? "" : " on " + host);
  }

  private record Held(String source, @Nullable Long run, @Nullable String holder, boolean held) {}

  private record Checked(long valid, String tenant) {}
}
