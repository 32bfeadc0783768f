package io.oyl.ingest.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who runs the program, as the audit log names it. */
final class Actor {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  private Actor() {}

  /** The operating system's user at its host. */
  static String name() {
    return System.getProperty("user.name", "unknown") + "@" + host();
  }

  // asking the resolver may take seconds
  private static String host() {
    try {
      return Files.isReadable(HOST)
          ? Files.readString(HOST).strip()
          : Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
