package io.oyl.ingest.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateServerIT {
  private static final PostgresPrograms PROGRAMS = PostgresPrograms.find(System.getenv());

  @TempDir Path temporary;
  private Path home;
  private PrivateServer server;

  @BeforeEach
  void chooseAHome() throws IOException {
    // PostgreSQL runs as another account when the tests run as root.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    home = temporary.resolve("a home 'quoted'");
    server = new PrivateServer(home, PROGRAMS);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void theFirstStartMakesAClusterAndTheSecondFindsItRunning() throws SQLException {
    assertThat(server.state()).isEqualTo(PrivateServer.State.ABSENT);

    ServerAddress first = server.start();
    String started = query(first, "select pg_postmaster_start_time()::text");
    ServerAddress second = new PrivateServer(home, PROGRAMS).start();

    assertThat(second).isEqualTo(first);
    assertThat(query(second, "select pg_postmaster_start_time()::text")).isEqualTo(started);
    assertThat(server.state()).isEqualTo(PrivateServer.State.RUNNING);
    assertThat(query(first, "select current_database() || ' ' || current_user"))
        .isEqualTo("oyl oyl");
    assertThat(query(first, "show data_checksums")).isEqualTo("on");
    assertThat(query(first, "show server_encoding")).isEqualTo("UTF8");
    assertThat(query(first, "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(query(first, "select upper('é')")).isEqualTo("É");
  }

  @Test
  void nobodyEntersWithoutThePassword() throws IOException {
    ServerAddress address = server.start();

    assertThatThrownBy(() -> query(new ServerAddress(address.url(), "oyl", "guess"), "select 1"))
        .hasMessageContaining("password authentication failed");
    assertThat(address.toString()).doesNotContain(address.password());
    assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aStoppedServerStartsAgainWithItsDataAndItsPort() throws SQLException {
    ServerAddress before = server.start();
    query(before, "create table kept as select 42 as answer; select 1");
    server.stop();
    assertThat(server.state()).isEqualTo(PrivateServer.State.STOPPED);

    assertThat(server.start()).isEqualTo(before);
    assertThat(query(before, "select answer::text from kept")).isEqualTo("42");
  }

  @Test
  void aKilledServerRecoversAndStarts() throws Exception {
    ServerAddress address = server.start();
    query(address, "create table kept as select 42 as answer; select 1");
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();

    assertThat(postmaster.destroyForcibly()).isTrue();
    postmaster.onExit().get(10, TimeUnit.SECONDS);
    assertThat(pidFile()).exists();

    assertThat(query(server.start(), "select answer::text from kept")).isEqualTo("42");
    assertThat(pid()).isNotEqualTo(postmaster.pid());
    assertThat(log()).contains("was not properly shut down");
  }

  @Test
  void aPidFileWhoseNumberBelongsToAnotherProgramDoesNotPreventTheStart() throws Exception {
    ServerAddress address = server.start();
    List<String> lines = Files.readAllLines(pidFile(), UTF_8);
    server.stop();
    // Of the account that PostgreSQL runs under: only such a process does it take for itself.
    Account account = Account.of(home.resolve("postgres"));
    List<String> line = new ArrayList<>(account.prefix());
    line.addAll(List.of("sleep", "60"));
    Process other = new ProcessBuilder(line).start();
    try {
      lines.set(0, Long.toString(other.pid()));
      Files.write(pidFile(), lines, UTF_8);
      account.own(pidFile());
      assertThat(server.state()).isEqualTo(PrivateServer.State.STOPPED);

      assertThat(server.start()).isEqualTo(address);
      assertThat(query(address, "select 1::text")).isEqualTo("1");
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void commandsThatStartAtOnceShareOneServer() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<ServerAddress>> starts =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            go.await();
                            return new PrivateServer(home, PROGRAMS).start();
                          }))
              .toList();
      go.countDown();
      ServerAddress first = starts.getFirst().get();
      for (Future<ServerAddress> start : starts) {
        assertThat(start.get()).isEqualTo(first);
      }
    }
    assertThat(log().lines().filter(line -> line.contains("starting PostgreSQL"))).hasSize(1);
  }

  @Test
  void anotherPortIsTakenWhenSomebodyHasIt() throws Exception {
    ServerAddress before = server.start();
    server.stop();
    int port = URI.create(before.url().substring("jdbc:".length())).getPort();
    try (ServerSocket squatter = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      ServerAddress after = server.start();

      assertThat(after.url()).isNotEqualTo(before.url());
      assertThat(query(after, "select 1::text")).isEqualTo("1");
      assertThat(squatter.isBound()).isTrue();
    }
  }

  @Test
  void aHalfMadeClusterIsMadeAnew() throws Exception {
    Files.createDirectories(home.resolve("postgres/data.new-1/base"));
    Files.writeString(home.resolve("postgres/data.new-1/PG_VERSION"), "15\n");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));

    assertThat(query(server.start(), "select 1::text")).isEqualTo("1");
    assertThat(home.resolve("postgres/data.new-1")).doesNotExist();
  }

  @Test
  void aServerThatCannotStartSaysWhyInOneSentence() throws Exception {
    server.start();
    server.stop();
    Files.writeString(home.resolve("postgres/data/PG_VERSION"), "9\n");

    assertThatThrownBy(() -> server.start())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("database files are incompatible with server")
        .hasMessageContaining("server.log");
  }

  private Path pidFile() {
    return home.resolve("postgres/data/postmaster.pid");
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile(), UTF_8).getFirst().strip());
  }

  private String log() throws IOException {
    return Files.readString(home.resolve("postgres/server.log"), UTF_8);
  }

  private static String query(ServerAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      while (statement.getResultSet() == null) {
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
