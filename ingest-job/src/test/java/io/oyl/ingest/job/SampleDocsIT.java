package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation says of the demo database. */
class SampleDocsIT {
  private static final Path SAMPLES = Path.of("../sample-docs");
  private static final Path MIGRATIONS = Path.of("../migrations/README.md");
  private static final ScopeNames DEMO = new ScopeNames("default", "default", "demo");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\|.*\\| `([^`]+)` \\|(?: `([^`]+)`)? *\\|$");
  private static final Pattern QUESTION = Pattern.compile("^\\| ([^|`]+\\?) \\| `([^`]+)` \\|$");
  private static final Pattern QUERY =
      Pattern.compile("\n([^\n]+)\n\n```sql\n(.+?)```\n\n(.+?)(?=\n\n|\n?$)", Pattern.DOTALL);

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
  @TempDir static Path home;

  private static IngestedDatabase database;
  private static Ingest ingest;

  @BeforeAll
  static void demo() throws IOException {
    database = new IngestedDatabase(postgres);
    ingest = database.open(home);
    Target samples = new Target("sample-docs", SAMPLES.toRealPath().toString(), null);
    ingest.run(new RunRequest(DEMO, List.of(samples)), RunProgress.NONE);
  }

  @AfterAll
  static void close() {
    ingest.close();
  }

  @Test
  void everySampleEndsAsItsReadmeSaysAndIsFound() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> questions = new TreeMap<>();
    for (String line : Files.readAllLines(SAMPLES.resolve("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        expected.put(row.group(1), row.group(2) + (row.group(3) == null ? "" : "/" + row.group(3)));
      }
      Matcher question = QUESTION.matcher(line);
      if (question.matches()) {
        questions.put(question.group(1), question.group(2));
      }
    }
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(questions).isNotEmpty();

    assertThat(database.states()).isEqualTo(expected);
    questions.forEach(
        (question, file) ->
            assertThat(
                    ingest
                        .contents()
                        .search(ingest.scope(DEMO).orElseThrow(), question, Mode.HYBRID, 3)
                        .stream()
                        .map(Hit::sourceKey))
                .as(question)
                .contains(file));
  }

  @ParameterizedTest
  @MethodSource
  void eachDocumentedQueryHasItsDocumentedAnswer(Documented documented) {
    assertThat(answer(documented.sql())).as(documented.question()).isEqualTo(documented.answer());
  }

  static List<Documented> eachDocumentedQueryHasItsDocumentedAnswer() throws IOException {
    return QUERY
        .matcher(Files.readString(MIGRATIONS))
        .results()
        .map(match -> new Documented(match.group(1), match.group(2), match.group(3)))
        .toList();
  }

  @Test
  void eachDocumentedViewIsCommentedAndHasThreeQueries() throws IOException {
    List<String> sections =
        Pattern.compile("\n## (?=ingest_)")
            .splitAsStream(Files.readString(MIGRATIONS))
            .skip(1)
            .toList();

    assertThat(sections).hasSizeGreaterThanOrEqualTo(9);
    for (String section : sections) {
      String view = section.substring(0, section.indexOf(':'));
      String queries = section.replaceFirst("(?s)\n## .*", "") + "\n\n";
      assertThat(QUERY.matcher(queries).results()).as(view).hasSize(3);
      assertThat(
              database.count(
                  "select count(*) from pg_description where objsubid = 0 and objoid = '"
                      + view
                      + "'::regclass"))
          .as("comment on " + view)
          .isOne();
    }
  }

  /** Rows as a table in Markdown. */
  private static String answer(String sql) {
    return database.sql().sql(sql.replace("?", "??")).query(SampleDocsIT::table);
  }

  private static String table(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnLabel(i));
    }
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= names.size(); i++) {
        Object cell = rows.getObject(i);
        cells.add(cell == null ? "" : cell.toString());
      }
      lines.add("| " + String.join(" | ", cells) + " |");
    }
    if (lines.isEmpty()) {
      return "No row.";
    }
    return "| "
        + String.join(" | ", names)
        + " |\n|"
        + "---|".repeat(names.size())
        + "\n"
        + String.join("\n", lines);
  }

  record Documented(String question, String sql, String answer) {
    @Override
    public String toString() {
      return question;
    }
  }
}
