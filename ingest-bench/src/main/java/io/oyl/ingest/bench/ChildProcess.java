package io.oyl.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program to its end and looks at the memory of its processes meanwhile. */
final class ChildProcess {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private ChildProcess() {}

  /**
   * A program that has ended.
   *
   * @param output its standard output
   * @param seconds wall time from its start to its end, that of its JVM included
   * @param mainMegabytes peak resident memory of the process itself; 0 where the system does not
   *     tell
   * @param childMegabytes the largest peak among the processes that it started
   * @param totalMegabytes the largest sum over all of them at one moment
   */
  record Ended(
      int exitCode,
      String output,
      double seconds,
      long mainMegabytes,
      long childMegabytes,
      long totalMegabytes) {}

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
    Map<Long, Long> peaks = new HashMap<>();
    long total = 0;
    try {
      while (!process.waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
        total = Math.max(total, look(process.toHandle(), peaks));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long main = peaks.getOrDefault(process.pid(), 0L);
      peaks.remove(process.pid());
      return new Ended(
          process.exitValue(),
          Files.readString(output, UTF_8),
          seconds,
          main,
          peaks.values().stream().mapToLong(Long::longValue).max().orElse(0),
          total);
    } finally {
      process.destroy();
      Files.deleteIfExists(output);
    }
  }

  /** Raises the peaks of all processes, and returns the sum of what they have now. */
  private static long look(ProcessHandle process, Map<Long, Long> peaks) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(
            handle -> {
              peaks.merge(handle.pid(), megabytes(handle.pid(), "VmHWM:"), Math::max);
              return megabytes(handle.pid(), "VmRSS:");
            })
        .sum();
  }

  private static long megabytes(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0; // it has just ended, or this is no Linux
    }
  }
}
