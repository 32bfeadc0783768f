package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The private server of one INGEST_HOME. Any number of processes and threads may use it at once:
 * whoever comes first starts it.
 *
 * <p>Below the cluster's directory lie {@code data} (PostgreSQL's), {@code password}, {@code port}
 * and {@code server.log}. {@code data} is made beside and renamed, so it is never half a cluster.
 * Settings of one's own belong into {@code alter system}.
 */
public final class PrivateServer {
  /** What there is of the server. */
  public enum State {
    ABSENT,
    STOPPED,
    RUNNING
  }

  private static final String DATABASE = "oyl";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A file lock keeps processes apart, not the threads of one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path home;
  private final PostgresPrograms programs;

  public PrivateServer(Path home, PostgresPrograms programs) {
    this.home = home.toAbsolutePath().normalize();
    this.programs = programs;
  }

  /**
   * Makes sure that the server runs and gives the address of its database, which may be empty.
   *
   * @throws ServerUnavailableException when it cannot be started
   * @throws HomeUnusableException when the home is not there and cannot be made
   */
  public ServerAddress start() {
    Cluster cluster = cluster();
    Optional<Postmaster> running = cluster.running();
    if (running.isPresent()) {
      ServerAddress address = address(cluster, running.get().port(), DATABASE);
      if (ping(address) == null) {
        return address;
      }
    }
    return locked(
        "started", () -> startAlone(new Cluster(ClusterDirectory.prepared(home), programs)));
  }

  /** Stops the server when it runs; commands that use it lose their connections. */
  public void stop() {
    if (state() != State.RUNNING) {
      return;
    }
    locked(
        "stopped",
        () -> {
          Cluster cluster = cluster();
          if (cluster.running().isPresent()) {
            cluster.stop();
          }
          return cluster;
        });
  }

  public State state() {
    Cluster cluster = cluster();
    Path data = cluster.directory().data();
    if (!Files.exists(data) && !Files.notExists(data)) {
      throw ServerUnavailableException.of(
          "cannot look into " + home, new AccessDeniedException(data.toString()));
    }
    if (!Files.isDirectory(data)) {
      return State.ABSENT;
    }
    return cluster.running().isPresent() ? State.RUNNING : State.STOPPED;
  }

  private Cluster cluster() {
    return new Cluster(ClusterDirectory.known(home), programs);
  }

  private static ServerAddress startAlone(Cluster cluster) throws IOException {
    if (!Files.isDirectory(cluster.directory().data())) {
      cluster.initialize();
    }
    Instant end = Instant.now().plus(PATIENCE);
    SQLException refusal = null;
    while (Instant.now().isBefore(end)) {
      Optional<Postmaster> running = cluster.running();
      if (running.isEmpty()) {
        cluster.launch();
        continue;
      }
      int port = running.get().port();
      refusal = ping(address(cluster, port, "postgres"));
      if (refusal == null) {
        ServerAddress address = address(cluster, port, DATABASE);
        if (ping(address) != null) {
          createDatabase(address(cluster, port, "postgres"));
        }
        return address;
      }
      if (!isPassing(refusal)) {
        break;
      }
      Pause.of(Duration.ofMillis(200)); // it starts or stops, by somebody who was killed meanwhile
    }
    throw new ServerUnavailableException(
        "The private PostgreSQL in "
            + cluster.directory().base()
            + " runs but does not serve: "
            + (refusal == null ? "no answer" : refusal.getMessage()),
        refusal);
  }

  private static ServerAddress address(Cluster cluster, int port, String database) {
    Path file = cluster.directory().path("password");
    String password =
        cluster
            .directory()
            .read("password")
            .orElseThrow(
                () ->
                    new ServerUnavailableException(
                        "The password of the private PostgreSQL is gone: " + file));
    return new ServerAddress(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, Cluster.SUPERUSER, password);
  }

  private static Connection connect(ServerAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url() + "?connectTimeout=10&socketTimeout=30", address.user(), address.password());
  }

  /** Connects once; the answer is what stood in the way, null for nothing. */
  private static @Nullable SQLException ping(ServerAddress address) {
    try (Connection connection = connect(address)) {
      return connection.isValid(10) ? null : new SQLException("no answer", "08006");
    } catch (SQLException e) {
      return e;
    }
  }

  /** Not reachable, too many connections, or the server starts or stops. */
  private static boolean isPassing(SQLException e) {
    String state = e.getSQLState() == null ? "08000" : e.getSQLState();
    return state.startsWith("08") || state.equals("53300") || state.startsWith("57P0");
  }

  private static void createDatabase(ServerAddress postgres) {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + DATABASE);
    } catch (SQLException e) {
      throw new ServerUnavailableException(
          "The database " + DATABASE + " cannot be made: " + e.getMessage(), e);
    }
  }

  private void createHome() {
    try {
      ClusterDirectory.createHome(home);
    } catch (IOException e) {
      throw new HomeUnusableException(home, e);
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(String done, Work<T> work) {
    THREADS.lock();
    try {
      createHome();
      try (FileChannel file =
          FileChannel.open(
              home.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.lock(); // until the channel is closed
        return work.run();
      }
    } catch (IOException e) {
      throw ServerUnavailableException.of(
          "the private PostgreSQL of " + home + " cannot be " + done, e);
    } finally {
      THREADS.unlock();
    }
  }
}
