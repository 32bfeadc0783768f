package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one source that are started at once, or while one is told to stop. */
class StartsIT {
  private static final int STARTS = 8;
  private static final String BEATS = "select expires_at::text from ingest_leases";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path folder;
  @TempDir Path home;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        home.resolve("application.yaml"), model.settings() + "ingest.run.lease: 30s\n");
    Files.writeString(folder.resolve("one.txt"), "The first tide.");
  }

  /** The one that runs stands still until all others have been refused. */
  @Test
  void ofEightStartsAtOnceOneRuns() throws Exception {
    int rounds = Rounds.of(5, 100);
    try (Ingest ingest = database.open(home)) {
      RunRequest request = IngestedDatabase.folder(folder);
      for (int round = 0; round < rounds; round++) {
        Sleeper sleeper = new Sleeper(IngestJob.SCAN);
        CountDownLatch refused = new CountDownLatch(STARTS - 1);
        List<CompletableFuture<RunReport>> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
          starts.add(
              CompletableFuture.supplyAsync(
                      () -> ingest.run(request, sleeper), Thread::startVirtualThread)
                  .whenComplete((report, failure) -> refused.countDown()));
        }
        boolean all = refused.await(2, TimeUnit.MINUTES);
        sleeper.wake();

        assertThat(all).as("all but one are refused").isTrue();
        assertThat(starts).filteredOn(StartsIT::hasRun).hasSize(1);
        assertThat(database.count("select count(*) from batch_job_execution"))
            .isEqualTo(round + 1L);
      }
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void whoStartsWhileOneIsToldToStopWaitsUntilItHasEnded() throws Exception {
    Sleeper sleeper = new Sleeper(IngestJob.INGEST);
    try (Ingest ingest = database.open(home)) {
      RunRequest request = IngestedDatabase.folder(folder);
      CompletableFuture<RunReport> first =
          CompletableFuture.supplyAsync(
              () -> ingest.run(request, sleeper), Thread::startVirtualThread);
      sleeper.awaitSleep();
      long run = database.count("select run_id from ingest_leases");

      assertThat(ingest.runs().stop(run)).isTrue();

      assertThatThrownBy(() -> ingest.run(request, RunProgress.NONE))
          .isInstanceOf(SourceBusyException.class);
      CompletableFuture<RunReport> next =
          CompletableFuture.supplyAsync(
              () -> ingest.run(request, Duration.ofMinutes(2), RunProgress.NONE),
              Thread::startVirtualThread);
      awaitBeat();
      assertThat(next).isNotDone();
      sleeper.wake();

      assertThatThrownBy(first::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RunFailedException.Stopped.class);
      assertThat(next.get().allComplete()).isTrue();
      assertThat(
              database.count(
                  "select count(*) from batch_job_execution a join batch_job_execution b"
                      + " on a.status = 'STOPPED' and b.status = 'COMPLETED'"
                      + " and a.end_time <= b.start_time"))
          .isOne();
      assertThat(database.count("select attempts from ingest_files")).isOne();
      IngestedDatabase.assertSound(ingest);
    } finally {
      sleeper.wake();
    }
  }

  /** With it the run hears of the order. */
  private void awaitBeat() throws InterruptedException {
    String before = database.sql().sql(BEATS).query(String.class).single();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (int beats = 0; beats < 2; ) {
      String now = database.sql().sql(BEATS).query(String.class).single();
      beats += now.equals(before) ? 0 : 1;
      before = now;
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static boolean hasRun(CompletableFuture<RunReport> start) {
    try {
      return start.join().allComplete();
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(SourceBusyException.class);
      return false;
    }
  }
}
