package io.oyl.ingest.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a process of its own. */
public final class Program {
  private Program() {}

  /**
   * Starts a command.
   *
   * @param environment all that is set of {@code INGEST_…}
   * @param out takes standard output
   * @param err takes standard error
   */
  public static Process start(
      Map<String, String> environment, Path out, Path err, List<String> arguments)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it does not live long enough for more
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                "io.oyl.ingest.cli.Main"));
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INGEST_"));
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  /** Without what the tests add: their logging, for one. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
