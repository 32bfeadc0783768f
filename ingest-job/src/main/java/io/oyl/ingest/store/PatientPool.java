package io.oyl.ingest.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool that waits for its database once: as long as the pool does, so that a server may be
 * started anew. Who asks after that is refused at once, until the database is there again; each
 * step of the end of a run would wait as long otherwise. Thread-safe.
 */
final class PatientPool extends DelegatingDataSource {
  private final HikariDataSource pool;
  private volatile boolean lost;

  PatientPool(HikariDataSource pool) {
    super(pool);
    this.pool = pool;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (lost) {
        connectOnce();
      }
      Connection connection = pool.getConnection();
      lost = false;
      return connection;
    } catch (SQLException e) {
      if (!LostDatabaseException.isCauseOf(e)) {
        throw e;
      }
      lost = true;
      throw new LostDatabaseException(name(), e);
    }
  }

  private void connectOnce() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
    set(properties, "user", pool.getUsername());
    set(properties, "password", pool.getPassword());
    DriverManager.getConnection(pool.getJdbcUrl(), properties).close();
  }

  /** What is not set the driver finds itself, in a password file for one. */
  private static void set(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  /** The URL without its parameters, which may hold a password. */
  private String name() {
    return pool.getJdbcUrl().replaceFirst("\\?.*", "");
  }
}
