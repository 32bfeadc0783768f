package io.oyl.ingest.store;

import com.pgvector.PGvector;
import io.oyl.ingest.embed.EmbeddingVector;
import java.sql.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the passages of one reference that fit a question: the nearest vectors and the best of
 * {@link FullText}, each of them then given both scores, and these {@link Fusion fused}.
 */
public final class HybridSearch {
  // model and dimension are literals, or the planner cannot use the model's partial index
  private static final String NEAREST =
      """
      select c.id
      from vectors v
      join embeddings e on e.vector_ref = v.ref
      join chunks c on c.id = e.chunk_id and c.deleted_at is null
      join documents d on d.id = c.document_id and d.deleted_at is null
      where v.model_id = %2$d and d.reference_id = :reference
      order by v.embedding::vector(%1$d) <=> cast(:query as vector(%1$d))
      limit :depth
      """;

  private static final String SIMILARITIES =
      """
      select c.id, c.document_id as document, 1 - (v.embedding::vector(%1$d) <=> cast(:query as vector(%1$d))) as similarity
      from chunks c
      left join (embeddings e join vectors v on v.ref = e.vector_ref and v.model_id = %2$d) on e.chunk_id = c.id
      where c.id = any (cast(:ids as uuid[]))
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
  private final FullText fullText;

  public HybridSearch(JdbcClient db) {
    this.db = db;
    this.fullText = new FullText(db);
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
    int depth = Math.max(Fusion.SAMPLE, 4 * count);
    List<UUID> nearest =
        query == null || mode == Mode.TEXT ? List.of() : nearest(scope, query, depth);
    Map<UUID, Double> texts =
        mode == Mode.VECTOR ? Map.of() : fullText.best(scope.referenceId(), text, nearest, depth);
    Set<UUID> found = new LinkedHashSet<>(nearest);
    found.addAll(texts.keySet());
    List<Ranked> best = Fusion.rank(candidates(scope, query, nearest, texts, found), mode);
    return details(best.subList(0, Math.min(count, best.size())));
  }

  private List<UUID> nearest(Scope scope, EmbeddingVector query, int depth) {
    db.sql("set local hnsw.iterative_scan = strict_order").update();
    db.sql("select set_config('hnsw.ef_search', :depth, true)")
        .param("depth", Integer.toString(Math.clamp(2L * depth, 40, 1000)))
        .query()
        .listOfRows();
    return db.sql(NEAREST.formatted(query.dimension(), scope.modelId()))
        .param("query", new PGvector(query.values()).getValue())
        .param("reference", scope.referenceId())
        .param("depth", depth)
        .query(UUID.class)
        .list();
  }

  private List<Candidate> candidates(
      Scope scope,
      @Nullable EmbeddingVector query,
      List<UUID> nearest,
      Map<UUID, Double> texts,
      Set<UUID> found) {
    Map<UUID, Integer> vectorRanks = ranks(nearest);
    Map<UUID, Integer> textRanks = ranks(texts.keySet());
    if (query == null) {
      return found.stream()
          .map(
              id -> new Candidate(id, id, new Reason(null, null, textRanks.get(id), texts.get(id))))
          .toList();
    }
    return db.sql(SIMILARITIES.formatted(query.dimension(), scope.modelId()))
        .param("query", new PGvector(query.values()).getValue())
        .param("ids", SqlArrays.of(List.copyOf(found)))
        .query(
            (row, number) -> {
              UUID id = row.getObject("id", UUID.class);
              return new Candidate(
                  id,
                  row.getObject("document", UUID.class),
                  new Reason(
                      vectorRanks.get(id),
                      row.getObject("similarity", Double.class),
                      textRanks.get(id),
                      texts.get(id)));
            })
        .list();
  }

  private static Map<UUID, Integer> ranks(Collection<UUID> ranking) {
    Map<UUID, Integer> ranks = new HashMap<>();
    ranking.forEach(id -> ranks.put(id, ranks.size() + 1));
    return ranks;
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
                      row.getString("text"),
                      Reason.NONE));
            });
    List<Hit> hits = new ArrayList<>();
    for (Ranked ranked : best) {
      Hit hit = byId.get(ranked.id());
      if (hit != null) {
        hits.add(hit.because(ranked));
      }
    }
    return hits;
  }

  /** A passage that one of the rankings has found. */
  record Candidate(UUID id, UUID document, Reason reason) {}

  record Ranked(UUID id, double score, Reason reason) {}

  /**
   * Why a passage is where it is.
   *
   * @param vectorRank place among the nearest vectors, from 1; null when it is not one of them
   * @param similarity cosine of the question's vector and the passage's, null without vectors
   * @param textRank place by text among all that were looked at, from 1; null without any word
   * @param textScore BM25 over the words of the question, null without any word
   */
  public record Reason(
      @Nullable Integer vectorRank,
      @Nullable Double similarity,
      @Nullable Integer textRank,
      @Nullable Double textScore) {
    public static final Reason NONE = new Reason(null, null, null, null);
  }

  /**
   * A passage. Offsets are code points of the document's text, pages 1-based.
   *
   * @param sourceKey the file's key; null for a document that the ingestion has not written
   * @param embeddedPath path of the document inside the file, empty for the file itself
   * @param score cosine similarity, BM25 or both fused, by mode; only its order means something
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
      String text,
      Reason reason) {
    Hit because(Ranked ranked) {
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
          ranked.score(),
          text,
          ranked.reason());
    }
  }
}
