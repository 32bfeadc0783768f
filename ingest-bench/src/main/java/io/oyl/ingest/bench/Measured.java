package io.oyl.ingest.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one pipeline did in one process.
 *
 * @param documents files that are in the database as the pipeline read them
 * @param lost files that it could not read; it has no row for them
 * @param chunks rows with a vector
 * @param blank pieces without any visible character, which were left out since the pipeline dies on
 *     them
 * @param seconds wall time of each stage
 * @param cpuSeconds CPU time of each stage where it ran alone, see {@link Cpu#stages}
 */
record Measured(
    int documents,
    int lost,
    long chunks,
    int blank,
    Map<String, Double> seconds,
    Map<String, Double> cpuSeconds) {
  Measured {
    seconds = new LinkedHashMap<>(seconds);
    cpuSeconds = new LinkedHashMap<>(cpuSeconds);
  }
}
