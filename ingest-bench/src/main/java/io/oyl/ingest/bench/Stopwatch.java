package io.oyl.ingest.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Adds up the wall time of stages. */
final class Stopwatch {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  <T> T time(String stage, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      seconds.merge(stage, (System.nanoTime() - start) / 1e9, Double::sum);
    }
  }

  /** In the order in which the stages came first. */
  Map<String, Double> seconds() {
    return seconds;
  }
}
