package io.oyl.ingest.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account that PostgreSQL runs under.
 *
 * @param name null for the caller's own account
 */
record Account(@Nullable String name, List<String> prefix) {
  private static final Account CALLER = new Account(null, List.of());

  /**
   * The caller's own account, but for root the owner of an existing cluster, else {@code postgres}
   * or {@code nobody}.
   */
  static Account of(Path cluster) {
    if (new UnixSystem().getUid() != 0) {
      return CALLER;
    }
    return Stream.concat(ownerOf(cluster), Stream.of("postgres", "nobody"))
        .filter(name -> !name.equals("root") && Command.run(List.of("id", name)).succeeded())
        .findFirst()
        .map(Account::switchedTo)
        .orElseThrow(
            () ->
                new ServerUnavailableException(
                    "PostgreSQL does not run as root, and this machine has no account postgres or"
                        + " nobody to run it: use another account or set INGEST_DB_URL."));
  }

  private static Account switchedTo(String name) {
    if (Command.exists("setpriv")) {
      String group = Command.run(List.of("id", "-g", name)).output().strip();
      return new Account(
          name, List.of("setpriv", "--reuid", name, "--regid", group, "--clear-groups", "--"));
    }
    if (Command.exists("runuser")) {
      return new Account(name, List.of("runuser", "-u", name, "--"));
    }
    throw new ServerUnavailableException(
        "PostgreSQL does not run as root, and neither setpriv nor runuser is there to run it as "
            + name
            + ": use another account or set INGEST_DB_URL.");
  }

  boolean isCaller() {
    return name == null;
  }

  /** Runs a program as this account. */
  Command run(List<String> line) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(line);
    return Command.run(whole);
  }

  boolean reaches(Path directory) {
    return run(List.of("sh", "-c", "cd \"$1\"", "sh", directory.toString())).succeeded();
  }

  /** Gives a file or directory to this account. */
  void own(Path path) throws IOException {
    if (name != null) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
    }
  }

  private static Stream<String> ownerOf(Path path) {
    try {
      return Files.exists(path) ? Stream.of(Files.getOwner(path).getName()) : Stream.of();
    } catch (IOException e) {
      throw ServerUnavailableException.of("cannot read " + path, e);
    }
  }
}
