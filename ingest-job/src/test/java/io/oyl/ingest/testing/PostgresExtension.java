package io.oyl.ingest.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A fresh, migrated database in a real PostgreSQL: for the whole class when registered in a static
 * field, for each test when registered in an instance field. Where the server comes from: {@link
 * TestServer}. A test that leaves a connection open fails.
 *
 * <pre>
 * &#64;RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
 * </pre>
 */
public final class PostgresExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  /** Neither the machine's zone nor the JVM's (surefire's settings), and not a whole hour off. */
  private static final String HOSTILE_TIME_ZONE = "Asia/Kathmandu";

  private @Nullable TestServer server;
  private @Nullable String database;

  /** The test or class that the database was made for. */
  private @Nullable ExtensionContext owner;

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    create(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    create(context);
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    drop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws SQLException {
    drop(context);
  }

  /** Connections are not pooled; each has a time zone that nothing must depend on. */
  public DataSource dataSource() {
    PGSimpleDataSource plain = new PGSimpleDataSource();
    plain.setUrl(url());
    plain.setUser(user());
    plain.setPassword(password());
    return new DelegatingDataSource(plain) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
          statement.execute("set time zone '" + HOSTILE_TIME_ZONE + "'");
        }
        return connection;
      }
    };
  }

  public String url() {
    return server().url(Objects.requireNonNull(database));
  }

  public String user() {
    return server().user();
  }

  public String password() {
    return server().password();
  }

  TestServer server() {
    return Objects.requireNonNull(
        server, "the extension is not registered with @RegisterExtension");
  }

  private void create(ExtensionContext context) throws SQLException {
    if (owner != null) {
      return; // made for the class around
    }
    server = TestServer.get(context);
    database = "oyl_test_" + UUID.randomUUID().toString().replace("-", "");
    server.createDatabase(database);
    owner = context;
  }

  private void drop(ExtensionContext context) throws SQLException {
    if (context != owner || server == null || database == null) {
      return;
    }
    owner = null;
    server.dropDatabase(database);
  }
}
