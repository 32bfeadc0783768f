package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run that hangs in its model is given up, and asked for again. */
class AbandonIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = new StubModel(this::hang);
  @TempDir Path folder;
  @TempDir Path home;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  @BeforeEach
  void write() throws IOException {
    model.answer();
    Files.writeString(home.resolve("application.yaml"), model.settings());
    Files.writeString(folder.resolve("one.txt"), "The first tide.");
  }

  private long hang() {
    asked.countDown();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  @AfterEach
  void stop() {
    answer.countDown();
  }

  @Test
  void anAbandonedRunWritesNothingMoreAndWhatItWasAskedIsAskedAgain() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home)) {
      RunRequest request =
          new RunRequest(
              IngestedDatabase.SCOPE, IngestedDatabase.folder(folder).targets(), Sweep.NEVER);
      CompletableFuture<RunReport> hanging =
          CompletableFuture.supplyAsync(() -> ingest.run(request, RunProgress.NONE));
      assertThat(asked.await(5, TimeUnit.MINUTES)).isTrue();
      long run = ingest.runs().view().runs(IngestedDatabase.SCOPE, 1).getFirst().run();

      assertThat(ingest.runs().abandon(run)).isTrue();

      assertThat(ingest.runs().abandon(run)).as("a second time").isFalse();
      assertThat(ingest.runs().view().run(run).orElseThrow().state()).isEqualTo("abandoned");
      answer.countDown();
      assertThatThrownBy(hanging::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RunFailedException.class);
      assertThat(database.count("select count(*) from vectors")).isZero();
      assertThat(ingest.runs().view().run(run).orElseThrow().state()).isEqualTo("abandoned");
      assertThat(database.states()).containsEntry("one.txt", "stored");

      RunRequest again = ingest.runs().requestOf(run).orElseThrow();
      assertThat(again).usingRecursiveComparison().ignoringFields("trigger").isEqualTo(request);
      assertThat(again.trigger()).isEqualTo("restart of " + run);
      ingest.run(again, RunProgress.NONE);

      assertThat(database.states()).containsEntry("one.txt", "complete");
      assertThat(ingest.runs().view().run(run).orElseThrow().state()).isEqualTo("abandoned");
    }
  }
}
