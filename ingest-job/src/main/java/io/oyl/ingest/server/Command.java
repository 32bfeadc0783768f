package io.oyl.ingest.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that was run to its end.
 *
 * @param output standard output and error together
 */
record Command(int exitCode, String output) {

  static Command run(List<String> line) {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            // PostgreSQL's programs want a working directory that their account can read.
            .directory(Path.of("/").toFile());
    // English messages, and none of the caller's defaults (PGDATA, PGPORT, ...).
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_MESSAGES", "C");
    try {
      Process process = builder.start();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Command(process.waitFor(), text);
      }
    } catch (IOException e) {
      throw new ServerUnavailableException("Cannot run " + line.getFirst() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerUnavailableException("Interrupted while running " + line.getFirst() + ".", e);
    }
  }

  static boolean exists(String program) {
    return run(List.of("sh", "-c", "command -v \"$1\"", "sh", program)).succeeded();
  }

  boolean succeeded() {
    return exitCode == 0;
  }
}
