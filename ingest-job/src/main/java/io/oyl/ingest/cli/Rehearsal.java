package io.oyl.ingest.cli;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * What the JVM is trained with after a build ({@code bin/ingest}), so that it starts faster: some
 * commands one after the other, saying nothing. The database that they ask for is not there, which
 * still loads nearly all that a real one does.
 */
public final class Rehearsal {
  private static final Map<String, String> NOWHERE =
      Map.of("INGEST_DB_URL", "jdbc:postgresql://127.0.0.1:1/none");

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("run", "--help"),
          List.of("status", "--json"),
          List.of("runs", "--limit", "x"));

  private Rehearsal() {}

  /** Runs the commands; how they end does not matter. */
  public static void main(String[] args) {
    System.setProperty("spring.datasource.hikari.connection-timeout", "250");
    OutputStream nothing = OutputStream.nullOutputStream();
    for (List<String> command : COMMANDS) {
      Environment environment = new Environment(NOWHERE);
      new Main(new Console(nothing, nothing, Terminal.of(environment)), environment)
          .run(command.toArray(String[]::new));
    }
  }
}
