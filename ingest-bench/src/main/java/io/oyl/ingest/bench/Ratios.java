package io.oyl.ingest.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is divided by what, for one token limit; the key of each ratio says it. */
final class Ratios {
  /**
   * Threads that hash a file, have it parsed in another process, tell its language, chunk and tag:
   * what they take is more than chunking and tagging. What compiles and collects for them is not in
   * it.
   */
  private static final String PREPARING = "prepare";

  private Ratios() {}

  /**
   * The ratios that can be told, in the order of the report.
   *
   * @param medians by pipeline
   */
  static Map<String, Double> of(int limit, Map<String, Sample> medians) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    Sample ours = medians.get(Bench.OURS);
    if (ours != null) {
      ofOurs(limit, ours, medians, ratios);
    }
    Sample remote = medians.get(Bench.REMOTE);
    if (remote != null) {
      withoutEmbedding(limit, remote, medians.get(PipelineProcess.FLOOR), ratios);
    }
    return ratios;
  }

  private static void ofOurs(
      int limit, Sample ours, Map<String, Sample> medians, Map<String, Double> ratios) {
    for (String peer : List.of(PipelineProcess.LANGCHAIN4J, PipelineProcess.SPRING_AI)) {
      Sample other = medians.get(peer);
      if (other != null) {
        ratios.put(
            "documents/s of ours to %s at %d tokens".formatted(peer, limit),
            ours.documentsPerSecond() / other.documentsPerSecond());
      }
    }
    Sample floor = medians.get(PipelineProcess.FLOOR);
    if (floor != null) {
      double least =
          floor.stages().getOrDefault("parse", 0.0) + floor.stages().getOrDefault("embed", 0.0);
      ratios.put(
          "seconds of ours to floor (parse + embed) at %d tokens".formatted(limit),
          ours.seconds() / least);
    }
    for (String again : List.of(Bench.UNCHANGED, Bench.CHANGED)) {
      Sample sample = medians.get(again);
      if (sample != null) {
        ratios.put(
            "seconds of cold to %s at %d tokens".formatted(again, limit),
            ours.seconds() / sample.seconds());
        ratios.put(
            "seconds of cold to %s at %d tokens, steps only".formatted(again, limit),
            steps(ours) / steps(sample));
      }
    }
  }

  /**
   * What is set against the run whose model computes nothing. All CPU seconds of that run are those
   * of the program, of its parsing processes and of the database server; where the server is not
   * the benchmark's own, its share is missing.
   */
  private static void withoutEmbedding(
      int limit, Sample remote, @Nullable Sample floor, Map<String, Double> ratios) {
    double all = remote.cpu().all();
    if (all > 0) {
      ratios.put(
          "CPU of the threads that chunk and tag to all CPU of ours, remote, at %d tokens"
              .formatted(limit),
          remote.cpu().threads(PREPARING) / all);
    }
    if (all > 0 && floor != null) {
      ratios.put(
          "CPU of chunk and tag alone (floor) to all CPU of ours, remote, at %d tokens"
              .formatted(limit),
          (floor.cpu().stage("chunk") + floor.cpu().stage("tag")) / all);
    }
    if (floor != null) {
      ratios.put(
          "seconds of ours, remote, to parse at %d tokens".formatted(limit),
          remote.seconds() / floor.stages().getOrDefault("parse", 0.0));
    }
  }

  /** Without the start of the JVM and of the program. */
  private static double steps(Sample sample) {
    return sample.stages().values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
