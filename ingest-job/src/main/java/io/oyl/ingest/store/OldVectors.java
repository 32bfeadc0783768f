package io.oyl.ingest.store;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Vectors of models that a reference does not use: the one before, or one given up half-way. */
public final class OldVectors {
  private static final String LIST =
      """
      create temporary table old_embeddings on commit drop as
      select e.id, e.vector_ref as ref
      from "references" r
      join documents d on d.reference_id = r.id
      join chunks c on c.document_id = d.id and c.text_hash is not null
      join embeddings e on e.chunk_id = c.id
      join vectors v on v.ref = e.vector_ref and v.model_id <> r.embedding_model_id
      where r.id = :reference
      """;

  private static final String EMBEDDINGS =
      "delete from embeddings where id in (select id from old_embeddings)";

  private static final String VECTORS =
      """
      delete from vectors v
      where v.tenant_id = :tenant and v.ref in (select ref from old_embeddings)
        and not exists (select 1 from embeddings e where e.vector_ref = v.ref)
      """;

  private final JdbcClient db;

  public OldVectors(JdbcClient db) {
    this.db = db;
  }

  /**
   * Removes them for good, but those that other references use. Call in a transaction.
   *
   * @throws SourceBusyException when a run of the tenant is under way: it may be about to use one
   */
  public Counts drop(Scope scope) {
    new NoRuns(db).keep(scope.tenantId());
    UUID reference = scope.referenceId();
    db.sql(LIST).param("reference", reference).update();
    db.sql("analyze old_embeddings").update();
    int embeddings = db.sql(EMBEDDINGS).update();
    int vectors = db.sql(VECTORS).param("tenant", scope.tenantId()).update();
    return new Counts(embeddings, vectors);
  }

  /** Rows that are gone. */
  public record Counts(int embeddings, int vectors) {}
}
