package io.oyl.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The machine that the program runs on. */
public final class Host {
  static final String UNKNOWN = "unknown";

  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

  private Host() {}

  /** Its name; {@code unknown} where neither the system nor the environment tells it. */
  // asking the resolver may take seconds
  public static String name() {
    try {
      return Files.isReadable(NAME)
          ? Files.readString(NAME).strip()
          : Optional.ofNullable(System.getenv("HOSTNAME"))
              .filter(name -> !name.isBlank())
              .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
