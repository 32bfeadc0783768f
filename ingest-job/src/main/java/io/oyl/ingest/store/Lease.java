package io.oyl.ingest.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
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
  private static final String OWN =
      """
      unnest(cast(:ids as uuid[]), cast(:tokens as bigint[])) own (id, token)
      """;

  /** Locked in the order in which claims lock them. */
  private static final String MINE =
      """
      (
        select l.id
        from ingest_leases l
        join %s on own.id = l.id and own.token = l.token
        order by l.id
        for no key update of l
      ) mine
      """
          .formatted(OWN);

  private static final String CHECK =
      """
      select count(*) as valid, set_config('app.tenant', :tenant, true) as tenant
      from (
        select 1
        from ingest_leases l
        join %s on own.id = l.id and own.token = l.token
        order by l.id
        for key share of l
      ) l
      """
          .formatted(OWN);

  private static final String STARTED =
      """
      update ingest_leases l
      set run_id = :run
      from %s
      where mine.id = l.id
      """
          .formatted(MINE);

  private static final String RENEW =
      """
      update ingest_leases l
      set expires_at = clock_timestamp() + make_interval(secs => :seconds)
      from %s
      where mine.id = l.id
      returning l.stop_requested
      """
          .formatted(MINE);

  private static final String RELEASE =
      """
      update ingest_leases l
      set expires_at = '-infinity'
      from %s
      where mine.id = l.id
      """
          .formatted(MINE);

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
      List<UUID> ids = sources.stream().map(source -> id(reference, source)).toList();
      List<Long> tokens = new LeaseClaim(session, ids, term).of(reference, sources);
      return new Lease(session, JdbcClient.create(dataSource), tenant, ids, term, tokens);
    } catch (SQLException e) {
      session.destroy();
      throw new DataAccessResourceFailureException("cannot claim the source", e);
    } catch (RuntimeException e) {
      session.destroy();
      throw e;
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

  static double seconds(Duration term) {
    return term.toMillis() / 1000.0;
  }

  private record Checked(long valid, String tenant) {}
}
