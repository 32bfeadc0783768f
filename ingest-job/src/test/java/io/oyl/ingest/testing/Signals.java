package io.oyl.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends signals to processes. */
public final class Signals {
  private Signals() {}

  /** Sends one, by its name without SIG. */
  public static void send(String name, long pid) throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  /**
   * Ends a private server as {@code pg_ctl stop -m immediate} does.
   *
   * @param home the one that the server was made with
   */
  public static void stopImmediately(Path home) throws IOException, InterruptedException {
    long postmaster =
        Long.parseLong(
            Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).getFirst().strip());
    send("QUIT", postmaster);
    ProcessHandle.of(postmaster).ifPresent(process -> process.onExit().join());
  }
}
