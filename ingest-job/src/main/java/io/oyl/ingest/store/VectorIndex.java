package io.oyl.ingest.store;

import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
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

  private static final String COUNT_ALL = "select count(*) from vectors where model_id = :model";

  private static final String PGVECTOR =
      "select extversion from pg_extension where extname = 'vector'";

  /**
   * Of the graph, beside a vector's values: 32 neighbours and its own fields. Measured with
   * pgvector 0.8.0, whose graph of a million vectors left a memory of 2,133 MB at some 935,000:
   * 860.
   */
  private static final long BYTES_PER_ELEMENT = 900;

  /** Of memory for a build. */
  public static final int LEAST_MEGABYTES = 64;

  /** HNSW takes at most this many values of type vector. */
  private static final int MAX_DIMENSION = 2000;

  private static final Logger log = LoggerFactory.getLogger(VectorIndex.class);

  private final JdbcClient db;
  private final JdbcOperations connections;

  public VectorIndex(JdbcClient db, JdbcOperations connections) {
    this.db = db;
    this.connections = connections;
  }

  /**
   * Builds the index if it is due. Not to be called in a transaction: the index is built without
   * blocking writers.
   *
   * @param minVectors how many vectors of the model make an index worth while
   * @param mostMegabytes memory of the server that it may take, at least {@link #LEAST_MEGABYTES};
   *     what does not fit of the graph is built on disk, many times slower
   * @return whether it was built now
   */
  public boolean ensure(int model, int minVectors, int mostMegabytes) {
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
    build(name, model, dimension, mostMegabytes);
    return true;
  }

  /** With memory for the whole graph, on the connection that has been given it. */
  private void build(String name, int model, int dimension, int mostMegabytes) {
    long vectors = db.sql(COUNT_ALL).param("model", model).query(Long.class).single();
    long wanted = megabytes(vectors, dimension);
    if (wanted > mostMegabytes) {
      log.warn(
          "the index of {} vectors takes {} MB while it is built and may take {}"
              + " (ingest.store.index-megabytes): the rest is built on disk, many times slower",
          vectors,
          wanted,
          mostMegabytes);
    }
    long memory = Math.clamp(wanted, LEAST_MEGABYTES, mostMegabytes);
    boolean parallel = buildsInParallel(db.sql(PGVECTOR).query(String.class).single());
    connections.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("set maintenance_work_mem = '" + memory + "MB'");
                if (!parallel) {
                  statement.execute("set max_parallel_maintenance_workers = 0");
                }
                try {
                  // DDL takes no parameters; all values are our own numbers
                  statement.execute(
                      """
                      create index concurrently %s on vectors
                      using hnsw ((embedding::vector(%d)) vector_cosine_ops) where model_id = %d
                      """
                          .formatted(name, dimension, model));
                } finally {
                  statement.execute(
                      "reset maintenance_work_mem; reset max_parallel_maintenance_workers");
                }
              }
              return true;
            });
  }

  /** What the graph of so many vectors takes. */
  static long megabytes(long vectors, int dimension) {
    return vectors * (4L * dimension + BYTES_PER_ELEMENT) / (1 << 20) + 1;
  }

  /** Before 0.8.2 a parallel build may write beyond its buffer (CVE-2026-3172). */
  static boolean buildsInParallel(String version) {
    String[] parts = version.split("\\.");
    int[] wanted = {0, 8, 2};
    for (int i = 0; i < wanted.length; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i].replaceAll("\\D.*", "")) : 0;
      if (part != wanted[i]) {
        return part > wanted[i];
      }
    }
    return true;
  }

  /** Drops the indexes of models that have no vectors any more. Not in a transaction, as above. */
  public void dropUnused() {
    for (String name : db.sql(UNUSED).query(String.class).list()) {
      db.sql("drop index concurrently if exists " + name).update();
    }
  }
}
