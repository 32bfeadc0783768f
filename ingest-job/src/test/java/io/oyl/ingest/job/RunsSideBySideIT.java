package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.Scope;
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
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two runs at once, of two sources of one reference. */
class RunsSideBySideIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = new StubModel();
  @TempDir Path home;
  @TempDir Path mine;
  @TempDir Path theirs;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(mine.resolve("mine.txt"), "The keeper climbs the stairs.");
    Files.writeString(theirs.resolve("theirs.txt"), "The ship has passed the lighthouse.");
    Files.writeString(home.resolve("application.yaml"), model.settings());
  }

  @Test
  void neitherPaysForTheTextsOfTheOther() throws IOException {
    try (Ingest ingest = database.open(home)) {
      model.refuse();
      assertThatThrownBy(() -> ingest.run(IngestedDatabase.folder(theirs), RunProgress.NONE))
          .isInstanceOf(RunFailedException.class);
      model.answer();

      try (Lease _ = claim(ingest, theirs)) {
        ingest.run(IngestedDatabase.folder(mine), RunProgress.NONE);

        assertThat(model.charged()).containsExactly("The keeper climbs the stairs.");
        assertThat(database.states())
            .containsEntry("mine.txt", "complete")
            .containsEntry("theirs.txt", "stored");
      }
      ingest.run(IngestedDatabase.folder(mine), RunProgress.NONE);

      assertThat(model.charged()).hasSize(2).doesNotHaveDuplicates();
      assertThat(database.states().values()).containsOnly("complete");
      IngestedDatabase.assertSound(ingest);
    }
  }

  private Lease claim(Ingest ingest, Path root) throws IOException {
    Scope scope = ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
    return Lease.claim(
        new DriverManagerDataSource(postgres.url(), postgres.user(), postgres.password()),
        scope.tenantId(),
        scope.referenceId(),
        List.of(root.toRealPath().toString()),
        Duration.ofMinutes(1));
  }
}
