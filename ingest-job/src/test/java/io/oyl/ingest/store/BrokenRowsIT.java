package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the checks of a document's text have the server do, counted by the server. */
class BrokenRowsIT {
  private static final Pattern ROWS = Pattern.compile("rows=(\\d+) loops=(\\d+)");
  private static final Pattern BLOCKS = Pattern.compile("shared(?: hit=(\\d+))?(?: read=(\\d+))?");
  private static final int CHUNKS = 800;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  @BeforeEach
  void migrate() {
    Migrations.migrate(postgres.dataSource());
    // so that blocks tell how often the text is read
    db().sql("alter table documents alter column text set storage external").update();
  }

  /** A check that takes each passage from the text itself reads all of it for each. */
  @ParameterizedTest
  @ValueSource(strings = {"positions", "coverage"})
  void aDocumentOfTwiceTheLengthIsTwiceTheWork(String check) {
    String broken = check.equals("positions") ? BrokenRows.POSITIONS : BrokenRows.COVERAGE;
    store(CHUNKS);
    Work once = work(broken);
    store(2 * CHUNKS);
    Work twice = work(broken);
    assertThat(once.rows()).isGreaterThan(CHUNKS);
    assertThat(twice.rows()).isLessThan(3 * once.rows());
    assertThat(twice.blocks()).isLessThan(3 * once.blocks());
  }

  private record Work(long rows, long blocks) {}

  private Work work(String broken) {
    String plan =
        String.join(
            "\n",
            db().sql("explain (analyze, buffers, timing off) select count(*)\n" + broken)
                .query(String.class)
                .list());
    long rows =
        ROWS.matcher(plan).results().mapToLong(node -> number(node, 1) * number(node, 2)).sum();
    MatchResult all = BLOCKS.matcher(plan).results().findFirst().orElseThrow();
    return new Work(rows, number(all, 1) + number(all, 2));
  }

  private static long number(MatchResult match, int group) {
    return match.group(group) == null ? 0 : Long.parseLong(match.group(group));
  }

  private void store(int chunks) {
    db().sql("truncate documents, chunks cascade").update();
    db().sql(
            """
            insert into documents (id, filename, embedded_path, text, character_count)
            select gen_random_uuid(), 'large', '',
              repeat(repeat('größer 🚢 ', 50) || E'\\n\\n', :chunks), :chunks * 452
            """)
        .param("chunks", chunks)
        .update();
    db().sql(
            """
            insert into chunks (document_id, position, text, start_offset, end_offset, text_hash)
            select d.id, n, repeat('größer 🚢 ', 50), n * 452, n * 452 + 450, 'x'
            from documents d cross join generate_series(0, :last) n
            """)
        .param("last", chunks - 1)
        .update();
    db().sql("analyze documents, chunks").update();
  }

  private JdbcClient db() {
    return JdbcClient.create(postgres.dataSource());
  }
}
