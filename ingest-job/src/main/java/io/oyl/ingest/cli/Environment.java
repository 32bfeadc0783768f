package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The environment variables; one that is blank counts as not set. */
record Environment(Map<String, String> variables) {
  Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  boolean has(String name) {
    return get(name).isPresent();
  }

  /**
   * INGEST_HOME: settings, temporary files and the private server. It need not be there yet.
   *
   * @throws UsageException when something else than a folder is in its place
   */
  Path home() {
    Path home = namedHome();
    Path inTheWay = home;
    while (inTheWay.getParent() != null && !Files.exists(inTheWay)) {
      inTheWay = inTheWay.getParent();
    }
    if (!Files.isDirectory(inTheWay)) {
      throw new UsageException(
          "INGEST_HOME cannot be "
              + Printable.of(home.toString())
              + ": "
              + (inTheWay.equals(home) ? "that" : Printable.of(inTheWay.toString()))
              + " is not a folder");
    }
    return home;
  }

  private Path namedHome() {
    return get("INGEST_HOME")
        .map(Path::of)
        .orElseGet(() -> userHome().resolve(".oyl-ingest"))
        .toAbsolutePath()
        .normalize();
  }

  /** Java takes the user's home from the account, other programs from HOME. */
  private Path userHome() {
    return Path.of(get("HOME").orElseGet(() -> System.getProperty("user.home")));
  }
}
