package io.oyl.ingest.store;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes for good what was removed softly. The ledger keeps its rows: they say what became of each
 * file. Call {@link #purge} in a transaction.
 */
public final class Purge {
  private static final String LIST_DOCUMENTS =
      """
      create temporary table purged_documents on commit drop as
      select id
      from documents
      where reference_id = :reference and deleted_at < :before and embedded_path is not null
      """;

  private static final String LIST_CHUNKS =
      """
      create temporary table purged_chunks on commit drop as
      select c.id
      from chunks c
      join documents d on d.id = c.document_id
      where d.reference_id = :reference and c.text_hash is not null
        and (c.deleted_at < :before or d.id in (select id from purged_documents))
      """;

  private static final String LIST_VECTORS =
      """
      create temporary table purged_vectors on commit drop as
      select distinct e.vector_ref as ref
      from embeddings e
      where e.chunk_id in (select id from purged_chunks)
        and not exists (
          select 1 from embeddings other
          where other.vector_ref = e.vector_ref
            and other.chunk_id not in (select id from purged_chunks))
      """;

  private static final String LIST_TAGS =
      """
      create temporary table purged_tags on commit drop as
      select t.id
      from tags t
      where t.source <> 'user'
        and (t.id in (
            select tag_id from tag_links where chunk_id in (select id from purged_chunks))
          or t.id in (
            select tag_id from document_tags
            where document_id in (select id from purged_documents)))
        and not exists (
          select 1 from document_tags other
          where other.tag_id = t.id
            and other.document_id not in (select id from purged_documents))
        and not exists (
          select 1 from tag_links other
          where other.tag_id = t.id
            and (other.chunk_id is null
              or other.chunk_id not in (select id from purged_chunks)))
      """;

  private static final String LINKS =
      "delete from tag_links where chunk_id in (select id from purged_chunks)";
  private static final String EMBEDDINGS =
      "delete from embeddings where chunk_id in (select id from purged_chunks)";
  private static final String VECTORS =
      "delete from vectors where tenant_id = :tenant and ref in (select ref from purged_vectors)";
  private static final String CHUNKS =
      "delete from chunks where id in (select id from purged_chunks)";
  private static final String TAGS = "delete from tags where id in (select id from purged_tags)";

  // innermost first; one that still holds a document or a foreign chunk stays
  private static final String DOCUMENTS =
      """
      delete from documents d
      where d.id in (select id from purged_documents)
        and not exists (select 1 from documents child where child.parent_document_id = d.id)
        and not exists (select 1 from chunks c where c.document_id = d.id)
      """;

  private final JdbcClient db;

  public Purge(JdbcClient db) {
    this.db = db;
  }

  /**
   * Removes documents and chunks of a reference that were removed softly before a time, with their
   * links and embeddings, and vectors and tags that nothing else uses.
   *
   * @throws SourceBusyException when a run of the tenant is under way: it may be about to use a
   *     vector that nothing uses yet
   */
  public Counts purge(Scope scope, OffsetDateTime before) {
    new NoRuns(db).keep(scope.tenantId());
    UUID reference = scope.referenceId();
    db.sql(LIST_DOCUMENTS).param("reference", reference).param("before", before).update();
    db.sql(LIST_CHUNKS).param("reference", reference).param("before", before).update();
    db.sql("analyze purged_chunks").update();
    db.sql(LIST_VECTORS).update();
    db.sql(LIST_TAGS).update();
    int links = db.sql(LINKS).update();
    int embeddings = db.sql(EMBEDDINGS).update();
    int vectors = db.sql(VECTORS).param("tenant", scope.tenantId()).update();
    int chunks = db.sql(CHUNKS).update();
    int tags = db.sql(TAGS).update();
    int documents = 0;
    for (int more = -1; more != 0; documents += more) {
      more = db.sql(DOCUMENTS).update();
    }
    return new Counts(documents, chunks, links, tags, embeddings, vectors);
  }

  /** Rows that are gone. */
  public record Counts(
      int documents, int chunks, int links, int tags, int embeddings, int vectors) {}
}
