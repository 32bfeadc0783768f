package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.store.FilesView.FileWithReceipts;
import io.oyl.ingest.store.FilesView.Incomplete;
import io.oyl.ingest.store.ScopeNames;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunReceiptTest {
  private static final ScopeNames SCOPE = new ScopeNames("default", "default", "my docs");

  private final CapturedConsole captured = new CapturedConsole();

  @Test
  void saysWhatCameInAndHowItStands() {
    print(report(3, 1, 2), 1);
    assertThat(captured.out())
        .isEqualTo(
            """
            Run 7 completed in 2.5 s (scan 0.5 s, ingest 2.0 s)
              files    3 seen: 3 new, 0 changed, 0 unchanged; 0 removed
              states   1 complete, 2 quarantined
              stored   1,000 documents, 12 chunks
              vectors  13 embedded, 14 reused

            Not complete
              0\\nb.pdf: quarantined, corrupt – half of it is missing
            """);
  }

  @Test
  void aLongListEndsWithTheCommandThatShowsTheRest() {
    print(report(30, 5, 25), 25);
    assertThat(captured.out())
        .contains("\n  19\\nb.pdf: quarantined")
        .endsWith("  and 5 more: bin/ingest files --state quarantined --reference 'my docs'\n");
  }

  @Test
  void theExitCodeTellsCompleteFromIncomplete() {
    assertThat(ExitCode.of(report(3, 3, 0))).isZero();
    assertThat(ExitCode.of(report(0, 0, 0))).isZero();
    assertThat(ExitCode.of(report(3, 2, 1))).isEqualTo(1);
  }

  private void print(RunReport report, int incomplete) {
    List<FileWithReceipts> first =
        IntStream.range(0, Math.min(incomplete, RunReceipt.MAX_LINES))
            .mapToObj(i -> bad(i + "\nb.pdf"))
            .toList();
    new RunReceipt(captured.console()).print(report, new Incomplete(incomplete, first), SCOPE);
  }

  private static FileWithReceipts bad(String key) {
    return new FileWithReceipts(
        "docs", key, "quarantined", "corrupt", "half of it\nis missing", 1, 1L, List.of());
  }

  private static RunReport report(long seen, long complete, long quarantined) {
    return new RunReport(
        7,
        "completed",
        new RunReport.Files(seen, seen, 0, 0, 0, 0, 0, complete, 0, 0, quarantined, 0, 0),
        1000,
        12,
        new RunReport.Vectors(13, 14),
        new java.util.TreeMap<>(Map.of("scan", 0.5, "ingest", 2.0)).descendingMap());
  }
}
