package io.oyl.ingest.bench;

import java.util.Map;

/**
 * One run of one pipeline.
 *
 * @param seconds of the whole process
 * @param stages wall time of each stage, as the pipeline itself says
 * @param mainMegabytes peak resident memory of the process itself; 0 where the system does not tell
 * @param childMegabytes the largest peak among the processes that it started
 * @param totalMegabytes the largest sum over all of them at one moment
 */
record Sample(
    String pipeline,
    int maxTokens,
    int round,
    double seconds,
    Map<String, Double> stages,
    int documents,
    int lost,
    long chunks,
    int blank,
    long mainMegabytes,
    long childMegabytes,
    long totalMegabytes,
    Cpu cpu) {

  /**
   * A run that has ended.
   *
   * @param databaseSeconds CPU time of the server meanwhile
   */
  static Sample of(
      String pipeline,
      int maxTokens,
      int round,
      ChildProcess.Ended ended,
      Measured measured,
      double databaseSeconds) {
    Watch watch = ended.watch();
    return new Sample(
        pipeline,
        maxTokens,
        round,
        ended.seconds(),
        measured.seconds(),
        measured.documents(),
        measured.lost(),
        measured.chunks(),
        measured.blank(),
        watch.mainMegabytes(),
        watch.childMegabytes(),
        watch.totalMegabytes(),
        new Cpu(
            watch.cpuSeconds(),
            databaseSeconds,
            measured.cpuSeconds(),
            watch.cpuSecondsOfThreads()));
  }

  double documentsPerSecond() {
    return documents / seconds;
  }
}
