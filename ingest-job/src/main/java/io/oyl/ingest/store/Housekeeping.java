package io.oyl.ingest.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What PostgreSQL would do by and by for tables that have grown, done when a run needs it. */
public final class Housekeeping {
  private static final String ROWS_KNOWN =
      """
      select greatest(min(reltuples), 0)
      from pg_class
      where oid in ('public.chunks'::regclass, 'public.embeddings'::regclass)
      """;

  // of chunks what rows are found and joined by: their search terms would take most of the time;
  // and no table whose index another run builds, which may take an hour
  private static final String ANALYZE =
      """
      analyze (skip_locked) ingest_files, documents,
        chunks (id, document_id, position, text_hash, deleted_at), embeddings, vectors, tags,
        tag_links
      """;

  private static final String MERGE_TERMS =
      "select gin_clean_pending_list('public.chunks_text_search'::regclass)";

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final JdbcClient db;

  public Housekeeping(JdbcClient db) {
    this.db = db;
  }

  /** Tells the planner how many rows there are by now. In no transaction: it keeps its locks. */
  public void analyze() {
    db.sql(ANALYZE).update();
  }

  /**
   * Merges the search terms of chunks that were stored into their index, so that a search need not
   * read them one by one.
   */
  public void mergeTerms() {
    db.sql(MERGE_TERMS).query(Long.class).single();
  }

  /** For one step that fills the tables. */
  public BesideLoad besideLoad() {
    return new BesideLoad();
  }

  /**
   * Keeps up with a load, on a thread and a connection of its own. A load that makes a table many
   * times larger than at its last ANALYZE gets plans for the small one, which read all of it each
   * time. And whoever adds the last chunk to a full list of search terms merges them all, a quarter
   * of what a writer does; here that costs it nothing as long as another core is idle.
   *
   * <p>Its failure fails no load: the end of a run does the same again.
   */
  public final class BesideLoad implements AutoCloseable {
    /** To plan for so few rows, or to read the terms of so few, takes no time. */
    private static final long FEW = 500;

    /** Their terms take some 20 MB: half of what the index lets wait, see V23. */
    private static final long CHUNKS_PER_MERGE = 8_000;

    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());
    private @Nullable Future<?> work;
    private long added;

    // of the thread
    private long known = -1;
    private long unanalyzed;
    private long unmerged;

    private BesideLoad() {}

    /** So many chunks, or vectors of chunks, have been stored. For the thread of the step. */
    public void grown(long rows) {
      added += rows;
      if (added > FEW && (work == null || work.isDone())) {
        long some = added;
        added = 0;
        work = thread.submit(() -> keepUp(some));
      }
    }

    private void keepUp(long rows) {
      unanalyzed += rows;
      unmerged += rows;
      try {
        if (known < 0) {
          known = db.sql(ROWS_KNOWN).query(Long.class).single();
        }
        if (unanalyzed > known) {
          analyze();
          known += unanalyzed;
          unanalyzed = 0;
        }
        if (unmerged >= CHUNKS_PER_MERGE) {
          unmerged = 0;
          mergeTerms();
        }
      } catch (DataAccessException e) {
        log.debug("tables are looked after at the end of the run", e);
      }
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
      thread.close();
    }
  }
}
