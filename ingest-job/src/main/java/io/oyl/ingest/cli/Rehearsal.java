package io.oyl.ingest.cli;

import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.ServerUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the JVM is trained with after a build ({@code bin/ingest}), so that it starts faster: a few
 * commands one after the other, saying nothing. Those that work do so on a private server of their
 * own that is gone afterwards; without PostgreSQL on this machine, and for those that only look,
 * the database that they ask for is not there, which still loads nearly all that a real one does.
 */
public final class Rehearsal {
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/none";

  private Rehearsal() {}

  /**
   * Runs the commands; how they end does not matter.
   *
   * @param args {@code look} or {@code work}, then the folder to ingest
   */
  public static void main(String[] args) throws IOException {
    Path home = Files.createTempDirectory("ingest-rehearsal");
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("INGEST_HOME", home.toString());
    variables.remove("INGEST_DB_URL");
    boolean looks = args[0].equals("look");
    if (looks || !hasServer(variables)) {
      variables.put("INGEST_DB_URL", NOWHERE);
      System.setProperty("spring.datasource.hikari.connection-timeout", "250");
    }
    // also when the build is broken off
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(variables, home), "end"));
    for (List<String> command : looks ? looking() : working(args[1])) {
      run(variables, command);
    }
  }

  private static void run(Map<String, String> variables, List<String> command) {
    Environment environment = new Environment(variables);
    OutputStream nothing = OutputStream.nullOutputStream();
    new Main(new Console(nothing, nothing, Terminal.of(environment)), environment)
        .run(command.toArray(String[]::new));
  }

  private static void end(Map<String, String> variables, Path home) {
    run(variables, List.of("db", "stop"));
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + home + " (" + e + ")");
    }
  }

  private static List<List<String>> looking() {
    return List.of(
        List.of("--help"),
        List.of("run", "--help"),
        List.of("runs", "--limit", "x"),
        List.of("status", "--json"));
  }

  /** The second run finds nothing to do, as most runs do. */
  private static List<List<String>> working(String folder) {
    return List.of(
        List.of("run", folder), List.of("run", folder, "--json"), List.of("search", "lamp"));
  }

  private static boolean hasServer(Map<String, String> variables) {
    try {
      PostgresPrograms.find(variables);
      return true;
    } catch (ServerUnavailableException e) {
      return false;
    }
  }
}
