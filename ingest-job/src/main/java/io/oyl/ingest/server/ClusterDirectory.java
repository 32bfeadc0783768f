package io.oyl.ingest.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the cluster of an INGEST_HOME lies, and the account that it belongs to. */
record ClusterDirectory(Path base, Account account) {
  private static final String POINTER = "postgres-directory";
  private static final String DRAFT = "data.new-";
  private static final Path ELSEWHERE = Path.of("/var/lib/oyl-ingest");

  /** The cluster as far as there is one; makes nothing. */
  static ClusterDirectory known(Path home) {
    try {
      // One name for a home that is reached by several.
      Path base = (Files.exists(home) ? home.toRealPath() : home).resolve("postgres");
      Path pointer = home.resolve(POINTER);
      if (Files.exists(pointer)) {
        base = Path.of(Files.readString(pointer).strip());
      }
      return new ClusterDirectory(base, Account.of(base));
    } catch (IOException e) {
      throw ServerUnavailableException.of("cannot read " + home, e);
    }
  }

  /** The same with its directory made, in the home or, where its account cannot go, elsewhere. */
  static ClusterDirectory prepared(Path home) throws IOException {
    ClusterDirectory cluster = known(home);
    if (Files.isDirectory(cluster.data())) {
      return cluster;
    }
    cluster.create();
    if (cluster.account().reaches(cluster.base())) {
      return cluster;
    }
    Path base = ELSEWHERE.resolve(hash(home));
    ClusterDirectory elsewhere = new ClusterDirectory(base, Account.of(base));
    elsewhere.create();
    if (!elsewhere.account().reaches(base)) {
      throw new ServerUnavailableException(
          "The account "
              + elsewhere.account().name()
              + " reaches neither "
              + cluster.base()
              + " nor "
              + base
              + ": set INGEST_HOME to a directory that it can reach.");
    }
    replace(home.resolve(POINTER), base.toString());
    Files.delete(cluster.base());
    return elsewhere;
  }

  /** Makes INGEST_HOME; root's may be passed through, since PostgreSQL is not root. */
  static void createHome(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home);
    Files.setPosixFilePermissions(
        home,
        PosixFilePermissions.fromString(Account.of(home).isCaller() ? "rwx------" : "rwx--x--x"));
  }

  Path data() {
    return base.resolve("data");
  }

  Path log() {
    return base.resolve("server.log");
  }

  Path path(String name) {
    return base.resolve(name);
  }

  Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(path(name)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ServerUnavailableException.of("cannot read " + path(name), e);
    }
  }

  /** Writes a file of the account's, readable by nobody else, whole or not at all. */
  void write(String name, String text) throws IOException {
    Path file = replace(path(name), text);
    account.own(file);
  }

  /** A new directory to make a cluster in, which then becomes {@link #data()} by its renaming. */
  Path draft() throws IOException {
    Path draft = Files.createTempDirectory(base, DRAFT);
    account.own(draft);
    return draft;
  }

  /** Removes what killed commands left, as far as their initdb is not still at work on it. */
  void removeDrafts() throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(base, DRAFT + "*")) {
      for (Path draft : drafts) {
        remove(draft);
      }
    }
  }

  private static void remove(Path draft) {
    try (Stream<Path> paths = Files.walk(draft)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Its initdb is still at work, or it has just removed it: the next time will do.
    }
  }

  private void create() throws IOException {
    Files.createDirectories(base);
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
    account.own(base);
  }

  private static Path replace(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text + "\n");
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hash(Path home) throws IOException {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(home.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
