package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has not set things up yet is told in one line what is wrong and what to do. */
class NewcomerIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @TempDir Path home;

  private final CapturedConsole captured = new CapturedConsole();

  @ParameterizedTest
  @ValueSource(strings = {"status", "files --json", "runs", "report", "search x", "verify"})
  void aDatabaseThatIsNotThereIsOneLine(String command) {
    assertThat(run(Map.of("INGEST_DB_URL", "jdbc:postgresql://127.0.0.1:1/none"), command))
        .isEqualTo(3);
    assertThat(captured.err())
        .contains("cannot open the database jdbc:postgresql://127.0.0.1:1/none", "refused")
        .contains("start the server or see INGEST_DB_URL")
        .hasLineCount(1)
        .doesNotContain("Exception");
  }

  @Test
  void aDatabaseThatNobodyHasMadeIsOneLineWithAHint() {
    String url = postgres.url().replaceFirst("/[^/?]+(\\?|$)", "/not_made$1");
    assertThat(run(Map.of("INGEST_DB_URL", url), "status")).isEqualTo(3);
    assertThat(captured.err()).contains("create it or see INGEST_DB_URL").hasLineCount(1);
  }

  @Test
  void aRoleThatMayNotMakeTablesIsOneLineWithAHint() throws Exception {
    String role = "newcomer_" + UUID.randomUUID().toString().replace("-", "");
    sql("create role " + role + " login password 'secret'");
    try {
      sql("revoke create on schema public from public");
      Map<String, String> environment =
          Map.of("INGEST_DB_USER", role, "INGEST_DB_PASSWORD", "secret");
      assertThat(run(environment, "status")).isEqualTo(3);
      assertThat(captured.err())
          .contains("permission denied", "the owner of its tables")
          .doesNotContain("secret")
          .hasLineCount(1);
    } finally {
      sql("drop owned by " + role);
      sql("drop role " + role);
    }
  }

  @Test
  void anEmptyDatabaseIsSetUpAndSaysWhatToRunFirst() {
    assertThat(run(Map.of(), "status")).isEqualTo(2);
    assertThat(captured.err())
        .contains("there is no reference default / default / default")
        .contains("bin/ingest run PATH makes it")
        .hasLineCount(1);
  }

  @Test
  void aTenantThatCannotHaveItsNameIsAWrongCommandLine() throws Exception {
    Path docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.");
    assertThat(run(Map.of(), "run", docs.toString(), "--tenant", "a\tb", "--json")).isEqualTo(2);
    assertThat(captured.out()).startsWith("{\"error\":\"the name of a new tenant ").hasLineCount(1);
    assertThat(captured.err()).startsWith("ingest: the name of a new tenant ").hasLineCount(1);
  }

  @Test
  void aHomeThatCannotBeMadeIsOneSentence() {
    Map<String, String> environment =
        Map.of(
            "INGEST_HOME", "/proc/nobody/home",
            "INGEST_DB_URL", "",
            "PATH", System.getenv("PATH"));
    assertThat(run(environment, "db start")).isEqualTo(2);
    assertThat(captured.err())
        .startsWith("ingest: INGEST_HOME cannot be /proc/nobody/home: ")
        .doesNotContain("Exception")
        .hasLineCount(1);
  }

  @Test
  void aSearchNeedsNoSettingOfWhatItDoesNotUse() throws Exception {
    Path docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.");
    assertThat(run(Map.of(), "run", docs.toString(), "--reference", "sought")).isZero();
    Path settings = home.resolve("application.yaml");
    Files.writeString(settings, "ingest.embed.model: none\n");
    assertThat(run(Map.of(), "search notice --mode text --reference sought")).isZero();
    assertThat(captured.out()).contains("The notice period is three months.");
    assertThat(run(Map.of(), "search notice --reference sought")).isEqualTo(2);
    assertThat(captured.err()).contains("wrong setting: ingest.embed.model 'none'");
    Files.writeString(settings, "ingest.extract.ocr.program: /no/such/program\n");
    assertThat(run(Map.of(), "search notice --reference sought")).isZero();
  }

  @Test
  void aReportIsWrittenWhereItIsToGo() throws Exception {
    Path docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.");
    Path page = home.resolve("report.html");
    assertThat(run(Map.of(), "run", docs.toString(), "--reference", "reported")).isZero();
    assertThat(run(Map.of(), "report", "--reference", "reported", "--out", page.toString()))
        .isZero();
    assertThat(Files.readString(page)).contains("Everything is complete.", "1 file seen: 1 new");
    assertThat(
            run(Map.of(), "report", "--reference", "reported", "-o", home + "/no/such/folder.html"))
        .isEqualTo(2);
    assertThat(captured.err()).contains("--out is a file in a folder that is there");
    assertThat(run(Map.of(), "report", "--reference", "reported", "-o", "/proc/report.html"))
        .isEqualTo(2);
  }

  private int run(Map<String, String> others, String... words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("INGEST_HOME", home.toString());
    environment.put("INGEST_DB_URL", postgres.url());
    environment.put("INGEST_DB_USER", postgres.user());
    environment.put("INGEST_DB_PASSWORD", postgres.password());
    environment.putAll(others);
    String[] line = words.length == 1 ? words[0].split(" ", -1) : words;
    return captured.run(environment, List.of(line).toArray(String[]::new));
  }

  private static void sql(String statement) throws Exception {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
