package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.secret.SecretSettings;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A document of more than two pieces, as which {@code verify} reads texts. Each of its sentences
 * has a code point of two UTF-16 units and a letter of two code points.
 */
class LongDocumentIT {
  /** Code points. */
  private static final int PIECE = 65_536;

  /** The passage across the first border, one behind it, and one behind the second. */
  private static final String PASSAGES =
      """
      from (
        select id from chunks
        where start_offset < %1$d and end_offset > %1$d + 1
        union all (select id from chunks where start_offset > %1$d + 100 order by position limit 1)
        union all (select id from chunks where start_offset > %1$d * 2 order by position limit 1)
      ) behind
      where c.id = behind.id
      """
          .formatted(PIECE);

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
  @TempDir static Path home;
  @TempDir static Path folder;

  private static IngestedDatabase database;
  private static Ingest ingest;

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(
        folder.resolve("log.txt"),
        IntStream.range(0, 2_400)
            .mapToObj("Ship 🚢 number %d pays its fee in the cafe\u0301 of the harbour."::formatted)
            .collect(Collectors.joining("\n\n")));
    database = new IngestedDatabase(postgres);
    try (StubModel model = StubModel.answering()) {
      Files.writeString(home.resolve("application.yaml"), model.settings());
      ingest = database.open(home);
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    }
  }

  @AfterAll
  static void close() {
    ingest.close();
  }

  @Test
  void nothingIsBrokenInIt() {
    assertThat(database.count("select char_length(text) from documents")).isGreaterThan(2 * PIECE);
    IngestedDatabase.assertSound(ingest);
  }

  @Test
  void eachPassageThatIsShiftedIsCounted() {
    assertThat(
            broken(
                "positions",
                "update chunks c set start_offset = start_offset - 1, end_offset = end_offset - 1 "
                    + PASSAGES,
                3))
        .isEqualTo(3);
  }

  @Test
  void eachPassageThatIsMissingIsCounted() {
    assertThat(broken("coverage", "delete from chunks c using" + PASSAGES.substring(4), 3))
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECE - 1, PIECE, PIECE + 1, PIECE + 2, 2 * PIECE, 2 * PIECE + 1})
  void aLetterThatIsChangedBesideABorderIsNoticed(int place) {
    String change =
        "update documents set text = overlay(text placing '#' from %d for 1)".formatted(place);
    assertThat(broken("positions", change, 1) + broken("coverage", change, 1)).isPositive();
  }

  /** How much a check finds when this has changed so many rows. */
  private static long broken(String check, String damage, int rows) {
    SingleConnectionDataSource one = database.session();
    one.setAutoCommit(false);
    JdbcClient sql = JdbcClient.create(one);
    try {
      sql.sql("set local session_replication_role = replica").update();
      assertThat(sql.sql(damage).update()).isEqualTo(rows);
      return new Verification(sql, new SecretSettings(null, null).keyRing()).run(check).broken();
    } finally {
      sql.sql("rollback").update();
      one.destroy();
    }
  }
}
