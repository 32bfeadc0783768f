package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.RunProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private Instant now = Instant.EPOCH;

  @Test
  void withoutATerminalThereIsALineEveryFewSeconds() {
    CapturedConsole captured = new CapturedConsole();
    LineProgress progress = new LineProgress(captured.console().err(), () -> now);
    progress.started("ingest", "files", 2000);
    for (int i = 0; i < 12; i++) {
      now = now.plusSeconds(1);
      progress.advanced(100);
    }
    progress.ended();
    assertThat(captured.err())
        .isEqualTo(
            """
            ingest: step ingest, 500 of 2,000 files, 5.0 s, 100 files/s, about 15.0 s left
            ingest: step ingest, 1,000 of 2,000 files, 10.0 s, 100 files/s, about 10.0 s left
            ingest: step ingest, 1,200 of 2,000 files, 12.0 s, 100 files/s, about 8.0 s left
            """);
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void whatIsSlowHasARateToo() {
    CapturedConsole captured = new CapturedConsole();
    LineProgress progress = new LineProgress(captured.console().err(), () -> now);
    progress.started("ingest", "files", 25);
    now = now.plusSeconds(20);
    progress.advanced(2);
    assertThat(captured.err())
        .isEqualTo(
            """
            ingest: step ingest, 2 of 25 files, 20.0 s, 0.1 files/s, about 3 min 50 s left
            """);
  }

  @Test
  void quietIsQuiet() {
    CapturedConsole captured = new CapturedConsole();
    assertThat(captured.console().progress(true)).isSameAs(RunProgress.NONE);
  }

  @Test
  void aBarLeavesNothingBehind() {
    CapturedConsole captured = new CapturedConsole(new Terminal(false, true, 60, false));
    RunProgress progress = captured.console().progress(false);
    progress.started("ingest", "files", 10);
    progress.advanced(10);
    progress.ended();
    assertThat(captured.err()).contains("ingest", "files").endsWith("\r\u001B[K");
  }

  @Test
  void aLogLineTakesTheBarAwayAndUnfinishedLinesStay() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine line = new ProgressLine(bytes);
    line.show(bytes("bar"));
    line.write(bytes("log"));
    line.show(bytes("must wait"));
    line.write(bytes("\n"));
    line.show(bytes("bar again"));
    line.close();
    line.write(bytes("too late\n"));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("bar\r\u001B[Klog\nbar again\r\u001B[K");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
