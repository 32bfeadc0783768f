package io.oyl.ingest.store;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The HNSW index over one model's vectors: partial, because models differ in dimension. It is built
 * once there are so many vectors that comparing with all of them takes longer, and not before,
 * because loading into it costs many times what building it afterwards does.
 */
public final class VectorIndex {
  private static final String VALID =
      """
      select i.indisvalid
      from pg_class c
      join pg_index i on i.indexrelid = c.oid
      where c.relname = :name and c.relnamespace = 'public'::regnamespace
      """;

  private static final String IS_BUILT =
      """
      select exists (
        select 1 from pg_stat_progress_create_index where relid = 'public.vectors'::regclass)
      """;

  private static final String COUNT =
      "select count(*) from (select 1 from vectors where model_id = :model limit :limit) counted";

  private static final String UNUSED =
      """
      select c.relname
      from embedding_models m
      join pg_class c
        on c.relname = 'vectors_hnsw_' || m.id and c.relnamespace = 'public'::regnamespace
      where not exists (select 1 from vectors v where v.model_id = m.id)
      """;

  private static final String DIMENSION =
      "select dimension from embedding_models where id = :model";

  /** HNSW takes at most this many values of type vector. */
  private static final int MAX_DIMENSION = 2000;

  private final JdbcClient db;

  public VectorIndex(JdbcClient db) {
    this.db = db;
  }

  /**
   * Builds the index if it is due. Not to be called in a transaction: the index is built without
   * blocking writers.
   *
   * @param minVectors how many vectors of the model make an index worth while
   * @return whether it was built now
   */
  public boolean ensure(int model, int minVectors) {
    String name = "vectors_hnsw_" + model;
    Optional<Boolean> valid = db.sql(VALID).param("name", name).query(Boolean.class).optional();
    if (valid.orElse(false) || db.sql(IS_BUILT).query(Boolean.class).single()) {
      return false;
    }
    int dimension = db.sql(DIMENSION).param("model", model).query(Integer.class).single();
    long count =
        db.sql(COUNT).param("model", model).param("limit", minVectors).query(Long.class).single();
    if (count < minVectors || dimension > MAX_DIMENSION) {
      return false;
    }
    if (valid.isPresent()) {
      db.sql("drop index concurrently if exists " + name).update();
    }
    // DDL takes no parameters; both values are integers
    db.sql(
            """
            create index concurrently %s on vectors
            using hnsw ((embedding::vector(%d)) vector_cosine_ops) where model_id = %d
            """
                .formatted(name, dimension, model))
        .update();
    return true;
  }

  /** Drops the indexes of models that have no vectors any more. Not in a transaction, as above. */
  public void dropUnused() {
    for (String name : db.sql(UNUSED).query(String.class).list()) {
      db.sql("drop index concurrently if exists " + name).update();
    }
  }
}
