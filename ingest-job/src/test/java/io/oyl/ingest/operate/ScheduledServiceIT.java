package io.oyl.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.IngestedDatabase;
import io.oyl.ingest.job.StubModel;
import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.testing.Program;
import io.oyl.ingest.testing.Rounds;
import io.oyl.ingest.testing.Signals;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/**
 * {@code schedule} as a process of its own, in the thick of it. {@code bin/soak} does it longer.
 */
class ScheduledServiceIT {
  private static final String WHOLE = "and this is the end.";
  private static final Duration SETTLE = Duration.ofSeconds(2);

  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path temporary;
  @TempDir Path inbox;

  private final AtomicInteger dropped = new AtomicInteger();
  private final List<Process> started = new ArrayList<>();
  private Path home;
  private PrivateServer server;
  private IngestedDatabase database;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws IOException {
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    home = Files.createDirectory(temporary.resolve("home"));
    StringBuilder settings = new StringBuilder(model.settings());
    settings.append(IngestedDatabase.PLAIN).append("\ningest.run.lease: 5s\ningest.schedules:\n");
    for (int seconds = 2; seconds <= 4; seconds++) {
      settings.append(
          """
            every-%d: {cron: "*/%d * * * * *", inbox: "%s", settle: %dms, tenant: acme, workspace: main, reference: docs}
          """
              .formatted(seconds, seconds, inbox.toRealPath(), SETTLE.toMillis()));
    }
    Files.writeString(home.resolve("application.yaml"), settings);
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    server = new PrivateServer(temporary.resolve("server"), PostgresPrograms.find(System.getenv()));
    ServerAddress address = server.start();
    database = new IngestedDatabase(address);
    environment =
        Map.of(
            "INGEST_HOME", home.toString(),
            "INGEST_DB_URL", address.url(),
            "INGEST_DB_USER", address.user(),
            "INGEST_DB_PASSWORD", address.password());
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly); // what a test that failed has left
    server.stop();
  }

  @Test
  void threeSchedulesAndRunsByHandOverOneInboxTakeEachFileOnceAndWhole() throws Exception {
    try (Ingest ingest = database.openAsSet(home)) {
      Process service = service();
      List<Thread> writers = new ArrayList<>();
      List<Process> byHand = new ArrayList<>();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Rounds.of(10, 600));
      for (int i = 0; System.nanoTime() < end; i++) {
        dropWhole();
        boolean keepsOpen = i % 2 == 0;
        writers.add(Thread.startVirtualThread(() -> dropSlowly(keepsOpen)));
        if (i % Rounds.of(8, 100) == 4) {
          byHand.add(byHand());
        }
        Thread.sleep(500);
      }
      for (Thread writer : writers) {
        writer.join();
      }
      awaitAllComplete();
      await(() -> triggers() == 4); // three schedules and one hand
      for (Process run : byHand) {
        assertThat(run.waitFor()).isZero();
      }
      end(service);

      assertThat(model.charged()).isNotEmpty().allMatch(text -> text.endsWith(WHOLE));
      assertThat(model.charged()).doesNotHaveDuplicates().hasSize(dropped.get());
      assertThat(
              database.count(
                  "select count(*) from ingest_files where attempts <> 1 or document_count <> 1"))
          .isZero();
      assertThat(
              database.count(
                  "select count(*) from batch_job_execution a join batch_job_execution b"
                      + " on a.job_execution_id < b.job_execution_id"
                      + " and a.start_time < b.end_time and b.start_time < a.end_time"))
          .as("runs that overlap")
          .isZero();
      IngestedDatabase.assertSound(ingest);
    }
  }

  @Test
  void endedKilledOrCutOffFromItsDatabaseItGoesOnByItself() throws Exception {
    try (Ingest ingest = database.openAsSet(home)) {
      Process service = service();
      int rounds = Rounds.of(1, 10);
      for (int i = 0; i < rounds; i++) {
        underWay();
        service.destroy();
        assertThat(service.waitFor(40, TimeUnit.SECONDS)).as("it ends in time").isTrue();
        assertThat(service.exitValue()).isEqualTo(143);
        assertThat(unended()).as("runs that were not ended in order").isZero();

        service = service();
        underWay();
        service.destroyForcibly().waitFor();

        service = service();
        underWay();
        restartDatabase();
        dropWhole();
        awaitAllComplete();
        assertThat(service.isAlive()).isTrue();
      }
      await(() -> unended() == 0);
      end(service);
      IngestedDatabase.assertSound(ingest);
    }
  }

  private Process service() throws IOException {
    return program("out", "err", List.of("schedule", "--port", "-1"));
  }

  private Process program(String out, String err, List<String> arguments) throws IOException {
    Process process =
        Program.start(environment, temporary.resolve(out), temporary.resolve(err), arguments);
    started.add(process);
    return process;
  }

  private static void end(Process service) throws InterruptedException {
    service.destroy();
    assertThat(service.waitFor(40, TimeUnit.SECONDS)).isTrue();
  }

  /** The settings tell it that the folder is an inbox. */
  private Process byHand() throws IOException {
    return program(
        "hand-out",
        "hand-err",
        List.of(
            "run",
            inbox.toString(),
            "--wait",
            "--tenant",
            "acme",
            "--workspace",
            "main",
            "--reference",
            "docs"));
  }

  /** Drops files and waits for a run of the service; one that was killed before does not count. */
  private void underWay() throws IOException {
    long last =
        database.count("select coalesce(max(job_execution_id), 0) from batch_job_execution");
    for (int i = 0; i < 15; i++) {
      dropWhole();
    }
    await(() -> unendedAfter(last) > 0);
  }

  private long triggers() {
    return database.count(
        "select count(distinct parameter_value) from batch_job_execution_params"
            + " where parameter_name = 'trigger'");
  }

  private long unended() {
    return unendedAfter(0);
  }

  private long unendedAfter(long run) {
    return database.count(
        "select count(*) from batch_job_execution where status in ('STARTING', 'STARTED',"
            + " 'STOPPING', 'UNKNOWN') and job_execution_id > "
            + run);
  }

  private String text(int number) {
    return "File " + number + " begins, goes on for a while, ";
  }

  private void dropWhole() throws IOException {
    int number = dropped.incrementAndGet();
    Path written = temporary.resolve("whole-" + number);
    Files.writeString(written, text(number) + WHOLE);
    Files.move(written, inbox.resolve(number + ".txt"));
  }

  /** Over two to three seconds, with pauses that are shorter than what it takes to settle. */
  private void dropSlowly(boolean keepsOpen) {
    int number = dropped.incrementAndGet();
    Path file = inbox.resolve(number + ".txt");
    try {
      Files.writeString(file, text(number), StandardOpenOption.CREATE_NEW);
      try (Writer open = keepsOpen ? append(file) : Writer.nullWriter()) {
        open.flush();
        for (int i = 0; i < 15; i++) {
          Thread.sleep(200);
          try (Writer out = append(file)) {
            out.write(i < 14 ? "still, " : WHOLE);
          }
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Writer append(Path file) throws IOException {
    return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
  }

  private void awaitAllComplete() {
    await(
        () ->
            database.count("select count(*) from ingest_files where state = 'complete'")
                == dropped.get());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as("two minutes have passed").isLessThan(deadline);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The database may be away. */
  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (DataAccessException e) {
      return false;
    }
  }

  /** With some time without it. */
  private void restartDatabase() throws Exception {
    Signals.stopImmediately(temporary.resolve("server"));
    Thread.sleep(1_500);
    server.start();
  }
}
