package io.oyl.ingest.store;

import static java.util.Comparator.comparingLong;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The passages of one reference that have words of a question, scored by BM25 (Robertson and
 * Zaragoza 2009).
 *
 * <p>PostgreSQL's own ranks know nothing of how rare a word is. So a chunk is found by a sum over
 * the question's words of {@code ts_rank}, which saturates much as BM25 does, times the word's
 * inverse document frequency, and only the best are then counted word by word.
 *
 * <p>Each passage that a word finds has to be read, so a word that every tenth of a million
 * passages has would cost seconds and tell little. In a large reference only the rare words of a
 * question find passages, as many of them as {@link #MOST_MATCHES} allow, and the common ones count
 * in the passages found, as in Lucene's {@code CommonTermsQuery}. Which those are is told by a
 * sample.
 */
final class FullText {
  /**
   * So many passages are read for a question, about; a reference that has no more needs no care.
   */
  static final int MOST_MATCHES = 20_000;

  private static final int SAMPLE = 2_000;
  private static final int SAMPLE_OF_A_DOCUMENT = 20;

  /** In each language that the reference has. */
  private static final String WORDS =
      """
      with languages as materialized (
        select language, coalesce(sum(chunk_count), 0) as chunks
        from documents
        where reference_id = :reference and deleted_at is null
        group by 1
      )
      select distinct w.lexeme,
        '''' || replace(replace(w.lexeme, E'\\\\', E'\\\\\\\\'), '''', '''''') || '''' as query,
        (select sum(chunks) from languages)::bigint as chunks
      from languages, unnest(ingest_question_words(language, :text)) w
      """;

  // ids of documents are digests or random: so the first ones are a sample, always the same, and
  // their last bytes tell where in each document
  private static final String SHARES =
      """
      with sample as materialized (
        select c.text_search
        from (
          select id, chunk_count,
            256 * get_byte(uuid_send(id), 14) + get_byte(uuid_send(id), 15) as anywhere
          from documents
          where reference_id = :reference and deleted_at is null and chunk_count > 0
          order by id
          limit :most
        ) d
        cross join lateral (select anywhere % greatest(1, chunk_count - :of_each + 1) as start) s
        join chunks c on c.document_id = d.id and c.deleted_at is null
          and c.position >= s.start and c.position < s.start + :of_each
        limit :most
      )
      select w.lexeme, w.query,
        :chunks * count(*) filter (where s.text_search @@ w.query::tsquery) / count(*) as chunks
      from unnest(cast(:lexemes as text[]), cast(:queries as text[])) w (lexeme, query), sample s
      group by 1, 2
      """;

  // k1 = 0.9, b = 0.4 as Trotman, Puurula and Burgess (2014) found best, lengths in words beside
  // the candidates' mean
  private static final String BEST =
      """
      with words as materialized (
        select lexeme, query::tsquery as query, chunks::bigint as chunks
        from unnest(cast(:lexemes as text[]), cast(:queries as text[]), cast(:counts as text[]))
          w (lexeme, query, chunks)
      ), matches as materialized (
        select c.id, w.lexeme, ts_rank(c.text_search, w.query) as rank
        from (
          select c.id, c.text_search
          from chunks c
          join documents d on d.id = c.document_id and d.deleted_at is null
          where c.text_search @@ cast(:finding as tsquery) and c.deleted_at is null
            and d.reference_id = :reference
          limit :most
        ) c
        join words w on c.text_search @@ w.query
      ), weights as (
        select lexeme, ln(1 + (greatest(:chunks - found, 0) + 0.5) / (found + 0.5)) as idf
        from (
          select w.lexeme, coalesce(w.chunks, count(*)) as found
          from words w
          join matches m using (lexeme)
          group by w.lexeme, w.chunks
        ) counted
      ), candidates as (
        (select m.id
         from matches m
         join weights w using (lexeme)
         group by m.id
         order by sum(m.rank * w.idf) desc, m.id
         limit :depth)
        union
        select unnest(cast(:nearest as uuid[]))
      ), counted as (
        select c.id, t.lexeme, coalesce(cardinality(t.positions), 1) as number
        from candidates
        join chunks c using (id), unnest(c.text_search) t
      ), lengths as (
        select id, length, avg(length) over () as mean
        from (select id, sum(number) as length from counted group by id) each
      )
      select id, sum(w.idf * c.number / (c.number + 0.9 * (0.6 + 0.4 * l.length / l.mean)))::float8 as score
      from counted c
      join lengths l using (id)
      join weights w using (lexeme)
      group by id
      order by score desc, id
      """;

  private final JdbcClient db;

  FullText(JdbcClient db) {
    this.db = db;
  }

  /**
   * Scores of those that have a word of the text, best first.
   *
   * @param nearest scored too, where they have a word
   * @param depth how many are found at most
   */
  Map<UUID, Double> best(UUID reference, String text, List<UUID> nearest, int depth) {
    List<Word> words =
        db.sql(WORDS).param("reference", reference).param("text", text).query(Word.class).list();
    if (words.isEmpty()) {
      return Map.of();
    }
    long chunks = words.getFirst().chunks();
    Question question =
        chunks <= MOST_MATCHES
            ? Question.ofAll(words)
            : Question.ofRare(rated(reference, words), chunks);
    Map<UUID, Double> scores = new LinkedHashMap<>();
    db.sql(BEST)
        .param("reference", reference)
        .param("chunks", chunks)
        .param("lexemes", array(words, Word::lexeme))
        .param("queries", array(words, Word::query))
        .param("counts", array(words, word -> question.counts().get(word.lexeme())))
        .param("finding", question.finding())
        .param("most", 2 * MOST_MATCHES)
        .param("nearest", SqlArrays.of(nearest))
        .param("depth", depth)
        .query(
            row -> {
              scores.put(row.getObject("id", UUID.class), row.getDouble("score"));
            });
    return scores;
  }

  private List<Word> rated(UUID reference, List<Word> words) {
    return db.sql(SHARES)
        .param("reference", reference)
        .param("lexemes", array(words, Word::lexeme))
        .param("queries", array(words, Word::query))
        .param("chunks", words.getFirst().chunks())
        .param("most", SAMPLE)
        .param("of_each", SAMPLE_OF_A_DOCUMENT)
        .query(Word.class)
        .list();
  }

  private static @Nullable String[] array(
      List<Word> words, Function<Word, @Nullable Object> property) {
    return words.stream()
        .map(property)
        .map(value -> value == null ? null : value.toString())
        .toArray(String[]::new);
  }

  /**
   * A word of the question as it is indexed.
   *
   * @param query the same as a {@code tsquery}
   * @param chunks how many passages of the reference have it, about; all of them when nothing is
   *     known
   */
  record Word(String lexeme, String query, long chunks) {}

  /**
   * Which passages are read for a question.
   *
   * @param finding the {@code tsquery} that they fit
   * @param counts how many passages have a word, about; without those words of which all passages
   *     are read
   */
  record Question(String finding, Map<String, Long> counts) {
    /** Whatever has one of the words. */
    static Question ofAll(List<Word> words) {
      return new Question(joined(words, " | "), Map.of());
    }

    /**
     * Whatever has one of the rare words; where there is none, what has so many of the words that
     * few passages do if words know nothing of each other.
     *
     * @param chunks of the whole reference
     */
    static Question ofRare(List<Word> words, long chunks) {
      List<Word> rarest =
          words.stream().sorted(comparingLong(Word::chunks).thenComparing(Word::lexeme)).toList();
      int rare = 0;
      long expected = 0;
      for (Word word : rarest) {
        expected += word.chunks();
        rare += expected <= MOST_MATCHES ? 1 : 0;
      }
      if (rare > 0) {
        return new Question(
            joined(rarest.subList(0, rare), " | "), counts(rarest.subList(rare, rarest.size())));
      }
      int together = 0;
      double having = chunks;
      while (together < rarest.size() && having > MOST_MATCHES) {
        having *= (double) rarest.get(together).chunks() / chunks;
        together++;
      }
      return new Question(joined(rarest.subList(0, together), " & "), counts(rarest));
    }

    private static String joined(List<Word> words, String operator) {
      return words.stream().map(Word::query).collect(Collectors.joining(operator));
    }

    private static Map<String, Long> counts(List<Word> words) {
      return words.stream().collect(Collectors.toMap(Word::lexeme, Word::chunks));
    }
  }
}
