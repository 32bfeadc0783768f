package io.oyl.ingest.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CPU seconds that one run took; 0 or absent where the system does not tell.
 *
 * @param processes of the program and of all processes that it started
 * @param database of the database server meanwhile
 * @param stages of stages that the program ran one after the other: of its whole process meanwhile,
 *     with what compiles and collects there
 * @param threads of the program's own threads, those together whose names differ in a last number;
 *     what compiles and collects for them has threads of its own
 */
record Cpu(
    double processes, double database, Map<String, Double> stages, Map<String, Double> threads) {
  Cpu {
    stages = new LinkedHashMap<>(stages);
    threads = new LinkedHashMap<>(threads);
  }

  /** Of the program, its processes and the database. */
  double all() {
    return processes + database;
  }

  double stage(String name) {
    return stages.getOrDefault(name, 0.0);
  }

  double threads(String name) {
    return threads.getOrDefault(name, 0.0);
  }
}
