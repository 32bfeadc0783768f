package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RetryIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);
  private @Nullable Ingest opened;

  @BeforeEach
  void run() throws IOException {
    Files.writeString(folder.resolve("keeper.txt"), "The keeper climbs the stairs each evening.");
    Files.writeString(folder.resolve("broken.docx"), "PK\3\4 this is no archive");
    Files.writeString(folder.resolve("zero.txt"), "");
    opened = database.open(home);
    ingest().run(IngestedDatabase.folder(folder), RunProgress.NONE);
  }

  @AfterEach
  void close() {
    ingest().close();
  }

  @Test
  void readsWhatIsNotCompleteAndNothingElse() {
    assertThat(retryable(null)).extracting(Target::key).containsExactly("broken.docx", "zero.txt");
    assertThat(ingest().contents().retryable(scope(), List.of("keeper.txt"), null)).isEmpty();

    RunReport report = retry(retryable("corrupt"));

    assertThat(report.files().seen()).isOne();
    assertThat(report.files().quarantined()).isOne();
    assertThat(database.states())
        .containsEntry("broken.docx", "quarantined/corrupt")
        .containsEntry("keeper.txt", "complete");
    assertThat(database.count("select attempts from ingest_files where source_key = 'broken.docx'"))
        .isEqualTo(2);
    assertThat(database.count("select sum(attempts) from ingest_files")).isEqualTo(4);
    IngestedDatabase.assertSound(ingest());
  }

  @Test
  void whatItCannotReachStaysAsItIs() throws IOException {
    Map<String, String> before = database.states();
    Path elsewhere = home.resolve("elsewhere");
    Files.move(folder, elsewhere);
    assertThatThrownBy(() -> retry(retryable(null)))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(folder.toString());
    assertThat(database.states()).isEqualTo(before);

    Files.move(elsewhere, folder);
    assertThat(retry(retryable(null)).files().seen()).isEqualTo(2);
  }

  @Test
  void whatAnEarlierOneDidNotComeToIsReadWhateverTheReason() {
    database
        .sql()
        .sql(
            "update ingest_files set state = 'pending', reason = null where source_key = 'zero.txt'")
        .update();
    assertThat(retryable("corrupt"))
        .extracting(Target::key)
        .containsExactly("broken.docx", "zero.txt");

    assertThat(retry(retryable("corrupt")).files().unsettled()).isZero();
    assertThat(database.states()).containsEntry("zero.txt", "empty/empty_file");
  }

  @Test
  void aFileThatIsGoneIsNotTakenForPending() throws IOException {
    Files.delete(folder.resolve("zero.txt"));

    RunReport report = retry(retryable(null));

    assertThat(report.allComplete()).isFalse();
    assertThat(report.files().quarantined()).isEqualTo(2);
    assertThat(database.states()).containsEntry("zero.txt", "quarantined/unreadable");
  }

  @Test
  void aFolderThatCanBeListedNowIsReadAndIsNoFile() throws IOException {
    database
        .sql()
        .sql(
            "update ingest_files set reason = 'unreadable_folder' where source_key = 'broken.docx'")
        .update();
    Files.delete(folder.resolve("broken.docx"));
    Files.createDirectories(folder.resolve("broken.docx/deep"));
    Files.writeString(
        folder.resolve("broken.docx/deep/lens.txt"), "The lens is cleaned with vinegar.");

    retry(retryable("unreadable_folder"));

    assertThat(database.states())
        .containsEntry("broken.docx/deep/lens.txt", "complete")
        .containsEntry("broken.docx", "removed")
        .containsEntry("zero.txt", "empty/empty_file");
    IngestedDatabase.assertSound(ingest());
  }

  @Test
  void aRestartOfItReadsAgainToo() {
    long run = retry(retryable("corrupt")).run();

    ingest().run(ingest().runs().requestOf(run).orElseThrow(), RunProgress.NONE);

    assertThat(database.count("select attempts from ingest_files where source_key = 'broken.docx'"))
        .isEqualTo(3);
  }

  private List<Target> retryable(@Nullable String reason) {
    return ingest().contents().retryable(scope(), List.of(), reason);
  }

  private RunReport retry(List<Target> files) {
    return ingest().retry(scope(), files, Duration.ZERO, RunProgress.NONE);
  }

  private Scope scope() {
    return ingest().scope(IngestedDatabase.SCOPE).orElseThrow();
  }

  private Ingest ingest() {
    return Objects.requireNonNull(opened);
  }
}
