package io.oyl.ingest.bench;

import io.oyl.ingest.bench.ChildProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same files through every pipeline, each in a process and a database of its own, in another
 * order in each round.
 */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
  static final String OURS = "ours";

  /** The second run over the same files. */
  static final String UNCHANGED = "ours, unchanged";

  /** The third one, with every hundredth file changed. */
  static final String CHANGED = "ours, 1 % changed";

  /** Against an endpoint that takes 50 ms for a request and 2048 texts in it. */
  static final String REMOTE = "ours, remote";

  private static final String REMOTE_SETTINGS =
      """
      ingest.embed:
        provider: openai
        base-url: %s
        model: stub
        dimension: 384
        max-tokens: 256
        tokenizer-path: %s
        batch-size: 2048
        batch-tokens: 1000000
      """;

  @Parameters(paramLabel = "DIR", description = "the files to read; nothing is written there")
  private @Nullable Path folder;

  @Option(names = "--rounds", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--tokens",
      split = ",",
      defaultValue = "256,126",
      description =
          "most tokens in a chunk. Both peers' model reads 128 word pieces of a chunk and drops the"
              + " rest: at 126 all do the same work, above ours does more.")
  private List<Integer> tokens = List.of();

  @Option(
      names = "--only",
      split = ",",
      description = "ours, langchain4j, spring-ai, floor, remote")
  private Set<String> only = Set.of();

  @Option(names = "--json", description = "file for all measurements and their medians")
  private @Nullable Path json;

  @Option(names = "--program", required = true, hidden = true)
  private @Nullable Path program;

  private final List<Sample> samples = new ArrayList<>();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path work = Server.workFolder();
    Corpus corpus = Corpus.copy(Objects.requireNonNull(folder).toRealPath(), work.resolve("files"));
    boolean logIsWanted = false;
    try (Server server = Server.open(work.resolve("server"))) {
      OwnPipeline ours = new OwnPipeline(Objects.requireNonNull(program), work, server);
      for (int round = 1; round <= rounds; round++) {
        for (int limit : tokens) {
          List<String> order = order(round);
          for (String pipeline : order) {
            System.err.printf("round %d of %d, %d tokens: %s%n", round, rounds, limit, pipeline);
            try {
              measure(server, ours, corpus, pipeline, limit, round, work.resolve("peers.log"));
            } catch (
                IOException e) { // of one that dies there is no figure, of the others there are
              System.err.println(e.getMessage());
              logIsWanted = true;
            }
          }
        }
      }
    }
    Report report = Report.of(corpus, samples);
    System.out.print(report.text());
    if (json != null) {
      Files.writeString(json, JsonMapper.shared().writeValueAsString(report));
    }
    if (!logIsWanted) {
      FileSystemUtils.deleteRecursively(work);
    }
    return 0;
  }

  private List<String> order(int round) {
    List<String> order =
        new ArrayList<>(
            Stream.of(
                    OURS,
                    PipelineProcess.LANGCHAIN4J,
                    PipelineProcess.SPRING_AI,
                    "remote",
                    PipelineProcess.FLOOR)
                .filter(pipeline -> only.isEmpty() || only.contains(pipeline))
                .toList());
    Collections.rotate(order, round - 1);
    return order;
  }

  /** Told as it comes: a run of hours that is ended before its report has not been for nothing. */
  private void keep(Sample sample) {
    System.err.print(Report.line(sample));
    samples.add(sample);
  }

  private void measure(
      Server server,
      OwnPipeline ours,
      Corpus corpus,
      String pipeline,
      int limit,
      int round,
      Path log)
      throws Exception {
    PeerDatabase database = server.fresh();
    try {
      switch (pipeline) {
        case OURS -> {
          ours.set(chunks(limit));
          keep(ours.run(OURS, corpus.root(), limit, round, database));
          keep(ours.run(UNCHANGED, corpus.root(), limit, round, database));
          corpus.change();
          keep(ours.run(CHANGED, corpus.root(), limit, round, database));
          corpus.restore();
        }
        case "remote" -> {
          try (StubEndpoint endpoint = new StubEndpoint(50)) {
            ours.set(chunks(limit) + REMOTE_SETTINGS.formatted(endpoint.url(), corpus.tokenizer()));
            keep(ours.run(REMOTE, corpus.root(), limit, round, database));
            System.err.printf("%d requests%n", endpoint.requests());
          }
        }
        default -> keep(peer(server, pipeline, corpus.root(), limit, round, database, log));
      }
    } finally {
      server.drop(database);
    }
  }

  private static String chunks(int limit) {
    return limit >= 254 ? "" : "ingest.chunk.max-tokens: " + limit + "\n";
  }

  private static Sample peer(
      Server server,
      String pipeline,
      Path folder,
      int limit,
      int round,
      PeerDatabase database,
      Path log)
      throws IOException, InterruptedException, SQLException {
    double before = server.cpuSeconds();
    Ended ended =
        ChildProcess.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineProcess.class.getName(),
                pipeline,
                folder.toString(),
                Integer.toString(limit)),
            database.environment(),
            log);
    if (ended.exitCode() != 0) {
      throw new IOException("%s ended with %d, see %s".formatted(pipeline, ended.exitCode(), log));
    }
    String answer = ended.output().strip();
    Measured measured =
        JsonMapper.shared()
            .readValue(answer.substring(answer.lastIndexOf('\n') + 1), Measured.class);
    return Sample.of(pipeline, limit, round, ended, measured, server.cpuSeconds() - before);
  }
}
