package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Rounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeaseIT {
  private static final Duration TERM = Duration.ofMinutes(1);
  private static final UUID TENANT = UUID.randomUUID();

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  private final UUID reference = UUID.randomUUID();
  private @Nullable DataSource dataSource;

  @BeforeEach
  void migrate() {
    dataSource = postgres.dataSource();
    Migrations.migrate(dataSource);
    sql()
        .sql("insert into \"references\" (id, name) values (:id, 'docs')")
        .param("id", reference)
        .update();
  }

  @Test
  void aSourceIsClaimedByOneAtATime() {
    try (Lease first = claim("a")) {
      first.started(42);
      assertThatThrownBy(() -> claim("a"))
          .isInstanceOf(SourceBusyException.class)
          .hasMessageContaining(
              "run 42 (process " + ProcessHandle.current().pid() + " on " + Host.name() + ")")
          .hasMessageContaining("is reading a");
      claim("b").close();
    }
    claim("a").close();
  }

  @Test
  void allSourcesAreClaimedOrNone() {
    try (Lease _ = claim("b")) {
      assertThatThrownBy(() -> claim("a", "b")).isInstanceOf(SourceBusyException.class);
      claim("a").close();
    }
  }

  @Test
  void sourcesWithDifferentHistoriesAreClaimedTogether() {
    String low = sourceWhose(id -> id.getMostSignificantBits() >= 0);
    String high = sourceWhose(id -> id.getMostSignificantBits() < 0);
    claim(low).close();
    claim(low).close();

    try (Lease both = claim(high, low)) {
      inTransaction(both::check);
      assertThat(both.renew()).isFalse();
    }
    claim(low, high).close();
  }

  private String sourceWhose(Predicate<UUID> wanted) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "source " + i)
        .filter(source -> wanted.test(Lease.id(reference, source)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneOfManyThatStartTogetherWins() throws Exception {
    for (int round = 0; round < Rounds.of(10, 100); round++) {
      String source = "source " + round;
      AtomicInteger won = new AtomicInteger();
      List<Callable<Lease>> starts =
          Stream.generate(
                  () ->
                      (Callable<Lease>)
                          () -> {
                            try {
                              Lease lease = claim(source);
                              won.incrementAndGet();
                              return lease;
                            } catch (SourceBusyException e) {
                              return null;
                            }
                          })
              .limit(8)
              .toList();
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (Future<Lease> lease : threads.invokeAll(starts)) {
          if (lease.get() != null) {
            lease.get().close();
          }
        }
      }
      assertThat(won).as(source).hasValue(1);
    }
  }

  @Test
  void aLeaseThatHasRunOutIsTakenAndItsWritersAreLockedOut() {
    Lease frozen = claim("a");
    inTransaction(frozen::check);
    sql().sql("update ingest_leases set expires_at = now() - interval '1 second'").update();

    try (Lease next = claim("a")) {
      assertThatThrownBy(() -> inTransaction(frozen::check)).isInstanceOf(LeaseLostException.class);
      assertThatThrownBy(frozen::renew).isInstanceOf(LeaseLostException.class);
      frozen.close();
      inTransaction(next::check);
      assertThat(next.renew()).isFalse();
      assertThatThrownBy(() -> claim("a")).isInstanceOf(SourceBusyException.class);
    }
  }

  @Test
  void aLeaseThatHasLostOneSourceGivesTheOthersFree() {
    Lease both = claim("a", "b");
    sql()
        .sql("update ingest_leases set expires_at = now() - interval '1 second' where source = 'a'")
        .update();
    try (Lease _ = claim("a")) {
      assertThatThrownBy(() -> inTransaction(both::check)).isInstanceOf(LeaseLostException.class);
      assertThatThrownBy(both::renew).isInstanceOf(LeaseLostException.class);

      both.close();

      claim("b").close();
      assertThatThrownBy(() -> claim("a")).isInstanceOf(SourceBusyException.class);
    }
  }

  @Test
  void aLeaseWhoseSessionIsGoneIsTakenAtOnce() {
    try (Lease dead = claim("a")) {
      sql()
          .sql("select pg_terminate_backend(session_pid, 5000) from ingest_leases")
          .query(Boolean.class)
          .single();

      claim("a").close();
      assertThatThrownBy(dead::renew).isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void aLeaseIsReleasedWhileTheServerStillHoldsItsLostSession() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(dataSource);
      FirstConnection sessions = new FirstConnection(pool);
      Lease lease = Lease.claim(sessions, TENANT, reference, List.of("a"), TERM);
      // for the holder only: at the server it lives on, as a connection of the pool
      Objects.requireNonNull(sessions.first).close();

      lease.close();

      claim("a").close();
    }
  }

  private static final class FirstConnection extends DelegatingDataSource {
    @Nullable Connection first;

    FirstConnection(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      if (first == null) {
        first = connection;
      }
      return connection;
    }
  }

  @Test
  void aClaimWaitsForAWriterThatHasChecked() throws Exception {
    try (Lease frozen = claim("a");
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Lease> next =
          transactions()
              .execute(
                  status -> {
                    frozen.check();
                    sql().sql("update ingest_leases set expires_at = '-infinity'").update();
                    Future<Lease> claim = thread.submit(() -> claim("a"));
                    assertThatThrownBy(() -> claim.get(500, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                    return claim;
                  });
      next.get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void aWriterThatIsFrozenInACopyIsEnded() throws Exception {
    Duration term = Duration.ofSeconds(2);
    Connection writer = postgres.dataSource().getConnection();
    try (Lease frozen = claim("a")) {
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute("select 1 from ingest_leases for key share");
        statement.execute("create temporary table staged (n integer)");
      }
      CopyIn copy = writer.unwrap(PGConnection.class).getCopyAPI().copyIn("copy staged from stdin");
      assertThat(copy.isActive()).isTrue();
      sql().sql("update ingest_leases set expires_at = '-infinity'").update();

      claim(term, "a").close();

      assertThatThrownBy(frozen::renew).isInstanceOf(LeaseLostException.class);
      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
    } finally {
      writer.abort(Runnable::run);
    }
  }

  @Test
  void aRunIsToldToStop() {
    try (Lease lease = claim("a")) {
      UnendedRuns runs = new UnendedRuns(sql());
      lease.started(42);
      assertThat(lease.renew()).isFalse();
      assertThat(runs.requestStop(41)).isFalse();

      assertThat(runs.requestStop(42)).isTrue();

      assertThat(lease.renew()).isTrue();
    }
    try (Lease next = claim("a")) {
      assertThat(next.renew()).isFalse();
    }
    assertThat(new UnendedRuns(sql()).requestStop(42)).isFalse();
  }

  private Lease claim(String... sources) {
    return claim(TERM, sources);
  }

  private Lease claim(Duration term, String... sources) {
    return Lease.claim(
        Objects.requireNonNull(dataSource), TENANT, reference, List.of(sources), term);
  }

  private JdbcClient sql() {
    return JdbcClient.create(postgres.dataSource());
  }

  private void inTransaction(Runnable work) {
    transactions().executeWithoutResult(status -> work.run());
  }

  private TransactionTemplate transactions() {
    return new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(dataSource)));
  }
}
