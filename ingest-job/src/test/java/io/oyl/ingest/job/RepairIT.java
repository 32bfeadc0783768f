package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whatever is broken by hand is whole after a repair, and a run where the repair says so. */
class RepairIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
  @TempDir static Path home;
  @TempDir static Path folder;

  private static @Nullable Ingest open;
  private static @Nullable StubModel model;

  /** Of a damage: it may hold a lease. */
  private @Nullable SingleConnectionDataSource session;

  @BeforeAll
  static void write() throws IOException {
    VerificationIT.write(folder);
    model = StubModel.answering();
    Files.writeString(home.resolve("application.yaml"), model.settings());
    open = new IngestedDatabase(postgres).open(home);
    run();
  }

  @AfterAll
  static void close() {
    ingest().close();
    Objects.requireNonNull(model).close();
  }

  private static Ingest ingest() {
    return Objects.requireNonNull(open);
  }

  private static void run() throws IOException {
    ingest().run(IngestedDatabase.folder(folder), RunProgress.NONE);
  }

  @ParameterizedTest
  @MethodSource("io.oyl.ingest.job.VerificationIT#damages")
  void aDamageIsRepaired(VerificationIT.Damage damage) throws IOException {
    damage(damage.sql());
    assertThat(broken()).as("before the repair").containsKey(damage.check());

    List<Repair.Done> done = ingest().upkeep().repair();

    assertThat(done).isNotEmpty();
    if (done.stream().noneMatch(step -> step.what().startsWith("made pending"))) {
      assertThat(broken()).as("after " + done).isEmpty();
    }
    run();
    assertThat(broken()).as("after " + done + " and a run").isEmpty();
    assertThat(new IngestedDatabase(postgres).states())
        .containsEntry("a.html", "complete")
        .containsEntry("two.zip", "complete");
    assertThat(ingest().upkeep().repair()).isEmpty();
  }

  @Test
  void textThatWasChangedIsTakenFromTheDocumentWithoutReadingTheFile() throws IOException {
    Map<String, String> before = new IngestedDatabase(postgres).contents();
    damage(List.of("update chunks set text = 'x' || text where position = 0"));

    ingest().upkeep().repair();

    assertThat(broken()).isEmpty();
    assertThat(new IngestedDatabase(postgres).contents()).isEqualTo(before);
  }

  private void damage(List<String> statements) {
    SingleConnectionDataSource one =
        new SingleConnectionDataSource(postgres.url(), postgres.user(), postgres.password(), true);
    session = one;
    JdbcTemplate sql = new JdbcTemplate(one);
    sql.execute("set session_replication_role = replica");
    statements.forEach(sql::update);
  }

  @AfterEach
  void end() {
    if (session != null) {
      session.destroy();
    }
  }

  private static Map<String, Long> broken() {
    Map<String, Long> broken = new TreeMap<>();
    for (String check : new TreeSet<>(Verification.names())) {
      long rows = ingest().upkeep().verification().run(check).broken();
      if (rows > 0) {
        broken.put(check, rows);
      }
    }
    return broken;
  }
}
