package io.oyl.ingest.store;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code ingest_files}: one row for every file that was ever seen. */
public final class LedgerTable {
  private static final String PENDING =
      """
      select f.id, f.source, f.source_key as key
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.file_id > :after and s.reason is null and f.state = 'pending'
      order by s.file_id
      limit :limit
      """;

  private static final String COUNT_PENDING =
      """
      select count(*)
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is null and f.state = 'pending'
      """;

  private static final String PENDING_KEYS =
      """
      select source_key
      from ingest_files
      where reference_id = :reference and md5(source) = md5(:source) and state = 'pending'
      order by source_key
      """;

  private static final String SETTLE_STORED =
      """
      update ingest_files f
      set state = case when f.reason is null then 'complete' else 'partial' end,
        detail = case when f.reason is null then null else f.detail end, updated_at = now()
      where f.reference_id = :reference and f.state = 'stored'
        and not exists (
          select 1
          from documents d
          join chunks c
            on c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
          where d.source_file_id = f.id and d.deleted_at is null
            and not exists (
              select 1
              from embeddings e
              join vectors v on v.ref = e.vector_ref
              join "references" r on r.id = f.reference_id and r.embedding_model_id = v.model_id
              where e.chunk_id = c.id))
      """;

  private static final String RETRYABLE =
      """
      select f.source, s.root, f.source_key as key
      from ingest_files f
      join ingest_sources s
        on s.reference_id = f.reference_id and md5(s.source) = md5(f.source)
      where f.reference_id = :reference
        and (f.state = 'pending' or f.state in ('quarantined', 'partial', 'empty')
          and (cast(:reason as text) is null or f.reason = :reason))
        and (cast(:keys as text[]) is null or f.source_key = any (:keys))
      order by f.source, f.source_key
      """;

  private static final String COUNT_STORED =
      """
      select count(*)
      from (
        select 1 from ingest_files where reference_id = :reference and state = 'stored' limit :limit
      ) stored
      """;

  private static final String STATES_OF_RUN =
      """
      select f.state, count(*) as files
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is distinct from 'growing'
      group by f.state
      """;

  private static final String TOTALS_OF_RUN =
      """
      select coalesce(sum(f.document_count), 0) as documents, coalesce(sum(f.chunk_count), 0) as chunks
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is distinct from 'growing'
        and f.state in ('stored', 'complete', 'partial', 'empty')
      """;

  private final JdbcClient db;

  public LedgerTable(JdbcClient db) {
    this.db = db;
  }

  static UUID fileId(UUID reference, String source, String key) {
    return Ids.of("file", reference.toString(), source, key);
  }

  /** Files that a run has seen and that are still to be read, by id. */
  public List<LedgerFile> pending(long run, UUID after, int limit) {
    return db.sql(PENDING)
        .param("run", run)
        .param("after", after)
        .param("limit", limit)
        .query(LedgerFile.class)
        .list();
  }

  public long countPending(long run) {
    return db.sql(COUNT_PENDING).param("run", run).query(Long.class).single();
  }

  /** Keys of the files of a source that are still to be read. */
  public List<String> pendingKeys(UUID reference, String source) {
    return db.sql(PENDING_KEYS)
        .param("reference", reference)
        .param("source", source)
        .query(String.class)
        .list();
  }

  /** How many files of a reference wait to be settled, counted no further than a limit. */
  public int countStored(UUID reference, int limit) {
    return db.sql(COUNT_STORED)
        .param("reference", reference)
        .param("limit", limit)
        .query(Integer.class)
        .single();
  }

  /** Settles files whose every chunk has its vector. Returns how many. */
  public int settleStored(UUID reference) {
    return db.sql(SETTLE_STORED).param("reference", reference).update();
  }

  /**
   * Files that could be read again, and those that no run has come to.
   *
   * @param keys only these, all when empty
   * @param reason only those with this reason, null for any; what no run has come to has none
   */
  public List<Target> retryable(UUID reference, List<String> keys, @Nullable String reason) {
    return db.sql(RETRYABLE)
        .param("reference", reference)
        .param("reason", reason, Types.VARCHAR)
        .param("keys", keys.isEmpty() ? null : keys.toArray(String[]::new), Types.ARRAY)
        .query(Target.class)
        .list();
  }

  /** How many of the files that a run has seen are in each state. */
  public List<StateCount> statesOfRun(long run) {
    return db.sql(STATES_OF_RUN).param("run", run).query(StateCount.class).list();
  }

  /** Live documents and chunks of the files that a run has seen. */
  public Totals totalsOfRun(long run) {
    return db.sql(TOTALS_OF_RUN).param("run", run).query(Totals.class).single();
  }

  /** Files in a state. */
  public record StateCount(String state, long files) {}

  /** Rows that belong to some files. */
  public record Totals(long documents, long chunks) {}
}
