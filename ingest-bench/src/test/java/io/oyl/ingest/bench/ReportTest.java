package io.oyl.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Corpus CORPUS =
      new Corpus(Path.of("a"), Path.of("b"), Path.of("c"), List.of(Path.of("x")), 2048);

  @Test
  void chunkingAndTaggingAreSetAgainstAllCpuOfARunWithoutEmbedding() {
    Sample remote =
        sample(Bench.REMOTE, 20, new Cpu(36, 4, Map.of(), Map.of("prepare", 5.0, "main", 7.0)));
    Sample floor =
        sample(
            PipelineProcess.FLOOR,
            30,
            new Cpu(60, 0, Map.of("parse", 9.0, "chunk", 1.5, "tag", 2.5), Map.of()));

    assertThat(Report.of(CORPUS, List.of(remote, floor)).ratios())
        .contains(
            entry(
                "CPU of the threads that chunk and tag to all CPU of ours, remote, at 256 tokens",
                5.0 / 40),
            entry(
                "CPU of chunk and tag alone (floor) to all CPU of ours, remote, at 256 tokens",
                4.0 / 40));
  }

  @Test
  void whatTheSystemDoesNotTellIsNoRatio() {
    Sample remote = sample(Bench.REMOTE, 20, new Cpu(0, 0, Map.of(), Map.of()));

    assertThat(Report.of(CORPUS, List.of(remote)).ratios()).isEmpty();
  }

  @Test
  void mediansAreTakenOfEachThread() {
    List<Sample> rounds =
        List.of(
            sample(Bench.REMOTE, 20, new Cpu(30, 1, Map.of(), Map.of("prepare", 3.0))),
            sample(Bench.REMOTE, 20, new Cpu(10, 2, Map.of(), Map.of("prepare", 9.0))),
            sample(Bench.REMOTE, 20, new Cpu(20, 9, Map.of(), Map.of("prepare", 4.0))));

    assertThat(Report.of(CORPUS, rounds).medians())
        .singleElement()
        .extracting(Sample::cpu)
        .isEqualTo(new Cpu(20, 2, Map.of(), Map.of("prepare", 4.0)));
  }

  private static Sample sample(String pipeline, double seconds, Cpu cpu) {
    return new Sample(pipeline, 256, 1, seconds, Map.of(), 1, 0, 1, 0, 0, 0, 0, cpu);
  }
}
