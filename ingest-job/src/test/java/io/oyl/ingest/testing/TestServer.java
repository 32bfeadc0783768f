package io.oyl.ingest.testing;

import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.server.ServerUnavailableException;
import io.oyl.ingest.store.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The one PostgreSQL of this JVM: {@code INGEST_TEST_DB_URL} (with {@code INGEST_TEST_DB_USER} and
 * {@code INGEST_TEST_DB_PASSWORD}) when set, else a container when a Docker engine answers, else a
 * private server of this machine's programs. Without any of them tests fail, they are not skipped.
 */
final class TestServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TestServer.class);

  private static final DockerImageName IMAGE =
      DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres");

  private static final String LEAKS =
      """
      select format('%s since %s: %s', state, state_change, query)
      from pg_stat_activity
      where datname = ? and backend_type = 'client backend'
      """;

  private final ServerAddress address;
  private final Runnable end;
  private final String template = "oyl_template_" + UUID.randomUUID().toString().replace("-", "");

  private TestServer(String road, ServerAddress address, Runnable end) throws SQLException {
    this.address = address;
    this.end = end;
    System.err.println("tests use " + road + ": " + address);
    try {
      execute("create database " + template);
      migrate();
    } catch (SQLException | RuntimeException e) {
      end.run();
      throw e;
    }
  }

  /** The server of the whole test run, ended with it. */
  static TestServer get(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(TestServer.class))
        .computeIfAbsent(TestServer.class, key -> open(), TestServer.class);
  }

  private static TestServer open() {
    try {
      String url = System.getenv("INGEST_TEST_DB_URL");
      if (url != null && !url.isBlank()) {
        return new TestServer("INGEST_TEST_DB_URL", named(url, System.getenv()), () -> {});
      }
      return DockerClientFactory.instance().isDockerAvailable() ? containerElseLocal() : local();
    } catch (SQLException e) {
      throw new IllegalStateException("the tests' PostgreSQL refuses", e);
    }
  }

  private static ServerAddress named(String url, Map<String, String> environment) {
    return new ServerAddress(
        url,
        environment.getOrDefault("INGEST_TEST_DB_USER", "postgres"),
        environment.getOrDefault("INGEST_TEST_DB_PASSWORD", ""));
  }

  /** An engine may answer and still have no way to get the image. */
  private static TestServer containerElseLocal() throws SQLException {
    try {
      return container();
    } catch (ContainerLaunchException | ContainerFetchException e) {
      log.warn("Docker answers but starts no {}: {}", IMAGE, e.getMessage());
      return local();
    }
  }

  private static TestServer container() throws SQLException {
    PostgreSQLContainer container =
        new PostgreSQLContainer(IMAGE).withCommand("postgres", "-c", "fsync=off");
    container.start();
    return new TestServer(
        "Docker through Testcontainers",
        new ServerAddress(container.getJdbcUrl(), container.getUsername(), container.getPassword()),
        container::stop);
  }

  private static TestServer local() throws SQLException {
    try {
      Path home = Files.createTempDirectory("oyl-test-");
      // PostgreSQL runs as another account when the tests run as root.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      PrivateServer server = new PrivateServer(home, PostgresPrograms.find(System.getenv()));
      TestServer started =
          new TestServer(
              "a private server of this machine",
              server.start(),
              () -> {
                server.stop();
                FileSystemUtils.deleteRecursively(home.toFile());
              });
      started.execute("alter system set fsync = off");
      started.execute("select pg_reload_conf()");
      return started;
    } catch (ServerUnavailableException e) {
      throw new IllegalStateException(
          "The tests need a PostgreSQL with pgvector: run bin/setup, start Docker or set"
              + " INGEST_TEST_DB_URL. "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once; each test's database is a copy. */
  private void migrate() {
    Migrations.migrate(new SimpleDriverDataSource(new Driver(), url(template), user(), password()));
  }

  void createDatabase(String name) throws SQLException {
    execute("create database " + name + " template " + template);
  }

  /** Drops the database, and fails when somebody still holds a connection to it. */
  void dropDatabase(String name) throws SQLException {
    List<String> leaks = leaks(name);
    for (int i = 0; i < 20 && !leaks.isEmpty(); i++) {
      pause(); // a closed connection's process takes a moment to go
      leaks = leaks(name);
    }
    execute("drop database " + name + " with (force)");
    if (!leaks.isEmpty()) {
      throw new AssertionError("connections left open: " + leaks);
    }
  }

  private List<String> leaks(String name) throws SQLException {
    List<String> leaks = new ArrayList<>();
    try (Connection connection = connect(null);
        var statement = connection.prepareStatement(LEAKS)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          leaks.add(rows.getString(1));
        }
      }
    }
    return leaks;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url(String database) {
    return address.url().replaceFirst("^(jdbc:postgresql:(?://[^/]*/)?)[^?]*", "$1" + database);
  }

  String user() {
    return address.user();
  }

  String password() {
    return address.password();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect(null);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(@Nullable String database) throws SQLException {
    return DriverManager.getConnection(
        database == null ? address.url() : url(database), user(), password());
  }

  @Override
  public void close() throws SQLException {
    execute("drop database " + template + " with (force)");
    end.run();
  }
}
