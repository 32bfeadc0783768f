package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Chunks of a reference that have no vector of a model, handed out page by page in the order of
 * documents and positions. Each is handed out once, whether it is given a vector meanwhile or not.
 */
public final class MissingVectors {
  // only chunks of our own making: what other programs have inserted is theirs to embed
  private static final String FROM =
      """
      from documents d
      join chunks c on c.document_id = d.id
      where d.reference_id = :reference and d.deleted_at is null
        and c.deleted_at is null and c.text_hash is not null
        and not exists (
          select 1
          from embeddings e
          join vectors v on v.ref = e.vector_ref
          where e.chunk_id = c.id and v.model_id = :model
          offset 0) -- looked up for each chunk, not joined with all that have one
      """;

  // settled files had a vector for each passage when they were settled; files that could not be
  // read again keep the passages of an earlier version
  private static final String AND_WAITS =
      """
        and d.source_file_id in (
          select id
          from ingest_files
          where reference_id = :reference and state in ('pending', 'stored', 'quarantined'))
      """;

  // that run embeds them: two would pay for each; those of no file are nobody's
  private static final String AND_IS_NOT_OF_ANOTHER_RUN =
      """
        and not exists (
          select 1
          from ingest_files f
          join ingest_leases l on l.reference_id = f.reference_id and md5(l.source) = md5(f.source)
          where f.id = d.source_file_id and f.state in ('pending', 'stored')
            and l.source <> all (:own)
            and l.expires_at > clock_timestamp() -- most are not, and to ask more takes its time
            and ingest_lease_is_held(l)
          offset 0) -- looked up for each document, not made of all that others have to read
      """;

  static final String COUNT = "select count(*)\n" + FROM;

  static final String CHUNKS =
      """
      select c.id, c.document_id as document, c.position,
        coalesce(c.context, '') || c.text as text, coalesce(c.token_count, 0) as tokens
      """
          + FROM;

  private static final String BACKLOG =
      "select count(*) as chunks, coalesce(sum(c.token_count), 0) as tokens\n" + FROM;

  private static final String PAGE =
      """
        and (c.document_id, c.position) > (:afterDocument, :afterPosition)
      order by c.document_id, c.position
      limit :limit
      """;

  private final JdbcClient db;
  private final UUID reference;
  private final List<String> own;
  private final int model;
  private final Which which;
  private UUID lastDocument = new UUID(0, 0);
  private int lastPosition = -1;

  /** See {@link VectorsTable#missing}. */
  MissingVectors(JdbcClient db, UUID reference, List<String> own, int model, Which which) {
    this.db = db;
    this.reference = reference;
    this.own = own;
    this.model = model;
    this.which = which;
  }

  /** How many there are now, those that were handed out and have no vector yet included. */
  public long count() {
    return of(which.in(COUNT)).query(Long.class).single();
  }

  Backlog backlog() {
    return of(which.in(BACKLOG)).query(Backlog.class).single();
  }

  /** At most so many more; none at the end. */
  public List<PendingChunk> next(int limit) {
    List<PendingChunk> page =
        of(which.in(CHUNKS) + PAGE)
            .param("afterDocument", lastDocument)
            .param("afterPosition", lastPosition)
            .param("limit", limit)
            .query(PendingChunk.class)
            .list();
    if (!page.isEmpty()) {
      lastDocument = page.getLast().document();
      lastPosition = page.getLast().position();
    }
    return page;
  }

  private JdbcClient.StatementSpec of(String sql) {
    return db.sql(sql)
        .param("reference", reference)
        .param("own", own.toArray(String[]::new))
        .param("model", model);
  }

  /** Which chunks are looked at. */
  public enum Which {
    /** Those of files that are not settled and that no other run is at. */
    WAITING(AND_WAITS + AND_IS_NOT_OF_ANOTHER_RUN),
    /** Those of settled files, too: they may have lost their vectors. */
    ALL(AND_IS_NOT_OF_ANOTHER_RUN),
    /** Whoever is at them: they are to be given another model. */
    EVERY("");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }

    private String in(String query) {
      return query + condition;
    }
  }

  /** What is to be embedded; {@code tokens} of the model, its special ones not counted. */
  public record Backlog(long chunks, long tokens) {}

  /**
   * A chunk that waits for its vector.
   *
   * @param text what is embedded, its context included
   */
  public record PendingChunk(UUID id, UUID document, int position, String text, int tokens) {}
}
