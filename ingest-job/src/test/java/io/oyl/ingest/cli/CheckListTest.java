package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.Verification.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckListTest {
  private final CapturedConsole captured = new CapturedConsole();

  @ParameterizedTest
  @ValueSource(strings = {"0.8.0", "0.8.3", "0.7.9", "0.8"})
  void anOldPgvectorIsWarnedOf(String version) {
    new CheckList(captured.console()).warnOf(version);
    assertThat(captured.err()).contains("pgvector " + version).contains("0.8.4");
    assertThat(captured.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.8.4", "0.8.10", "0.9.0", "1.0"})
  void aSoundPgvectorIsNot(String version) {
    new CheckList(captured.console()).warnOf(version);
    assertThat(captured.err()).isEmpty();
  }

  @Test
  void aBrokenPromiseIsCounted() {
    CheckList checks = new CheckList(captured.console());
    checks.print(new Result("positions", "a chunk is where it says", 0));
    checks.print(new Result("orphans", "nothing is left alone", 1));
    assertThat(captured.out())
        .isEqualTo(
            """
            ok      positions            a chunk is where it says
            broken  orphans              1 row against: nothing is left alone
            """);
  }
}
