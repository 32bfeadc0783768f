package io.oyl.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and looks at its processes meanwhile. */
final class ChildProcess {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private ChildProcess() {}

  /**
   * A program that has ended.
   *
   * @param output its standard output
   * @param seconds wall time from its start to its end, that of its JVM included
   * @param watch what was seen of it
   */
  record Ended(int exitCode, String output, double seconds, Watch watch) {}

  static Ended run(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("bench", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    Watch watch = new Watch(process.toHandle());
    try {
      while (!process.waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
        watch.look();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Ended(process.exitValue(), Files.readString(output, UTF_8), seconds, watch);
    } finally {
      process.destroy();
      Files.deleteIfExists(output);
    }
  }
}
