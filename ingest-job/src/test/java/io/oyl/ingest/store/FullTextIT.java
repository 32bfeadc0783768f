package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In a reference whose common words more passages have than a question may read. */
class FullTextIT {
  private static final int DOCUMENTS = 500;
  private static final int CHUNKS_OF_A_DOCUMENT = 50;
  private static final int DEPTH = 100;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  private final UUID large = UUID.randomUUID();
  private final UUID small = UUID.randomUUID();

  @BeforeEach
  void store() {
    Migrations.migrate(postgres.dataSource());
    store(large, DOCUMENTS);
    store(small, 1);
  }

  @Test
  void rareWordsFindAndCommonOnesCount() {
    assertThat(texts(large, "lighthouse harbour gale"))
        .containsExactly(
            "harbour lighthouse gale", "harbour lighthouse gale", "harbour lighthouse wind");
  }

  @Test
  void commonWordsFindTogetherWhatTheyDoNotFindAlone() {
    assertThat(texts(large, "harbour gale"))
        .hasSize(DEPTH)
        .allMatch(text -> text.contains("harbour") && text.contains("gale"));
    assertThat(texts(large, "harbour")).hasSize(DEPTH);
  }

  @Test
  void passagesThatTheVectorFindsAreScoredByTheirCommonWordsToo() {
    UUID nearest = id("select id from chunks where text = 'harbour wind' order by id limit 1");
    assertThat(search(large, "lighthouse harbour", List.of(nearest))).hasSize(4).contains(nearest);
  }

  @Test
  void inASmallReferenceEachWordFinds() {
    assertThat(texts(small, "lighthouse harbour gale"))
        .hasSize(CHUNKS_OF_A_DOCUMENT)
        .startsWith("harbour lighthouse gale");
    assertThat(texts(small, "and so on")).isEmpty();
  }

  /**
   * All have the first word, nine of ten the second, and the first document three times the third.
   */
  private void store(UUID reference, int documents) {
    db().sql("insert into \"references\" (id) values (:id)").param("id", reference).update();
    db().sql(
            """
            insert into documents (reference_id, language, chunk_count)
            select :reference, 'en', :chunks from generate_series(1, :documents)
            """)
        .param("reference", reference)
        .param("documents", documents)
        .param("chunks", CHUNKS_OF_A_DOCUMENT)
        .update();
    db().sql(
            """
            insert into chunks (document_id, position, text, text_search)
            select d.id, c.position, t.text, to_tsvector('english', t.text)
            from (
              select id, row_number() over (order by id) as number
              from documents
              where reference_id = :reference
            ) d,
            generate_series(0, :chunks - 1) c (position),
            concat_ws(' ', 'harbour',
              case when d.number = 1 and c.position < 3 then 'lighthouse' end,
              case when c.position % 10 > 0 then 'gale' else 'wind' end) t (text)
            """)
        .param("reference", reference)
        .param("chunks", CHUNKS_OF_A_DOCUMENT)
        .update();
  }

  private List<String> texts(UUID reference, String question) {
    return search(reference, question, List.of()).stream()
        .map(
            id ->
                db().sql("select text from chunks where id = :id")
                    .param("id", id)
                    .query(String.class)
                    .single())
        .toList();
  }

  private List<UUID> search(UUID reference, String question, List<UUID> nearest) {
    return List.copyOf(new FullText(db()).best(reference, question, nearest, DEPTH).keySet());
  }

  private UUID id(String query) {
    return db().sql(query).query(UUID.class).single();
  }

  private JdbcClient db() {
    return JdbcClient.create(postgres.dataSource());
  }
}
