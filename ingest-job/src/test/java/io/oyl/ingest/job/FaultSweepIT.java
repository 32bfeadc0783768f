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
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Breaks the connection at one statement or commit of a run after the other, until a run goes
 * through: each time, running again makes the rows of a run that nothing has disturbed, and until
 * then each file is what it was or what it is now. A soak tries each of them; a build tries every
 * n-th, from one of the first n on that is left to chance, so that many builds try all.
 */
class FaultSweepIT {
  private static final String LIVE_TEXTS =
      """
      select f.source_key,
        string_agg(c.text, '|' order by d.embedded_path, c.position) as texts
      from ingest_files f
      join documents d on d.source_file_id = f.id and d.deleted_at is null
      join chunks c on c.document_id = d.id and c.deleted_at is null
      group by f.source_key
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    TwelveFiles.write(folder);
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings()
            + "ingest.store.files-per-commit: 3\n"
            + "ingest.store.texts-per-commit: 8\n"
            + "logging.level.org.springframework: \"off\"\n"
            + "spring.datasource.driver-class-name: "
            + FaultyDriver.class.getName()
            + "\n");
  }

  @ParameterizedTest
  @EnumSource(names = "STILL_STATEMENT", mode = Mode.EXCLUDE)
  void runningAgainMakesTheSameRows(Fault fault) throws IOException {
    try (Ingest ingest = database.openAt(FaultyDriver.url(postgres.url()), home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Map<String, String> undisturbed = database.contents();
      assertThat(database.count("select count(*) from ingest_files")).isEqualTo(12);

      int stride = fault == Fault.STATEMENT ? Rounds.of(13, 1) : Rounds.of(4, 1);
      int faults = 0;
      database.empty();
      for (int nth = anyOfTheFirst(stride); strikes(ingest, fault, nth); nth += stride) {
        faults++;
        RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(report.state()).isEqualTo("completed");
        assertThat(database.contents()).as("after %s %s", fault, nth).isEqualTo(undisturbed);
        assertSound(ingest);
        database.empty();
      }
      assertThat(faults).isGreaterThan(10);
    }
  }

  /** The files are those of one version and of another by turns. */
  @ParameterizedTest
  @EnumSource(names = "STILL_STATEMENT", mode = Mode.EXCLUDE)
  void whatIsLiveOfAChangedFileIsItsOldVersionOrItsNewOne(Fault fault) throws IOException {
    try (Ingest ingest = database.openAt(FaultyDriver.url(postgres.url()), home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Map<String, String> old = liveTexts();
      edit();
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      Map<String, String> now = liveTexts();
      assertThat(now).containsOnlyKeys(old.keySet());
      assertThat(old.entrySet())
          .filteredOn(file -> !file.getValue().equals(now.get(file.getKey())))
          .hasSize(3);

      int stride = fault == Fault.STATEMENT ? Rounds.of(29, 1) : Rounds.of(4, 1);
      boolean edited = true;
      int faults = 0;
      for (int nth = anyOfTheFirst(stride); ; nth += stride) {
        edited = !edited;
        TwelveFiles.write(folder);
        if (edited) {
          edit();
        }
        if (!strikes(ingest, fault, nth)) {
          break;
        }
        faults++;
        Map<String, String> live = liveTexts();
        assertThat(live).as("after %s %s", fault, nth).containsOnlyKeys(old.keySet());
        live.forEach((key, text) -> assertThat(text).as(key).isIn(old.get(key), now.get(key)));
        ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(liveTexts()).isEqualTo(edited ? now : old);
        assertSound(ingest);
      }
      assertThat(faults).isGreaterThan(5);
    }
  }

  private void edit() throws IOException {
    for (int i = 1; i <= 3; i++) {
      Path note = folder.resolve("note-" + i + ".md");
      String text = Files.readString(note);
      Files.writeString(
          note, "A new beginning.\n\n" + text.replaceFirst("(?s)## Part 3.*(?=## Part 4)", ""));
    }
  }

  /** By the keys of the files. */
  private Map<String, String> liveTexts() {
    Map<String, String> texts = new TreeMap<>();
    database
        .sql()
        .sql(LIVE_TEXTS)
        .query(
            row -> {
              texts.put(row.getString("source_key"), row.getString("texts"));
            });
    return texts;
  }

  private void assertSound(Ingest ingest) {
    IngestedDatabase.assertSound(ingest);
    assertThat(
            database.count(
                "select count(*) from batch_job_execution where status not in ('COMPLETED', 'FAILED')"))
        .isZero();
  }

  private static int anyOfTheFirst(int count) {
    return 1 + new Random().nextInt(count);
  }

  /** False when the run was over before. */
  private boolean strikes(Ingest ingest, Fault fault, int nth) throws IOException {
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
