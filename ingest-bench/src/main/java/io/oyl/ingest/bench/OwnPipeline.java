package io.oyl.ingest.bench;

import io.oyl.ingest.bench.ChildProcess.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This project, through its own command and a home of its own. */
final class OwnPipeline {
  private final Path program;
  private final Server server;
  private final Path home;
  private final Path log;

  /**
   * The pipeline.
   *
   * @param program bin/ingest
   * @param work a folder for its home and its log
   * @param server where its databases are
   */
  OwnPipeline(Path program, Path work, Server server) throws IOException {
    this.program = program;
    this.server = server;
    this.home = Files.createDirectories(work.resolve("home"));
    this.log = work.resolve("ours.log");
  }

  /** Settings of the runs from now on, as they stand in application.yaml. */
  void set(String settings) throws IOException {
    Files.writeString(home.resolve("application.yaml"), settings);
  }

  /** A run that ends with every file in some state. */
  Sample run(String name, Path folder, int maxTokens, int round, PeerDatabase database)
      throws IOException, InterruptedException, SQLException {
    Map<String, String> environment = new LinkedHashMap<>(database.environment());
    environment.put("INGEST_HOME", home.toString());
    double before = server.cpuSeconds();
    Ended ended =
        ChildProcess.run(
            List.of(program.toString(), "run", folder.toString(), "--json"), environment, log);
    if (ended.exitCode() > 1) {
      throw new IOException("bin/ingest ended with %d, see %s".formatted(ended.exitCode(), log));
    }
    return Sample.of(
        name, maxTokens, round, ended, measured(ended.output()), server.cpuSeconds() - before);
  }

  private static Measured measured(String output) {
    JsonNode answer = JsonMapper.shared().readTree(output.getBytes(StandardCharsets.UTF_8));
    Map<String, Double> seconds = new LinkedHashMap<>();
    answer.path("seconds").forEachEntry((step, value) -> seconds.put(step, value.asDouble()));
    JsonNode files = answer.path("files");
    int stored =
        files.path("complete").asInt()
            + files.path("partial").asInt()
            + files.path("empty").asInt();
    return new Measured(
        stored,
        0, // each file has its row
        answer.path("chunks").asLong(),
        0,
        seconds,
        Map.of()); // its stages do not run one after the other
  }
}
