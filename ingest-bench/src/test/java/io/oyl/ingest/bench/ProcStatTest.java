package io.oyl.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void theNameMayHaveBracketsAndSpaces() {
    ProcStat stat =
        ProcStat.parse(
            "71 (a) b (c-12) S 40 71 71 0 -1 4194304 9 8 7 6 250 50 1000 25 20 0 12 0 5000 1 2");

    assertThat(stat).isEqualTo(new ProcStat("a) b (c-12", 40, 3, 10.25));
  }

  @Test
  void threadsOfOnePoolAreOneKind() {
    assertThat(new ProcStat("prepare-12", 1, 0, 0).kind()).isEqualTo("prepare");
    assertThat(new ProcStat("GC Thread#1", 1, 0, 0).kind()).isEqualTo("GC Thread");
    assertThat(new ProcStat("C1 CompilerThre", 1, 0, 0).kind()).isEqualTo("C1 CompilerThre");
  }

  @Test
  void ofOneThatHasEndedNothingIsSaid() {
    assertThat(ProcStat.read(Path.of("/proc/0/stat"))).isEmpty();
  }
}
