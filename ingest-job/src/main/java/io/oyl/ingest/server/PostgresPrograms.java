package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directory of {@code initdb}, {@code pg_ctl} and {@code postgres}. */
public record PostgresPrograms(Path directory) {
  private static final int OLDEST = 15;
  private static final Pattern VERSION = Pattern.compile("PostgreSQL (\\d+)");

  /**
   * Parent directory, pattern of the version's directory in it, and where the programs are below.
   */
  private static final List<List<String>> USUAL_PLACES =
      List.of(
          List.of("/usr/lib/postgresql", "*", "bin"),
          List.of("/usr", "pgsql-*", "bin"),
          List.of("/opt/homebrew/opt", "postgresql@*", "bin"),
          List.of("/usr/local/opt", "postgresql@*", "bin"),
          List.of("/Applications/Postgres.app/Contents/Versions", "*", "bin"));

  /**
   * Finds the programs: those of {@code INGEST_PG_BIN}, else the newest in the usual places with
   * pgvector beside them.
   *
   * @throws ServerUnavailableException when there are none
   */
  public static PostgresPrograms find(Map<String, String> environment) {
    String named = environment.get("INGEST_PG_BIN");
    if (named != null && !named.isBlank()) {
      PostgresPrograms programs = new PostgresPrograms(Path.of(named));
      if (!programs.areComplete()) {
        throw new ServerUnavailableException(
            "INGEST_PG_BIN is " + named + ", but initdb, pg_ctl and postgres are not all there.");
      }
      return programs;
    }
    return usualPlaces().stream()
        .filter(PostgresPrograms::areComplete)
        .filter(PostgresPrograms::serve)
        .max(Comparator.comparingInt(PostgresPrograms::majorVersion))
        .orElseThrow(
            () ->
                new ServerUnavailableException(
                    "No PostgreSQL 15 or later with pgvector was found on this machine: run bin/setup,"
                        + " name its programs in INGEST_PG_BIN, or name a database in"
                        + " INGEST_DB_URL."));
  }

  Path program(String name) {
    return directory.resolve(name);
  }

  private boolean areComplete() {
    return List.of("initdb", "pg_ctl", "postgres").stream()
        .allMatch(name -> Files.isExecutable(program(name)));
  }

  private boolean serve() {
    return majorVersion() >= OLDEST
        && Files.isReadable(Path.of(config("--sharedir"), "extension", "vector.control"));
  }

  private int majorVersion() {
    Matcher version = VERSION.matcher(config("--version"));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  private String config(String option) {
    if (!Files.isExecutable(program("pg_config"))) {
      return "";
    }
    return Command.run(List.of(program("pg_config").toString(), option)).output().strip();
  }

  private static List<PostgresPrograms> usualPlaces() {
    List<PostgresPrograms> places = new ArrayList<>();
    for (List<String> place : USUAL_PLACES) {
      Path parent = Path.of(place.get(0));
      if (!Files.isDirectory(parent)) {
        continue;
      }
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(parent, place.get(1))) {
        versions.forEach(
            version -> places.add(new PostgresPrograms(version.resolve(place.get(2)))));
      } catch (IOException e) {
        throw new ServerUnavailableException("Cannot read " + parent + ".", e);
      }
    }
    return places;
  }
}
