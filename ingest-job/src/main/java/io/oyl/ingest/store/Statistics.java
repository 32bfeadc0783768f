package io.oyl.ingest.store;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the planner believes about the tables that a run fills. A load that makes a table many times
 * larger than at its last ANALYZE gets plans for the small one, which read all of it each time.
 * Belongs to one step; {@link #grown} is called in a transaction of its own, since ANALYZE keeps
 * its locks.
 */
public final class Statistics {
  private static final String ROWS_KNOWN =
      """
      select greatest(min(reltuples), 0)
      from pg_class
      where oid in ('public.chunks'::regclass, 'public.embeddings'::regclass)
      """;

  // of chunks what rows are found and joined by: their search terms would take most of the time
  static final String ANALYZE =
      """
      analyze ingest_files, documents, chunks (id, document_id, position, text_hash, deleted_at),
        embeddings, vectors, tags, tag_links
      """;

  /** A table of so few rows is read as a whole in any case. */
  private static final long FEW = 500;

  private final JdbcClient db;
  private long known = -1;
  private long added;

  Statistics(JdbcClient db) {
    this.db = db;
  }

  /** So many chunks, or vectors of chunks, have been added. Brings it up to date when it is due. */
  public void grown(long rows) {
    added += rows;
    if (added <= FEW) {
      return;
    }
    if (known < 0) {
      known = db.sql(ROWS_KNOWN).query(Long.class).single();
    }
    if (added > known) {
      db.sql(ANALYZE).update();
      known += added;
      added = 0;
    }
  }
}
