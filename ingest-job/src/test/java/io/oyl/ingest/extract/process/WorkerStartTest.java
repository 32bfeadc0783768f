package io.oyl.ingest.extract.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerStartTest {
  @TempDir Path folder;

  @Test
  void aCacheThatIsMissingOrOfSomethingElseDoesNoHarm() throws Exception {
    Path other = Files.writeString(folder.resolve("other.aot"), "no cache of this program");

    assertThat(text(new WorkerStart(classPath(), folder.resolve("missing.aot"), false)))
        .isEqualTo("a healthy one");
    assertThat(text(new WorkerStart(classPath(), other, true))).isEqualTo("a healthy one");
  }

  @Test
  void aCacheThatKeepsProcessesFromStartingIsDoneWithout() throws Exception {
    WorkerStart spoilt = new WorkerStart(classPath(), Path.of(""), false);
    ExtractSettings settings = ForkedExtractorTest.settings(Duration.ofMinutes(1));
    assertThatIOException()
        .isThrownBy(() -> Fork.start(spoilt, settings, null, 96, false, folder))
        .withMessageContaining("AOTCache");
    Path file = Files.writeString(folder.resolve("a.txt"), "a healthy one");

    try (ForkedExtractor extractor = new ForkedExtractor(settings, new ExtractCounts(), spoilt)) {
      assertThat(extractor.extract(file)).isInstanceOf(Extraction.Extracted.class);
      assertThat(extractor.pids()).hasSize(1);
    }
  }

  @Test
  void thisProgramStartsWithTheClassesItRunsFrom() {
    assertThat(new WorkerStart("a.jar", null, false).options(96, false, folder))
        .endsWith("-XX:TieredStopAtLevel=1", "-cp", "a.jar");
    assertThat(new WorkerStart("a.jar", null, true).options(96, false, folder))
        .endsWith("-cp", "a.jar")
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(classPath()).contains("tika-core");
  }

  private static String classPath() {
    return WorkerStart.ofThisProgram().classPath();
  }

  private String text(WorkerStart start) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("a.txt"), "a healthy one");
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    ExtractSettings settings = ForkedExtractorTest.settings(Duration.ofMinutes(1));
    try (Fork fork = Fork.start(start, settings, null, 96, false, temporary)) {
      Fork.Ending ending = fork.read(Request.whole(file, settings.timeout()));
      assertThat(ending).isInstanceOf(Fork.Ending.Answered.class);
      Extraction extraction = ((Fork.Ending.Answered) ending).answer().extraction();
      return ((Extraction.Extracted) extraction).documents().getFirst().text();
    }
  }
}
