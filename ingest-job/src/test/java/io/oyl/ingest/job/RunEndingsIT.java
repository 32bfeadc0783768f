package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.testing.FaultyDriver;
import io.oyl.ingest.testing.FaultyDriver.Fault;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Why a run did not come to its end is told by the job repository as by the command. */
class RunEndingsIT {
  private static final String STORED =
      """
      select exit_message from batch_job_execution
      union all
      select exit_message from batch_step_execution where status <> 'COMPLETED'
      """;

  private static final String DRIVER =
      "spring.datasource.driver-class-name: " + FaultyDriver.class.getName() + "\n";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = new StubModel();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("keeper.txt"), "The keeper climbs the stairs.");
  }

  @Test
  void aModelThatIsDownIsTheCause() throws IOException {
    settings("");
    model.refuse();

    assertThat(causeOfFailure()).startsWith("openai:stub:3 at http://127.0.0.1").contains("503");
  }

  @Test
  void aModelOfAnotherDimensionIsTheCause() throws IOException {
    settings("");
    Path settings = home.resolve("application.yaml");
    Files.writeString(settings, Files.readString(settings).replace("dimension: 3", "dimension: 4"));
    model.answer();

    assertThat(causeOfFailure()).startsWith("openai:stub:4 at http://127.0.0.1").contains("4");
  }

  @Test
  void aConnectionThatBreaksIsTheCause() throws IOException {
    settings("");
    model.answer();
    model.onRequest(() -> FaultyDriver.arm(Fault.COMMIT, 1));

    assertThat(causeOfFailure())
        .isEqualTo(
            "the connection to the database was lost: the connection was broken by the test");
  }

  @Test
  void aRunThatWasStoppedSaysSo() throws IOException {
    settings("ingest.run.lease: 1s\n");
    model.answer();
    try (Ingest ingest = database.openAt(FaultyDriver.url(postgres.url()), home)) {
      model.onRequest(() -> stopAndWait(ingest));

      assertThatThrownBy(() -> run(ingest)).isInstanceOf(RunFailedException.Stopped.class);

      assertThat(stored()).hasSizeGreaterThan(1).containsOnly("it was stopped");
      RunsView.Run run = ingest.runs().view().runs(IngestedDatabase.SCOPE, 1).getFirst();
      assertThat(run.outcome()).isEqualTo("stopped");
      assertThat(run.message()).isEqualTo("it was stopped");
      assertThat(run.cause()).isEqualTo("it was stopped");
    }
  }

  private void settings(String others) throws IOException {
    Files.writeString(home.resolve("application.yaml"), model.settings() + DRIVER + others);
  }

  /** What stands in all places where a failed run says why it has failed. */
  private String causeOfFailure() throws IOException {
    try (Ingest ingest = database.openAt(FaultyDriver.url(postgres.url()), home)) {
      RunFailedException failure =
          catchThrowableOfType(RunFailedException.class, () -> run(ingest));

      RunsView view = ingest.runs().view();
      RunsView.Run run = view.runs(IngestedDatabase.SCOPE, 1).getFirst();
      String cause = String.valueOf(run.cause());
      assertThat(failure).hasMessage("run " + run.run() + " could not finish: " + cause);
      assertThat(run.outcome()).isEqualTo("failed");
      assertThat(run.message()).isEqualTo(cause);
      assertThat(view.steps(run.run()).getLast().cause()).isEqualTo(cause);
      assertThat(stored()).hasSize(2).containsOnly(cause);
      return cause;
    }
  }

  private RunReport run(Ingest ingest) throws IOException {
    return ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
  }

  private List<String> stored() {
    return database.sql().sql(STORED).query(String.class).list();
  }

  private void stopAndWait(Ingest ingest) {
    try {
      assertThat(ingest.runs().stop(database.count("select run_id from ingest_leases"))).isTrue();
      TimeUnit.SECONDS.sleep(1); // until the lease has been renewed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
