package io.oyl.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void theWorkOfAProcessAndOfThoseThatItStartsIsSeen(@TempDir Path folder) throws Exception {
    String work = "i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done";
    ChildProcess.Ended ended =
        ChildProcess.run(
            List.of("sh", "-c", "sh -c '" + work + "'; " + work + "; echo done"),
            Map.of(),
            folder.resolve("log"));

    assertThat(ended.output()).isEqualTo("done\n");
    double own = ended.watch().cpuSecondsOfThreads().getOrDefault("sh", 0.0);
    assertThat(own).isPositive();
    assertThat(ended.watch().cpuSeconds()).isGreaterThan(own);
    assertThat(ended.watch().mainMegabytes()).isPositive();
  }
}
