package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Program;
import io.oyl.ingest.testing.Rounds;
import io.oyl.ingest.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Processes that are killed, frozen and woken, servers that are cut off, at moments left to chance:
 * the next run makes the rows of a run that nothing has disturbed, and nobody mends anything by
 * hand. A round in which nothing was hit does not count.
 */
class CrashIT {
  private static final int TEXTS_PER_COMMIT = 4;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path temporary;
  @TempDir Path folder;

  private static final String CLAIMS =
      "select count(*)::int from ingest_leases where run_id is not null";

  /** Files read, and batches of vectors. */
  private static final String PROGRESS =
      """
      select (
        (select count(*) from ingest_leases where run_id is not null)
        + (select count(*) from ingest_files where attempts > 0)
        + (select count(*) / %d from embeddings))::int
      """
          .formatted(TEXTS_PER_COMMIT);

  private static final String TRANSACTIONS =
      """
      select count(*)
      from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend'
        and pid <> pg_backend_pid() and xact_start is not null
      """;

  private final Random random = new Random();
  private int steps;
  private Path home;

  @BeforeEach
  void write() throws IOException {
    TwelveFiles.write(folder);
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    home = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings()
            + """
            ingest.store.files-per-commit: 1
            ingest.store.texts-per-commit: %d
            ingest.run.lease: 1s
            spring.datasource.hikari.connection-timeout: 5000
            logging.level.org.springframework: "off"
            """
                .formatted(TEXTS_PER_COMMIT));
  }

  @Test
  void aKilledRunIsFinishedByTheNext() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home)) {
      Map<String, String> undisturbed = undisturbed(ingest, database);
      int rounds = Rounds.of(8, 200);
      for (int hits = 0; hits < rounds; ) {
        database.empty();
        Process process = program("run", folder.toString());
        atSomeStepOf(database);
        process.destroyForcibly().waitFor();
        boolean hit = isUnfinished(database);
        hits += hit ? 1 : 0;

        ingest.run(request(), Duration.ofSeconds(30), RunProgress.NONE);

        assertAsIf(undisturbed, ingest, database);
      }
    }
  }

  /** The files change while it is frozen: what it has read of them is out of date. */
  @Test
  void aFrozenRunThatLosesItsPlaceWritesNothingWhenItWakes() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home)) {
      undisturbed(ingest, database);
      Map<String, String> before = database.liveContents();
      edit();
      database.empty();
      undisturbed(ingest, database);
      Map<String, String> edited = database.liveContents();
      assertThat(edited).isNotEqualTo(before);
      int rounds = Rounds.of(3, 50);
      for (int hits = 0; hits < rounds; ) {
        TwelveFiles.write(folder);
        database.empty();
        Process process = program("run", folder.toString());
        atSomeStepOf(database);
        freezeBetweenTransactions(process, database);
        boolean hit = isUnfinished(database);
        hits += hit ? 1 : 0;
        edit();

        ingest.run(request(), Duration.ofSeconds(30), RunProgress.NONE);
        assertSound(ingest, database);
        assertThat(database.liveContents()).isEqualTo(edited);
        Signals.send("CONT", process.pid());

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(hit ? 3 : 1);
        assertThat(database.liveContents()).isEqualTo(edited);
        ingest.run(request(), RunProgress.NONE);
        assertSound(ingest, database);
        assertThat(database.liveContents()).isEqualTo(edited);
      }
    }
  }

  @Test
  void aServerThatIsStoppedInARunLosesNothing() throws Exception {
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    PrivateServer server =
        new PrivateServer(temporary.resolve("server"), PostgresPrograms.find(System.getenv()));
    ServerAddress address = server.start();
    IngestedDatabase database = new IngestedDatabase(address);
    database.sql().sql("alter system set fsync = off").update(); // the machine stays up
    database.sql().sql("select pg_reload_conf()").query().singleValue();
    try (Ingest ingest = database.open(home)) {
      Map<String, String> undisturbed = undisturbed(ingest, database);
      int rounds = Rounds.of(3, 50);
      for (int hits = 0; hits < rounds; ) {
        database.empty();
        CompletableFuture<RunReport> run =
            CompletableFuture.supplyAsync(() -> ingest.run(request(), RunProgress.NONE));
        atSomeStepOf(database);
        Signals.stopImmediately(temporary.resolve("server"));
        if (isFailed(run)) {
          hits++;
        }
        server.start();

        ingest.run(request(), Duration.ofSeconds(30), RunProgress.NONE);

        assertAsIf(undisturbed, ingest, database);
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void aRunThatIsToldToEndStopsAtItsNextCommitAndTheNextGoesOn() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home)) {
      Map<String, String> undisturbed = undisturbed(ingest, database);
      database.empty();
      Process process = program("run", folder.toString(), "--json");
      awaitClaim(database);
      process.destroy();
      assertThatThrownBy(() -> ingest.run(request(), RunProgress.NONE)).isNotNull();

      ingest.run(request(), Duration.ofSeconds(30), RunProgress.NONE);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(temporary.resolve("out"))
          .content()
          .matches("\\{\"error\":\"run \\d+ was stopped; running again goes on from there\"}\n");
      assertThat(states(database)).containsExactly("STOPPED", "COMPLETED");
      assertAsIf(undisturbed, ingest, database);
    }
  }

  private void edit() throws IOException {
    for (int i = 1; i <= 5; i++) {
      Path note = folder.resolve("note-" + i + ".md");
      Files.writeString(note, Files.readString(note) + "Number " + i + " is dark now.\n");
    }
  }

  private Map<String, String> undisturbed(Ingest ingest, IngestedDatabase database) {
    RunReport report = ingest.run(request(), RunProgress.NONE);
    assertThat(report.files().seen()).isEqualTo(12);
    steps = database.sql().sql(PROGRESS).query(Integer.class).single();
    assertThat(steps).isGreaterThan(12);
    return database.contents();
  }

  private static void assertAsIf(
      Map<String, String> undisturbed, Ingest ingest, IngestedDatabase database) {
    assertThat(database.contents()).isEqualTo(undisturbed);
    assertSound(ingest, database);
  }

  private static void assertSound(Ingest ingest, IngestedDatabase database) {
    IngestedDatabase.assertSound(ingest);
    assertThat(states(database)).isSubsetOf("COMPLETED", "FAILED", "STOPPED");
  }

  private static List<String> states(IngestedDatabase database) {
    return database
        .sql()
        .sql("select status from batch_job_execution order by job_execution_id")
        .query(String.class)
        .list();
  }

  private RunRequest request() {
    try {
      return IngestedDatabase.folder(folder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process program(String... arguments) throws IOException {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of("--tenant", "acme", "--workspace", "main", "--reference", "docs"));
    return Program.start(
        Map.of(
            "INGEST_HOME", home.toString(),
            "INGEST_DB_URL", postgres.url(),
            "INGEST_DB_USER", postgres.user(),
            "INGEST_DB_PASSWORD", postgres.password()),
        temporary.resolve("out"),
        temporary.resolve("err"),
        all);
  }

  /**
   * Waits until a run has come to a step that is left to chance: from its claim on, one for each
   * file that is read and each batch of vectors. So each round hits, however fast the machine is.
   */
  private void atSomeStepOf(IngestedDatabase database) throws InterruptedException {
    awaitAtLeast(database, PROGRESS, 1 + random.nextInt(steps - 1));
    Thread.sleep(random.nextInt(10));
  }

  /** Where no timeout of the server ends it: the lease alone keeps it from writing. */
  private static void freezeBetweenTransactions(Process process, IngestedDatabase database)
      throws Exception {
    Signals.send("STOP", process.pid());
    while (database.count(TRANSACTIONS) > 0) {
      Signals.send("CONT", process.pid());
      Thread.sleep(1);
      Signals.send("STOP", process.pid());
    }
  }

  private static void awaitClaim(IngestedDatabase database) throws InterruptedException {
    awaitAtLeast(database, CLAIMS, 1);
  }

  private static void awaitAtLeast(IngestedDatabase database, String progress, int steps)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    SingleConnectionDataSource session = database.session();
    try {
      JdbcClient sql = JdbcClient.create(session);
      while (sql.sql(progress).query(Integer.class).single() < steps) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(1);
      }
    } finally {
      session.destroy();
    }
  }

  private static boolean isUnfinished(IngestedDatabase database) {
    return !states(database).getLast().equals("COMPLETED");
  }

  private static boolean isFailed(CompletableFuture<RunReport> run) throws InterruptedException {
    try {
      run.get();
      return false;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RunFailedException.class);
      return true;
    }
  }
}
