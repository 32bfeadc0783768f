package io.oyl.ingest.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Runs {@code initdb} and {@code pg_ctl}. Whoever calls holds the lock of INGEST_HOME. */
record Cluster(ClusterDirectory directory, PostgresPrograms programs) {
  static final String SUPERUSER = "oyl";

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration LAST_PROCESS = Duration.ofSeconds(20);
  private static final Duration RECOVERY = Duration.ofMinutes(5);
  private static final long LARGE_LOG_BYTES = 10_000_000;

  /** Makes the cluster with a password of its own; there is none before it is whole. */
  void initialize() throws IOException {
    directory.removeDrafts();
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    directory.write("password", HexFormat.of().formatHex(random));
    Path draft = directory.draft();
    Command made = initdb(draft, "C.UTF-8");
    if (!made.succeeded() && made.output().contains("invalid locale name")) {
      made = initdb(draft, "C");
    }
    if (!made.succeeded()) {
      throw new ServerUnavailableException(
          "initdb could not make a cluster in " + directory.base() + ": " + reason(made.output()));
    }
    ServerSettings.include(draft);
    Files.move(draft, directory.data(), StandardCopyOption.ATOMIC_MOVE);
    directory.removeDrafts();
  }

  private Command initdb(Path data, String locale) {
    return directory
        .account()
        .run(
            List.of(
                programs.program("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + SUPERUSER,
                "--pwfile=" + directory.path("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=" + locale,
                "--lc-messages=C",
                "--data-checksums"));
  }

  Optional<Postmaster> running() {
    return Postmaster.of(directory.data()).filter(Postmaster::isRunning);
  }

  /** Starts the server, which is not running, in a session of its own. */
  void launch() throws IOException {
    Optional<Postmaster> stale = Postmaster.of(directory.data());
    if (stale.isPresent()) {
      stale.get().disown();
    }
    Path log = directory.log();
    if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
      Files.move(log, directory.path("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    Instant end = Instant.now().plus(LAST_PROCESS);
    while (true) {
      long logged = Files.exists(log) ? Files.size(log) : 0;
      ServerSettings.write(directory, freePort());
      Command started = pgCtl("--log=" + log, "start");
      if (started.succeeded() || running().isPresent()) {
        return; // the latter by the pg_ctl of a command that was killed meanwhile
      }
      String said = logSince(logged);
      boolean passes =
          said.contains("pre-existing shared memory block") // the dead server's last process
              || said.contains("could not create any TCP/IP sockets"); // the port was just taken
      if (!passes || Instant.now().isAfter(end)) {
        throw new ServerUnavailableException(
            "The private PostgreSQL does not start: "
                + reason(said.isBlank() ? started.output() : said)
                + " (log: "
                + log
                + ")");
      }
      Pause.of(Duration.ofMillis(300));
    }
  }

  void stop() {
    Command stopped = pgCtl("--mode=fast", "stop");
    if (!stopped.succeeded() && running().isPresent()) {
      throw new ServerUnavailableException(
          "The private PostgreSQL does not stop: " + reason(stopped.output()));
    }
  }

  private Command pgCtl(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                programs.program("pg_ctl").toString(),
                "--pgdata=" + directory.data(),
                "--wait",
                "--timeout=" + RECOVERY.toSeconds(),
                "--silent"));
    line.addAll(List.of(arguments));
    return directory.account().run(line);
  }

  /** The port of the last time when nobody else has it now, else any free one. */
  private int freePort() throws IOException {
    Optional<String> last = directory.read("port");
    if (last.isPresent() && isFree(Integer.parseInt(last.get()))) {
      return Integer.parseInt(last.get());
    }
    try (ServerSocket any = new ServerSocket(0, 1, LOOPBACK)) {
      directory.write("port", Integer.toString(any.getLocalPort()));
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String logSince(long offset) throws IOException {
    try (FileChannel log = FileChannel.open(directory.log(), StandardOpenOption.READ)) {
      log.position(Math.min(offset, log.size()));
      byte[] bytes = Channels.newInputStream(log).readNBytes(100_000);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The last line that says what is wrong. */
  private static String reason(String output) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.stream()
        .filter(l -> l.contains("FATAL:") || l.contains("PANIC:") || l.contains("error:"))
        .reduce((first, second) -> second)
        .orElse(lines.isEmpty() ? "it says nothing" : lines.getLast());
  }
}
