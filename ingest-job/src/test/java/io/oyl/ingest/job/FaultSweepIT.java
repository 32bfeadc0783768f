package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.FaultyDriver;
import io.oyl.ingest.testing.FaultyDriver.Fault;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Breaks the connection at the first, second, third … statement or commit of a run, until a run
 * goes through: each time, running again makes the rows of a run that nothing has disturbed.
 */
class FaultSweepIT {
  /** 1 tries every statement. Every commit is tried in any case. */
  private static final int STATEMENT_STRIDE = Rounds.of(11, 1);

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @ParameterizedTest
  @EnumSource
  void runningAgainMakesTheSameRows(Fault fault) throws IOException {
    TwelveFiles.write(folder);
    try (StubModel model = new StubModel(() -> 0)) {
      model.answer();
      Files.writeString(
          home.resolve("application.yaml"),
          model.settings()
              + "ingest.store.files-per-commit: 3\n"
              + "ingest.store.texts-per-commit: 8\n"
              + "logging.level.org.springframework: \"off\"\n"
              + "spring.datasource.driver-class-name: "
              + FaultyDriver.class.getName()
              + "\n");
      try (Ingest ingest = database.openAt(FaultyDriver.url(postgres.url()), home)) {
        ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
        Map<String, String> undisturbed = database.contents();
        assertThat(database.count("select count(*) from ingest_files")).isEqualTo(12);

        int stride = fault == Fault.STATEMENT ? STATEMENT_STRIDE : 1;
        int faults = 0;
        for (int nth = 1; strikes(ingest, fault, nth); nth += stride) {
          faults++;
          RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

          assertThat(report.state()).isEqualTo("completed");
          assertThat(database.contents()).as("after %s %s", fault, nth).isEqualTo(undisturbed);
          IngestedDatabase.assertSound(ingest);
          assertThat(
                  database.count(
                      "select count(*) from batch_job_execution where status not in ('COMPLETED', 'FAILED')"))
              .isZero();
        }
        assertThat(faults).isGreaterThan(10);
      }
    }
  }

  /** On an empty database; false when the run was over before. */
  private boolean strikes(Ingest ingest, Fault fault, int nth) throws IOException {
    database.empty();
    FaultyDriver.arm(fault, nth);
    RunFailedException failure = null;
    try {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    } catch (RunFailedException e) {
      failure = e;
    }
    boolean struck = FaultyDriver.disarm();
    if (!struck) {
      assertThat(failure).isNull();
    }
    return struck;
  }
}
