package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PatientPoolIT {
  /** The pool itself looks for the server once in five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  @TempDir Path temporary;

  private Path home;
  private PrivateServer server;

  @BeforeEach
  void start() throws IOException {
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    home = temporary.resolve("server");
    server = new PrivateServer(home, PostgresPrograms.find(System.getenv()));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aServerThatIsGoneIsWaitedForOnceAndFoundAgain() throws Exception {
    ServerAddress address = server.start();
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(address.url() + "?ApplicationName=secret");
      pool.addDataSourceProperty("user", address.user());
      pool.addDataSourceProperty("password", address.password());
      pool.setConnectionTimeout(PATIENCE.toMillis());
      JdbcClient sql = JdbcClient.create(StoreConfiguration.lazy(pool));
      assertThat(one(sql)).isOne();
      Signals.stopImmediately(home);

      long begin = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> one(sql)).rootCause().hasMessageContaining("refused");
        assertThatThrownBy(() -> one(sql))
            .cause()
            .hasMessageStartingWith("the database " + address.url() + " cannot be reached: ")
            .hasMessageNotContaining("secret");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(PATIENCE, PATIENCE.multipliedBy(4));

      server.start();
      assertThat(one(sql)).isOne();
    }
  }

  private static int one(JdbcClient sql) {
    return sql.sql("select 1").query(Integer.class).single();
  }
}
