package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files of {@code ingest_scan} that were somewhere else before: equal content tells. */
public final class MovedFiles {
  /** Files that may have moved: read, not empty, and no longer where they were. */
  private static final String GONE =
      """
        select f.*
        from ingest_files f
        where f.reference_id = :reference and f.source = any (:swept)
          and f.state not in ('removed', 'pending') and f.sha256 is not null and f.size_bytes > 0
          and
      """
          + VanishedFiles.IS_GONE;

  private static final String TO_HASH =
      """
      with gone as materialized (
      %s
      )
      select s.file_id as id, s.source, s.source_key as key
      from ingest_scan s
      left join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is null
        and case when f.id is null
          then (s.source, s.size_bytes) in (select source, size_bytes from gone)
          else f.sha256 is not null and s.size_bytes = f.size_bytes
            and s.modified_at <> f.modified_at end
      order by s.file_id
      """
          .formatted(GONE);

  private static final String SET_HASH =
      "update ingest_scan set sha256 = :sha256 where run_id = :run and file_id = :id";

  // a name of another type may be read in another way, hence the extension
  private static final String MOVE =
      """
      with gone as materialized (
      %s
      ), old as (
        select id, source, sha256, lower(substring(source_key from '[.]([^./]*)$')) as type,
          row_number() over (partition by source, sha256 order by source_key) as nth
        from gone
      ), new as (
        select f.id, f.source, s.sha256, lower(substring(f.source_key from '[.]([^./]*)$')) as type,
          regexp_replace(f.source_key, '^.*/', '') as name,
          row_number() over (partition by f.source, s.sha256 order by f.source_key) as nth
        from ingest_scan s
        join ingest_files f on f.id = s.file_id
        where s.run_id = :run and s.sha256 is not null and f.created_at = now()
          and f.state = 'pending'
      ), pairs as materialized (
        select old.id as old, new.id as new, new.name
        from old
        join new using (source, sha256, nth)
        where old.type is not distinct from new.type
      ), taken as (
        update ingest_files n
        set state = o.state, reason = o.reason, detail = o.detail, attempts = o.attempts,
          sha256 = o.sha256, fingerprint = o.fingerprint, document_count = o.document_count,
          page_count = o.page_count, character_count = o.character_count,
          chunk_count = o.chunk_count, user_tags = o.user_tags
        from pairs p
        join ingest_files o on o.id = p.old
        where n.id = p.new
      ), left_behind as (
        update ingest_files o
        set state = 'removed', reason = null, detail = 'it has moved', document_count = 0,
          page_count = 0, character_count = 0, chunk_count = 0, updated_at = now()
        from pairs p
        where o.id = p.old
      ), documents as (
        update documents d
        set source_file_id = p.new, updated_at = now(),
          filename = case when d.embedded_path = '' then p.name else d.filename end
        from pairs p
        where d.source_file_id = p.old
      )
      select count(*) from pairs
      """
          .formatted(GONE);

  private final JdbcClient db;

  public MovedFiles(JdbcClient db) {
    this.db = db;
  }

  /**
   * Files of known content and size whose time has changed, and new ones of the size of one that is
   * gone: only their hash can tell.
   *
   * @param swept sources that are scanned as a whole
   */
  public List<SeenFile> toHash(long run, UUID reference, List<String> swept) {
    return db.sql(TO_HASH)
        .param("run", run)
        .param("reference", reference)
        .param("swept", swept.toArray(String[]::new))
        .query(SeenFile.class)
        .list();
  }

  public void setHash(long run, UUID file, String sha256) {
    db.sql(SET_HASH).param("run", run).param("id", file).param("sha256", sha256).update();
  }

  /**
   * Hands what the ledger says of files that are gone, and their documents, to the new rows of
   * equal content. Returns how many.
   */
  long apply(long run, UUID reference, List<String> swept) {
    return db.sql(MOVE)
        .param("run", run)
        .param("reference", reference)
        .param("swept", swept.toArray(String[]::new))
        .query(Long.class)
        .single();
  }

  /** A file as the scan has seen it. */
  public record SeenFile(UUID id, String source, String key) {}
}
