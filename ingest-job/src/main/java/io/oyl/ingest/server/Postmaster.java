package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says, checked against the process that really has the number: after a
 * kill or a reboot it may be nobody's or another program's.
 *
 * @param data PostgreSQL's data directory
 * @param port where the server listens, 0 when it has not yet said so
 */
record Postmaster(Path data, long pid, int port) {
  private static final long NOBODY = Integer.MAX_VALUE;

  static Optional<Postmaster> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(file(data), StandardCharsets.UTF_8);
      long pid = lines.isEmpty() ? NOBODY : Long.parseLong(lines.get(0).strip());
      int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
      return Optional.of(new Postmaster(data, pid, port));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ServerUnavailableException.of("cannot read " + file(data), e);
    } catch (NumberFormatException e) {
      throw new ServerUnavailableException(
          file(data) + " is damaged: remove it when no PostgreSQL runs there", e);
    }
  }

  /** Whether the process is alive and serves this very data directory. */
  boolean isRunning() {
    return ProcessHandle.of(pid).isPresent() && servesThisData();
  }

  /**
   * Takes the number away from a pid file whose process is somebody else's, because PostgreSQL
   * would believe it. The file stays: it also holds the key of the shared memory by which
   * PostgreSQL knows that no process of the dead server is left.
   */
  void disown() throws IOException {
    if (ProcessHandle.of(pid).isPresent()) {
      List<String> lines = Files.readAllLines(file(data), StandardCharsets.UTF_8);
      lines.set(0, Long.toString(NOBODY));
      Files.write(file(data), lines, StandardCharsets.UTF_8);
    }
  }

  /** Not by ProcessHandle, which may not look at the process of another account. */
  private boolean servesThisData() {
    try {
      if (Files.isDirectory(Path.of("/proc/self"))) {
        // A zombie has no arguments.
        List<String> line =
            List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0"));
        int option = line.indexOf("-D");
        return option >= 0
            && option + 1 < line.size()
            && Files.isSameFile(Path.of(line.get(option + 1)), data);
      }
      return Command.run(List.of("ps", "-o", "args=", "-p", Long.toString(pid)))
          .output()
          .contains(data.toString());
    } catch (IOException e) {
      return false; // it has just gone, or its directory is not there
    }
  }

  private static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }
}
