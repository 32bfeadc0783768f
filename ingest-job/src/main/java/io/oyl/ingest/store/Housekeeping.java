package io.oyl.ingest.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  // of chunks what rows are found and joined by: their search terms would take most of the time
  private static final String ANALYZE =
      """
      analyze ingest_files, documents, chunks (id, document_id, position, text_hash, deleted_at),
        embeddings, tags, tag_links
      """;

  // not waited for: another run may be building their index, for an hour
  private static final String ANALYZE_VECTORS = "analyze (skip_locked) vectors";

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
    db.sql(ANALYZE_VECTORS).update();
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
   * <p>For the thread of the step. What fails here fails no load.
   */
  public final class BesideLoad implements AutoCloseable {
    /** To plan for so few rows takes no time. */
    private static final long FEW = 500;

    /** Their terms take some 20 MB: half of what the index lets wait, see V23. */
    private static final long CHUNKS_PER_MERGE = 8_000;

    private static final long PATIENCE_SECONDS = 10;

    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());
    private @Nullable Future<?> work;
    private volatile boolean givenUp;
    private long added;
    private long unmerged;

    // of the other thread
    private long known = -1;
    private long unanalyzed;

    private BesideLoad() {}

    /** So many chunks have been stored. */
    public void chunksStored(long chunks) {
      unmerged += chunks;
      grown(chunks);
    }

    /** So many chunks have been given their vectors. */
    public void vectorsStored(long chunks) {
      grown(chunks);
    }

    private void grown(long rows) {
      added += rows;
      if (added > FEW && (work == null || work.isDone())) {
        long some = added;
        added = 0;
        boolean merges = unmerged >= CHUNKS_PER_MERGE;
        if (merges) {
          unmerged = 0;
        }
        work =
            thread.submit(
                () -> {
                  attempt(() -> analyzeWhenDue(some));
                  if (merges) {
                    attempt(Housekeeping.this::mergeTerms);
                  }
                });
      }
    }

    private void analyzeWhenDue(long rows) {
      unanalyzed += rows;
      if (known < 0) {
        known = db.sql(ROWS_KNOWN).query(Long.class).single();
      }
      if (unanalyzed > known) {
        analyze();
        known += unanalyzed;
        unanalyzed = 0;
      }
    }

    private void attempt(Runnable work) {
      try {
        work.run();
      } catch (DataAccessException e) {
        if (!givenUp && !LostDatabaseException.isCauseOf(e)) { // the load fails of that, too
          log.warn("the tables are not looked after beside the load: {}", e.getMessage());
        }
      }
    }

    /**
     * Merges what is left, and waits for it, but not for long: the step's end is not its matter.
     */
    @Override
    public void close() {
      if (unmerged > 0) {
        thread.execute(() -> attempt(Housekeeping.this::mergeTerms));
      }
      thread.shutdown();
      try {
        if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          giveUp();
        }
      } catch (InterruptedException e) {
        giveUp();
        Thread.currentThread().interrupt();
      }
    }

    private void giveUp() {
      givenUp = true;
      thread.shutdownNow();
    }
  }
}
