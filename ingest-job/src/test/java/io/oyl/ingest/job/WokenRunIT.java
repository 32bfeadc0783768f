package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.testing.FaultyDriver;
import io.oyl.ingest.testing.FaultyDriver.Fault;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that stands still, and wakes when the next one has ended it and done all of its work. It
 * does not hear of that by its heartbeat, which is far off.
 */
class WokenRunIT {
  private static final String HISTORY =
      """
      select concat_ws(' ', job_execution_id, null, status, exit_code, end_time, exit_message)
      from batch_job_execution
      union all
      select concat_ws(' ', job_execution_id, step_name, status, exit_code, end_time, exit_message)
      from batch_step_execution
      order by 1
      """;

  private static final String END_IDLE =
      """
      select count(pg_terminate_backend(pid, 5000))
      from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path folder;
  @TempDir Path home;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        home.resolve("application.yaml"), model.settings() + "ingest.run.lease: 1h\n");
    Files.writeString(folder.resolve("one.txt"), "The first tide.");
  }

  @ParameterizedTest
  @ValueSource(strings = {IngestJob.SCAN, IngestJob.INGEST, IngestJob.EMBED})
  void itStaysAsTheNextOneEndedItAndWritesNothing(String step) throws Exception {
    Sleeper sleeper = new Sleeper(step);
    try (Ingest ingest = database.open(home)) {
      RunRequest request = IngestedDatabase.folder(folder);
      CompletableFuture<RunReport> sleeping =
          CompletableFuture.supplyAsync(
              () -> ingest.run(request, sleeper), Thread::startVirtualThread);
      sleeper.awaitSleep();
      database.sql().sql("update ingest_leases set expires_at = '-infinity'").update();
      assertThat(ingest.run(request, RunProgress.NONE).allComplete()).isTrue();
      Map<String, String> contents = database.contents();
      List<String> history = history();
      assertThat(history).filteredOn(line -> line.contains("the process died")).hasSize(2);

      sleeper.wake();

      assertThatThrownBy(sleeping::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RunFailedException.class)
          .hasMessageContaining("another one may have taken its place");
      assertThat(history()).isEqualTo(history);
      assertThat(database.contents()).isEqualTo(contents);
    } finally {
      sleeper.wake();
    }
  }

  /** Outside of a transaction, or in one, which the server ends when a lease's time has passed. */
  @Test
  void atWhateverStatementItStandsStillTheNextOneIsNotDisturbed() throws Exception {
    Path own = Files.createDirectory(home.resolve("own"));
    Files.writeString(
        own.resolve("application.yaml"),
        Files.readString(home.resolve("application.yaml"))
            + "spring.datasource.driver-class-name: "
            + FaultyDriver.class.getName()
            + "\n");
    RunRequest request = IngestedDatabase.folder(folder);
    try (Ingest ingest = database.open(home);
        Ingest sleeper = database.openAt(FaultyDriver.url(postgres.url()), own)) {
      ingest.run(request, RunProgress.NONE);
      int stood = 0;
      for (int nth = 1; ; nth += Rounds.of(9, 1)) {
        Files.writeString(folder.resolve("one.txt"), "Tide number " + nth + ".");
        FaultyDriver.arm(Fault.STILL_STATEMENT, nth);
        CompletableFuture<RunReport> sleeping =
            CompletableFuture.supplyAsync(
                () -> sleeper.run(request, RunProgress.NONE), Thread::startVirtualThread);
        if (!standsStill(sleeping)) {
          break;
        }
        stood++;
        database.count(END_IDLE); // or its lock on the lease would be waited for here
        database.sql().sql("update ingest_leases set expires_at = '-infinity'").update();
        RunReport next = ingest.run(request, RunProgress.NONE);
        assertThat(next.allComplete()).as("after statement %s", nth).isTrue();
        Map<String, String> contents = database.contents();

        FaultyDriver.wake();

        try {
          sleeping.get(); // it had not begun, and has nothing to do
        } catch (ExecutionException e) {
          assertThat(e).as("statement %s", nth).hasCauseInstanceOf(RunFailedException.class);
        }
        assertThat(database.contents()).as("after statement %s", nth).isEqualTo(contents);
        assertThat(
                database.count(
                    "select count(*) from batch_job_execution where status not in ('COMPLETED',"
                        + " 'FAILED')"))
            .as("after statement %s", nth)
            .isZero();
        assertThat(ingest.runs().view().run(next.run()).orElseThrow().outcome())
            .isEqualTo("complete");
        IngestedDatabase.assertSound(ingest);
      }
      assertThat(stood).isGreaterThan(5);
    } finally {
      FaultyDriver.disarm();
      FaultyDriver.wake();
    }
  }

  /** False when the run has come to its end. */
  private static boolean standsStill(CompletableFuture<RunReport> run) throws Exception {
    while (!FaultyDriver.awaitStill(50, TimeUnit.MILLISECONDS)) {
      if (run.isDone()) {
        assertThat(run.get().allComplete()).isTrue();
        return FaultyDriver.awaitStill(0, TimeUnit.MILLISECONDS);
      }
    }
    return true;
  }

  private List<String> history() {
    return database.sql().sql(HISTORY).query(String.class).list();
  }
}
