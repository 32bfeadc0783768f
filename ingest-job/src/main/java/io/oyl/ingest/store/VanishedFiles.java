package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files of the ledger that a wholly scanned source no longer has. */
public final class VanishedFiles {
  // what lies below a folder that could not be listed is unknown, so it is not gone
  static final String IS_GONE =
      """
        not exists (select 1 from ingest_scan s where s.run_id = :run and s.file_id = f.id)
        and not exists (
          select 1 from ingest_scan s
          where s.run_id = :run and s.source = f.source and s.reason = 'unreadable_folder'
            and (s.source_key = '' or starts_with(f.source_key, s.source_key || '/')))
      """;

  private static final String COUNT_VANISHED =
      """
      select count(*) as live, count(*) filter (where %s) as vanished
      from ingest_files f
      where f.reference_id = :reference and md5(f.source) = md5(:source) and f.state <> 'removed'
      """
          .formatted(IS_GONE);

  private static final String LIST_VANISHED =
      """
      select f.source_key
      from ingest_files f
      where f.reference_id = :reference and md5(f.source) = md5(:source) and f.state <> 'removed'
        and
      """
          + IS_GONE
          + " order by f.source_key";

  private static final String VANISHED =
      """
      update ingest_files f
      set state = 'removed', reason = null, detail = null, updated_at = now()
      where f.reference_id = :reference and md5(f.source) = md5(:source) and f.state <> 'removed'
        and
      """
          + IS_GONE;

  private static final String REMOVE_CHUNKS =
      """
      update chunks c
      set deleted_at = now()
      from documents d
      join ingest_files f on f.id = d.source_file_id
      where c.document_id = d.id and c.deleted_at is null
        and f.reference_id = :reference and md5(f.source) = md5(:source) and f.state = 'removed'
      """;

  private static final String REMOVE_DOCUMENTS =
      """
      update documents d
      set deleted_at = now(), updated_at = now()
      from ingest_files f
      where f.id = d.source_file_id and d.deleted_at is null
        and f.reference_id = :reference and md5(f.source) = md5(:source) and f.state = 'removed'
      """;

  private final JdbcClient db;

  public VanishedFiles(JdbcClient db) {
    this.db = db;
  }

  /** How much of a wholly scanned source is no longer there. */
  public Vanished count(long run, UUID reference, String source) {
    return sweepSql(COUNT_VANISHED, reference, source)
        .param("run", run)
        .query(Vanished.class)
        .single();
  }

  /** Keys of the files of a wholly scanned source that are no longer there. */
  public List<String> list(long run, UUID reference, String source) {
    return sweepSql(LIST_VANISHED, reference, source).param("run", run).query(String.class).list();
  }

  /**
   * Marks what has vanished from a wholly scanned source as removed, softly. Returns how many
   * files.
   */
  public int sweep(long run, UUID reference, String source) {
    int removed = sweepSql(VANISHED, reference, source).param("run", run).update();
    if (removed > 0) {
      sweepSql(REMOVE_CHUNKS, reference, source).update();
      sweepSql(REMOVE_DOCUMENTS, reference, source).update();
    }
    return removed;
  }

  private JdbcClient.StatementSpec sweepSql(String sql, UUID reference, String source) {
    return db.sql(sql).param("reference", reference).param("source", source);
  }

  /** Files of a source that were there after the last run, and those of them that are not now. */
  public record Vanished(long live, long vanished) {}
}
