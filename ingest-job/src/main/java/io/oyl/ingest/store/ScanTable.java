package io.oyl.ingest.store;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.source.SourceEntry;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code ingest_scan}: what a run has seen, and how the ledger follows from it. Seeing comes first
 * and may take long; the ledger then changes in one transaction.
 */
public final class ScanTable {
  private static final String CLEAR =
      """
      delete from ingest_scan
      where run_id <> :run and reference_id = :reference and source = :source
      """;

  private static final String CLEAR_RUN = "delete from ingest_scan where run_id = :run";

  private static final String ADD =
      """
      insert into ingest_scan (
        run_id, file_id, reference_id, source, source_key, size_bytes, modified_at, reason, detail)
      values (:run, :id, :reference, :source, :key, :size, :modified, :reason, :detail)
      on conflict (run_id, file_id) do nothing
      """;

  // what lies below a folder that could not be listed is unknown, so it is not gone
  private static final String IS_GONE =
      """
        not exists (select 1 from ingest_scan s where s.run_id = :run and s.file_id = f.id)
        and not exists (
          select 1 from ingest_scan s
          where s.run_id = :run and s.source = f.source and s.reason = 'unreadable_folder'
            and (s.source_key = '' or starts_with(f.source_key, s.source_key || '/')))
      """;

  /** Files that may have moved: read, not empty, and no longer where they were. */
  private static final String GONE =
      """
        select f.*
        from ingest_files f
        where f.reference_id = :reference and f.source = any (:swept)
          and f.state not in ('removed', 'pending') and f.sha256 is not null and f.size_bytes > 0
          and
      """
          + IS_GONE;

  private static final String TO_HASH =
      """
      with gone as materialized (
      %s
      )
      select s.file_id as id, s.source, s.source_key as key, s.size_bytes
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

  private static final String TOUCH =
      """
      update ingest_files f
      set modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is null
        and s.sha256 = f.sha256 and s.modified_at <> f.modified_at
      """;

  private static final String ADD_NEW =
      """
      insert into ingest_files (
        id, reference_id, source, source_key, state, reason, detail, size_bytes, modified_at)
      select s.file_id, :reference, s.source, s.source_key,
        case when s.reason is null then 'pending' else 'quarantined' end,
        s.reason, s.detail, s.size_bytes, s.modified_at
      from ingest_scan s
      where s.run_id = :run and not exists (select 1 from ingest_files f where f.id = s.file_id)
      """;

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
          chunk_count = o.chunk_count
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

  private static final String COUNT_NEW =
      """
      insert into ingest_sources (id, reference_id, source, root, file_count)
      values (:id, :reference, :source, :root,
        (select count(*) from ingest_files f
         where f.reference_id = :reference and md5(f.source) = md5(:source)
           and f.created_at = now()))
      on conflict (id) do update
      set file_count = ingest_sources.file_count + excluded.file_count, root = excluded.root,
        updated_at = now()
      where excluded.file_count > 0 or ingest_sources.root <> excluded.root
      """;

  // the old rows stay until the new content has landed, so a changed file keeps its hash here
  private static final String SET_CHANGED =
      """
      update ingest_files f
      set state = 'pending', reason = null, detail = null, attempts = 0,
        size_bytes = s.size_bytes, modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is null
        and f.state <> 'pending'
        and (f.state = 'removed'
          or f.size_bytes is distinct from s.size_bytes
          or f.modified_at is distinct from s.modified_at
          or f.fingerprint is distinct from
            case when f.reason is null then :complete else :incomplete end
          or f.reason = any (:transientReasons))
      """;

  private static final String SET_REFUSED =
      """
      update ingest_files f
      set state = 'quarantined', reason = s.reason, detail = s.detail,
        size_bytes = s.size_bytes, modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is not null
        and (f.state <> 'quarantined' or f.reason is distinct from s.reason)
      """;

  private static final String COUNT_VANISHED =
      """
      select count(*) as live, count(*) filter (where %s) as vanished
      from ingest_files f
      where f.reference_id = :reference and md5(f.source) = md5(:source) and f.state <> 'removed'
      """
          .formatted(IS_GONE);

  private static final String TO_READ =
      """
      select f.id, f.source, f.source_key as key, f.created_at = now() as added
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and f.state = 'pending'
      order by f.source, f.source_key
      """;

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

  private static final String COUNT = "select count(*) from ingest_scan where run_id = :run";

  private static final List<String> TRANSIENT_REASONS =
      Stream.of(Reason.UNREADABLE, Reason.CHANGED_WHILE_READING).map(Reason::code).toList();

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;

  public ScanTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
  }

  /** For the running transaction, which stands idle while files are hashed. */
  public void allowIdling() {
    db.sql("set local idle_in_transaction_session_timeout = 0").update();
  }

  /** Forgets what dead runs have left of a source. */
  public void clearOthers(long run, UUID reference, String source) {
    db.sql(CLEAR).param("run", run).param("reference", reference).param("source", source).update();
  }

  public void clear(long run) {
    db.sql(CLEAR_RUN).param("run", run).update();
  }

  /** Notes what was seen. Seeing an entry twice is seeing it once. */
  public void add(long run, UUID reference, String source, List<SourceEntry> entries) {
    batches.batchUpdate(
        ADD,
        entries.stream()
            .map(entry -> row(run, reference, source, entry))
            .toArray(SqlParameterSource[]::new));
  }

  private static SqlParameterSource row(
      long run, UUID reference, String source, SourceEntry entry) {
    MapSqlParameterSource row =
        new MapSqlParameterSource()
            .addValue("run", run)
            .addValue("id", LedgerTable.fileId(reference, source, entry.key()))
            .addValue("reference", reference)
            .addValue("source", source)
            .addValue("key", entry.key())
            .addValue("size", null, Types.BIGINT)
            .addValue("modified", null, Types.TIMESTAMP_WITH_TIMEZONE)
            .addValue("reason", null, Types.VARCHAR)
            .addValue("detail", null, Types.VARCHAR);
    return switch (entry) {
      case SourceEntry.File file ->
          row.addValue("size", file.sizeBytes())
              .addValue("modified", OffsetDateTime.ofInstant(file.modified(), ZoneOffset.UTC));
      case SourceEntry.Refused refused ->
          row.addValue("reason", refused.reason().code()).addValue("detail", refused.detail());
    };
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
   * Brings the ledger up to what was seen: new files become pending, changed ones too, those that
   * cannot be opened are quarantined, and a file that was moved keeps its documents. Call in a
   * transaction.
   *
   * @param swept sources that are scanned as a whole
   */
  public ScanCounts apply(
      long run,
      UUID reference,
      Map<String, String> rootsOfSources,
      List<String> swept,
      Fingerprints fingerprints) {
    db.sql(TOUCH).param("run", run).update();
    int added = db.sql(ADD_NEW).param("run", run).param("reference", reference).update();
    for (Map.Entry<String, String> root : rootsOfSources.entrySet()) {
      db.sql(COUNT_NEW)
          .param("id", Ids.of("source", reference.toString(), root.getKey()))
          .param("reference", reference)
          .param("source", root.getKey())
          .param("root", root.getValue())
          .update();
    }
    long moved =
        db.sql(MOVE)
            .param("run", run)
            .param("reference", reference)
            .param("swept", swept.toArray(String[]::new))
            .query(Long.class)
            .single();
    int changed =
        db.sql(SET_CHANGED)
            .param("run", run)
            .param("complete", fingerprints.complete())
            .param("incomplete", fingerprints.incomplete())
            .param("transientReasons", TRANSIENT_REASONS.toArray(String[]::new))
            .update();
    int refused = db.sql(SET_REFUSED).param("run", run).update();
    db.sql("analyze ingest_scan, ingest_files")
        .update(); // or the joins below are planned for one row
    long seen = db.sql(COUNT).param("run", run).query(Long.class).single();
    return new ScanCounts(seen, added - moved, changed + refused, moved);
  }

  /** How much of a wholly scanned source is no longer there. */
  public Vanished vanished(long run, UUID reference, String source) {
    return sweepSql(COUNT_VANISHED, reference, source)
        .param("run", run)
        .query(Vanished.class)
        .single();
  }

  /** Files that a run would read now, in the order of their names. Call after {@link #apply}. */
  public List<FileToRead> toRead(long run) {
    return db.sql(TO_READ).param("run", run).query(FileToRead.class).list();
  }

  /** Keys of the files of a wholly scanned source that are no longer there. */
  public List<String> listVanished(long run, UUID reference, String source) {
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

  /** A file as the scan has seen it. */
  public record SeenFile(UUID id, String source, String key, long sizeBytes) {}

  /** A pending file; {@code added} when it was not in the ledger before this transaction. */
  public record FileToRead(UUID id, String source, String key, boolean added) {}

  /** What a scan found, in files; {@code moved} ones are neither added nor changed. */
  public record ScanCounts(long seen, long added, long changed, long moved) {}

  /** Files of a source that were there after the last run, and those of them that are not now. */
  public record Vanished(long live, long vanished) {}
}
