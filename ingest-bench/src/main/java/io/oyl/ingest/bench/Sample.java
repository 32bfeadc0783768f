package io.oyl.ingest.bench;

import java.util.Map;

/**
 * One run of one pipeline.
 *
 * @param seconds of the whole process
 * @param stages wall time of each stage, as the pipeline itself says
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
    long totalMegabytes) {

  static Sample of(
      String pipeline, int maxTokens, int round, ChildProcess.Ended ended, Measured measured) {
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
        ended.mainMegabytes(),
        ended.childMegabytes(),
        ended.totalMegabytes());
  }
}
