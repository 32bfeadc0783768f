package io.oyl.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.IngestedDatabase;
import io.oyl.ingest.job.RunFailedException;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.StubModel;
import io.oyl.ingest.operate.Outcome.Kind;
import io.oyl.ingest.store.Lease;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WorkerIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = new StubModel();
  @TempDir Path folder;
  @TempDir Path home;

  private IngestedDatabase database;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(home.resolve("application.yaml"), model.settings());
    Files.writeString(folder.resolve("one.txt"), "The first tide.");
    Files.writeString(folder.resolve("two.txt"), "The second tide.");
    database = new IngestedDatabase(postgres);
  }

  @Test
  void whatARunCouldNotFinishIsSettledAndNothingElseIsLookedFor() throws Exception {
    try (Ingest ingest = database.open(home)) {
      runThatFailsForTheModel(ingest);
      Files.writeString(folder.resolve("new.txt"), "Nobody has seen this.");
      database
          .sql()
          .sql("update ingest_files set state = 'pending' where source_key = 'two.txt'")
          .update();
      model.answer();

      assertThat(worker(ingest).settle())
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.COMPLETE));

      assertThat(database.states())
          .containsOnlyKeys("one.txt", "two.txt")
          .containsValue("complete")
          .doesNotContainValue("stored");
      assertThat(worker(ingest).settle()).isEmpty();
    }
  }

  @Test
  void whatIsNotThereStaysPending() throws Exception {
    try (Ingest ingest = database.open(home)) {
      runThatFailsForTheModel(ingest);
      database
          .sql()
          .sql("update ingest_files set state = 'pending' where source_key = 'two.txt'")
          .update();
      model.answer();
      Files.delete(folder.resolve("one.txt"));
      Files.delete(folder.resolve("two.txt"));
      Files.delete(folder);

      worker(ingest).settle();

      assertThat(database.states())
          .containsEntry("one.txt", "complete")
          .containsEntry("two.txt", "pending");
      assertThat(worker(ingest).settle()).isEmpty();
    }
  }

  @Test
  void whoHasSettledNothingHasNotCompletedIt() throws Exception {
    try (Ingest ingest = database.open(home)) {
      model.answer();
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      database
          .sql()
          .sql("update ingest_files set state = 'pending' where source_key = 'two.txt'")
          .update();
      Files.delete(folder.resolve("two.txt"));

      assertThat(worker(ingest).settle())
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.INCOMPLETE));
      assertThat(database.states()).containsEntry("two.txt", "pending");
    }
  }

  @Test
  void aSourceThatSomebodyHoldsIsLeftToHim() throws Exception {
    try (Ingest ingest = database.open(home)) {
      runThatFailsForTheModel(ingest);
      model.answer();
      List<String> sources = List.of(folder.toRealPath().toString());
      try (Lease held =
          Lease.claim(
              postgres.dataSource(),
              ingest.scope(IngestedDatabase.SCOPE).orElseThrow().tenantId(),
              ingest.scope(IngestedDatabase.SCOPE).orElseThrow().referenceId(),
              sources,
              Duration.ofMinutes(1))) {
        assertThat(held.term()).isPositive();
        assertThat(worker(ingest).settle()).isEmpty();
      }
      assertThat(worker(ingest).settle()).hasSize(1);
    }
  }

  @Test
  void whatCannotBeSettledIsLeftAloneForAWhile() throws Exception {
    try (Ingest ingest = database.open(home)) {
      runThatFailsForTheModel(ingest);
      Worker worker = worker(ingest);

      assertThat(worker.settle())
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.FAILED));
      assertThat(worker.settle()).isEmpty();
      model.answer();
      assertThat(worker(ingest).settle()).hasSize(1);
    }
  }

  @Test
  void aRunWhoseProcessDiedIsEndedByAWorkerThatHasNothingElseToDo() throws Exception {
    try (Ingest ingest = database.open(home)) {
      model.answer();
      long run = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).run();
      database
          .sql()
          .sql("update batch_job_execution set status = 'STARTED', end_time = null")
          .update();

      worker(ingest).settle();

      assertThat(ingest.runs().view().run(run).orElseThrow().state()).isEqualTo("failed");
    }
  }

  private static Worker worker(Ingest ingest) {
    return new Worker(ingest, new Stopping(), Duration.ofMinutes(1));
  }

  private void runThatFailsForTheModel(Ingest ingest) throws IOException {
    model.answer(0);
    var request = IngestedDatabase.folder(folder);
    assertThatThrownBy(() -> ingest.run(request, RunProgress.NONE))
        .isInstanceOf(RunFailedException.class);
    assertThat(database.states()).containsEntry("one.txt", "stored");
  }
}
