package io.oyl.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.IngestedDatabase;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import io.oyl.ingest.job.StubModel;
import io.oyl.ingest.operate.Outcome.Kind;
import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SchedulesIT {
  private static final String YEARLY = "0 0 1 1 *";
  private static final String EVERY_SECOND = "* * * * * *";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path folder;
  @TempDir Path home;

  private IngestedDatabase database;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(home.resolve("application.yaml"), model.settings());
    Files.writeString(folder.resolve("one.txt"), "The first tide.");
    database = new IngestedDatabase(postgres);
  }

  @Test
  void onceRunsWhatIsDueAndNamedOnesInAnyCase() throws Exception {
    try (Ingest ingest = database.open(home)) {
      Schedules schedules =
          new Schedules(
              ingest, List.of(schedule(YEARLY, Missed.ONCE, Overlap.WAIT)), new Stopping());

      assertThat(schedules.once(false)).extracting(Outcome::kind).containsExactly(Kind.COMPLETE);
      assertThat(schedules.once(false)).extracting(Outcome::kind).containsExactly(Kind.NOT_DUE);
      assertThat(schedules.once(true)).extracting(Outcome::kind).containsExactly(Kind.COMPLETE);
      assertThat(outcomes()).containsExactly("complete");
      assertThat(database.count("select count(run_id) from ingest_schedules")).isOne();
      assertThat(
              database
                  .sql()
                  .sql(
                      "select distinct parameter_value from batch_job_execution_params"
                          + " where parameter_name = 'trigger'")
                  .query(String.class)
                  .list())
          .containsExactly("schedule tides");
    }
  }

  @Test
  void ofManyProcessesOneServesATime() throws Exception {
    try (Ingest ingest = database.open(home);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      SchedulesTable table = ingest.schedulesTable();
      Schedule schedule = schedule(YEARLY, Missed.ONCE, Overlap.WAIT);
      assertThat(table.last(schedule.id(), schedule.name(), schedule.reads())).isEmpty();
      Instant time = Instant.parse("2026-01-01T00:00:00Z");
      List<Callable<Boolean>> takes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        takes.add(() -> table.take(schedule.id(), time));
      }
      int taken = 0;
      for (Future<Boolean> take : threads.invokeAll(takes)) {
        taken += take.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
      assertThat(table.take(schedule.id(), time.minusSeconds(1))).isFalse();
      assertThat(table.last(schedule.id(), schedule.name(), schedule.reads()))
          .contains(new SchedulesTable.Last(time, false));
    }
  }

  @Test
  void whileAnotherRunReadsTheSourceItSkipsOrWaits() throws Exception {
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      try (Lease _ = claim(ingest, Duration.ofMinutes(1))) {
        assertThat(once(ingest, Overlap.SKIP)).isEqualTo(Kind.SKIPPED);
      }
      try (Lease _ = claim(ingest, Duration.ofSeconds(3))) {
        assertThat(once(ingest, Overlap.WAIT)).isEqualTo(Kind.COMPLETE);
      }
    }
  }

  /** As a process that has died a moment ago holds it, or one that goes on. */
  private Lease claim(Ingest ingest, Duration term) throws IOException {
    Scope scope = ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
    return Lease.claim(
        postgres.dataSource(),
        scope.tenantId(),
        scope.referenceId(),
        List.of(folder.toRealPath().toString()),
        term);
  }

  private Kind once(Ingest ingest, Overlap overlap) {
    return new Schedules(ingest, List.of(schedule(YEARLY, Missed.ONCE, overlap)), new Stopping())
        .once(true)
        .getFirst()
        .kind();
  }

  @Test
  void aServiceReadsWhatComesAndEndsWhenItIsTold() throws Exception {
    try (Ingest ingest = database.open(home)) {
      Serving serving = new Serving(ingest, schedule(EVERY_SECOND, Missed.ONCE, Overlap.WAIT));
      await(() -> "complete".equals(database.states().get("one.txt")));
      Files.writeString(folder.resolve("two.txt"), "The second tide.");
      await(() -> "complete".equals(database.states().get("two.txt")));
      serving.end();
      assertThat(
              database.count(
                  "select count(*) from batch_job_execution where status <> 'COMPLETED'"))
          .isZero();
    }
  }

  @Test
  void aTimeThatWasMissedIsMadeUpForAndTriedAgainUntilItGoesWell() throws Exception {
    model.answer(0);
    try (Ingest ingest = database.open(home)) {
      Schedule schedule = schedule(YEARLY, Missed.ONCE, Overlap.WAIT);
      missed(ingest, schedule);
      Serving serving = new Serving(ingest, schedule);
      await(() -> outcomes().contains("failed"));
      model.answer();
      await(() -> outcomes().contains("complete"));
      serving.end();
    }
    assertThat(database.states()).containsEntry("one.txt", "complete");
  }

  @Test
  void aTimeThatWasMissedIsSkippedWhereThatIsAskedFor() throws Exception {
    try (Ingest ingest = database.open(home)) {
      Schedule schedule = schedule(YEARLY, Missed.SKIP, Overlap.WAIT);
      missed(ingest, schedule);
      Serving serving = new Serving(ingest, schedule);
      Thread.sleep(1_000);
      serving.end();
    }
    assertThat(database.states()).isEmpty();
  }

  @Test
  void whatADeadProcessHadBegunIsGoneOnWith() throws Exception {
    try (Ingest ingest = database.open(home)) {
      Schedule schedule = schedule(YEARLY, Missed.SKIP, Overlap.WAIT);
      SchedulesTable table = ingest.schedulesTable();
      assertThat(table.last(schedule.id(), schedule.name(), schedule.reads())).isEmpty();
      assertThat(table.take(schedule.id(), Instant.now())).isTrue();
      Serving serving = new Serving(ingest, schedule);
      await(() -> "complete".equals(database.states().get("one.txt")));
      serving.end();
    }
  }

  private List<String> outcomes() {
    return database
        .sql()
        .sql("select outcome from ingest_schedules where outcome is not null")
        .query(String.class)
        .list();
  }

  private static void missed(Ingest ingest, Schedule schedule) {
    SchedulesTable table = ingest.schedulesTable();
    assertThat(table.last(schedule.id(), schedule.name(), schedule.reads())).isEmpty();
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    assertThat(table.take(schedule.id(), longAgo)).isTrue();
    table.end(schedule.id(), longAgo, null, "complete", null);
  }

  private Schedule schedule(String cron, Missed missed, Overlap overlap) {
    return new Schedule(
        "tides",
        new ScheduleSettings(
            cron,
            null,
            List.of(),
            folder,
            null,
            null,
            null,
            null,
            null,
            missed,
            overlap,
            null,
            Duration.ofMillis(100)),
        IngestedDatabase.SCOPE,
        () -> {
          try {
            return IngestedDatabase.folder(folder).targets();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A service on a thread. */
  private static final class Serving {
    private final Stopping stopping = new Stopping();
    private final Thread thread;

    Serving(Ingest ingest, Schedule schedule) {
      Schedules schedules = new Schedules(ingest, List.of(schedule), stopping);
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      schedules.serve();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
    }

    void end() throws InterruptedException {
      stopping.tell();
      assertThat(thread.join(Duration.ofMinutes(1))).as("it has ended").isTrue();
    }
  }
}
