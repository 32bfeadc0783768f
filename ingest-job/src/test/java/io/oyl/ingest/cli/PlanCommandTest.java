package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
  @Test
  void passagesThatWereLeftOverAreEmbeddedBesideThoseOfTheFilesToRead() {
    CapturedConsole captured = new CapturedConsole();
    Plan plan =
        new Plan(
            List.of("a.txt"), List.of(), 0, List.of(), List.of(), 11, 0, 0, 1, 1205, 111_000, null);

    new PlanCommand(captured.console(), new Database(new Environment(Map.of()), captured.console()))
        .print(plan);

    assertThat(captured.out())
        .isEqualTo(
            """
            add        1
              a.txt
            unchanged  11
            chunks     1
            embed      1,205 chunks, 111,000 tokens
            """);
  }
}
