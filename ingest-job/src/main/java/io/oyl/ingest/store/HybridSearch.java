package io.oyl.ingest.store;

import com.pgvector.PGvector;
import io.oyl.ingest.embed.EmbeddingVector;
import java.sql.Array;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the passages of one reference that fit a question: nearest vectors and full text, each
 * ranked by itself, fused by reciprocal rank (Cormack, Clarke and Büttcher 2009, with their k of
 * 60).
 */
public final class HybridSearch {
  private static final int RANK_CONSTANT = 60;

  /** How many of each ranking are fused, at least. */
  private static final int MIN_DEPTH = 50;

  // model and dimension are literals, or the planner cannot use the model's partial index
  private static final String NEAREST =
      """
      select c.id, 1 - (v.embedding::vector(%1$d) <=> cast(:query as vector(%1$d))) as score
      from vectors v
      join embeddings e on e.vector_ref = v.ref
      join chunks c on c.id = e.chunk_id and c.deleted_at is null
      join documents d on d.id = c.document_id and d.deleted_at is null
      where v.model_id = %2$d and d.reference_id = :reference
      order by v.embedding::vector(%1$d) <=> cast(:query as vector(%1$d))
      limit :depth
      """;

  // any word may match, in each language that the reference has; the rank rewards those with more
  private static final String BY_TEXT =
      """
      with languages as (
        select distinct ingest_text_config(language) as config
        from documents
        where reference_id = :reference and deleted_at is null
      ), query as (
        select string_agg('(' || replace(words::text, ' & ', ' | ') || ')', ' | ')::tsquery as words
        from (select plainto_tsquery(config, :text) as words from languages) q
        where numnode(words) > 0
      )
      select c.id, ts_rank_cd(c.text_search, query.words, 1)::float8 as score
      from query
      join chunks c on c.text_search @@ query.words and c.deleted_at is null
      join documents d on d.id = c.document_id and d.deleted_at is null
      where d.reference_id = :reference
      order by score desc, c.id
      limit :depth
      """;

  private static final String DETAILS =
      """
      select c.id as chunk, d.id as document, d.filename,
        f.source_key, d.embedded_path, c.position, c.start_offset, c.end_offset, c.first_page, c.last_page,
        c.heading_path, c.text
      from chunks c
      join documents d on d.id = c.document_id
      left join ingest_files f on f.id = d.source_file_id
      where c.id = any (cast(:ids as uuid[]))
      """;

  private final JdbcClient db;

  public HybridSearch(JdbcClient db) {
    this.db = db;
  }

  /** Which rankings count. */
  public enum Mode {
    HYBRID,
    VECTOR,
    TEXT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The best passages, best first. Call in a transaction, since it sets options for its queries.
   *
   * @param query the question's vector, null in mode {@link Mode#TEXT}
   * @param count how many passages at most
   */
  public List<Hit> search(
      Scope scope, String text, @Nullable EmbeddingVector query, Mode mode, int count) {
    int depth = Math.max(MIN_DEPTH, 4 * count);
    List<Ranked> byVector =
        query == null || mode == Mode.TEXT ? List.of() : nearest(scope, query, depth);
    List<Ranked> byText = mode == Mode.VECTOR ? List.of() : byText(scope, text, depth);
    List<Ranked> best =
        switch (mode) {
          case VECTOR -> byVector;
          case TEXT -> byText;
          case HYBRID -> fuse(List.of(byVector, byText));
        };
    return details(best.subList(0, Math.min(count, best.size())));
  }

  private List<Ranked> nearest(Scope scope, EmbeddingVector query, int depth) {
    db.sql("set local hnsw.iterative_scan = strict_order").update();
    db.sql("select set_config('hnsw.ef_search', :depth, true)")
        .param("depth", Integer.toString(Math.clamp(2L * depth, 40, 1000)))
        .query()
        .listOfRows();
    return db.sql(NEAREST.formatted(query.dimension(), scope.modelId()))
        .param("query", new PGvector(query.values()).getValue())
        .param("reference", scope.referenceId())
        .param("depth", depth)
        .query(Ranked.class)
        .list();
  }

  private List<Ranked> byText(Scope scope, String text, int depth) {
    return db.sql(BY_TEXT)
        .param("text", text)
        .param("reference", scope.referenceId())
        .param("depth", depth)
        .query(Ranked.class)
        .list();
  }

  private static List<Ranked> fuse(List<List<Ranked>> rankings) {
    Map<UUID, Double> scores = new HashMap<>();
    for (List<Ranked> ranking : rankings) {
      for (int rank = 1; rank <= ranking.size(); rank++) {
        scores.merge(ranking.get(rank - 1).id(), 1.0 / (RANK_CONSTANT + rank), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::id))
        .toList();
  }

  private List<Hit> details(List<Ranked> best) {
    Map<UUID, Hit> byId = new HashMap<>();
    db.sql(DETAILS)
        .param("ids", SqlArrays.of(best.stream().map(Ranked::id).toList()))
        .query(
            row -> {
              UUID id = row.getObject("chunk", UUID.class);
              Array headings = row.getArray("heading_path");
              byId.put(
                  id,
                  new Hit(
                      id,
                      row.getObject("document", UUID.class),
                      row.getString("filename"),
                      row.getString("source_key"),
                      row.getString("embedded_path"),
                      row.getInt("position"),
                      row.getObject("start_offset", Integer.class),
                      row.getObject("end_offset", Integer.class),
                      row.getObject("first_page", Integer.class),
                      row.getObject("last_page", Integer.class),
                      headings == null ? List.of() : List.of((String[]) headings.getArray()),
                      0,
                      row.getString("text")));
            });
    List<Hit> hits = new ArrayList<>();
    for (Ranked ranked : best) {
      Hit hit = byId.get(ranked.id());
      if (hit != null) {
        hits.add(hit.withScore(ranked.score()));
      }
    }
    return hits;
  }

  record Ranked(UUID id, double score) {}

  /**
   * A passage. Offsets are code points of the document's text, pages 1-based.
   *
   * @param sourceKey the file's key; null for a document that the ingestion has not written
   * @param embeddedPath path of the document inside the file, empty for the file itself
   * @param score cosine similarity, text rank or fused rank, by mode; only its order means
   *     something
   */
  public record Hit(
      UUID chunk,
      UUID document,
      @Nullable String filename,
      @Nullable String sourceKey,
      @Nullable String embeddedPath,
      int position,
      @Nullable Integer startOffset,
      @Nullable Integer endOffset,
      @Nullable Integer firstPage,
      @Nullable Integer lastPage,
      List<String> headingPath,
      double score,
      String text) {
    Hit withScore(double newScore) {
      return new Hit(
          chunk,
          document,
          filename,
          sourceKey,
          embeddedPath,
          position,
          startOffset,
          endOffset,
          firstPage,
          lastPage,
          headingPath,
          newScore,
          text);
    }
  }
}
