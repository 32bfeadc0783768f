package io.oyl.ingest.bench;

import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that makes a fresh database for each measurement; a private one unless told another. */
final class Server implements AutoCloseable {
  private final PeerDatabase address;
  private final @Nullable PrivateServer own;
  private int databases;

  private Server(PeerDatabase address, @Nullable PrivateServer own) {
    this.address = address;
    this.own = own;
  }

  /** A folder for one measurement; PostgreSQL, which is never root, may pass through it. */
  static Path workFolder() throws IOException {
    return Files.createTempDirectory(
        "oyl-bench",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
  }

  /**
   * The server that the environment names, or a new private one.
   *
   * @param home for the private one
   */
  static Server open(Path home) {
    Map<String, String> environment = System.getenv();
    if (environment.containsKey("INGEST_DB_URL")) {
      return new Server(PeerDatabase.fromEnvironment(), null);
    }
    PrivateServer server = new PrivateServer(home, PostgresPrograms.find(environment));
    ServerAddress at = server.start();
    return new Server(new PeerDatabase(at.url(), at.user(), at.password()), server);
  }

  /** An empty database, to be dropped by {@link #drop}. */
  PeerDatabase fresh() throws SQLException {
    String name = "oyl_bench_%d_%d".formatted(ProcessHandle.current().pid(), ++databases);
    execute("create database " + name);
    return address.named(name);
  }

  void drop(PeerDatabase database) throws SQLException {
    execute("drop database if exists " + database.name() + " with (force)");
  }

  /**
   * CPU seconds that the server and its processes have taken so far; 0 for a server that is not our
   * own, which may be on another machine, and where the system does not tell.
   */
  double cpuSeconds() throws SQLException {
    if (own == null) {
      return 0;
    }
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        Statement statement = connection.createStatement();
        ResultSet backend = statement.executeQuery("select pg_backend_pid()")) {
      backend.next();
      return stat(backend.getLong(1)).map(stat -> ofServer(stat.parent())).orElse(0.0);
    }
  }

  /** The first process waits for all others, so it knows what those took that have ended. */
  private static double ofServer(long pid) {
    double living =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .mapToDouble(process -> stat(process.pid()).map(ProcStat::seconds).orElse(0.0))
            .sum();
    return living + stat(pid).map(stat -> stat.seconds() + stat.childSeconds()).orElse(0.0);
  }

  private static Optional<ProcStat> stat(long pid) {
    return ProcStat.read(Path.of("/proc", Long.toString(pid), "stat"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.stop();
    }
  }
}
