package io.oyl.ingest.store;

import io.oyl.ingest.source.SourceEntry;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code ingest_scan}: what a run has seen. That comes first and may take long; the ledger then
 * changes in one transaction ({@link LedgerUpdate}).
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

  private static final String FRESH =
      """
      select s.file_id as id, s.source, s.source_key as key, s.size_bytes, s.modified_at
      from ingest_scan s
      left join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is null
        and (f.id is null or f.state in ('removed', 'pending')
          or f.size_bytes is distinct from s.size_bytes
          or f.modified_at is distinct from s.modified_at)
      """;

  // kept, so that the file is not taken for gone
  private static final String SET_GROWING =
      """
      update ingest_scan
      set reason = 'growing', detail = 'it is still being written'
      where run_id = :run and file_id = any (cast(:ids as uuid[]))
      """;

  private static final String FORGET =
      "delete from ingest_scan where run_id = :run and file_id = any (cast(:ids as uuid[]))";

  private static final String ADD_STORED =
      """
      insert into ingest_scan (
        run_id, file_id, reference_id, source, source_key, size_bytes, modified_at)
      select :run, id, reference_id, source, source_key, size_bytes, modified_at
      from ingest_files
      where reference_id = :reference and md5(source) = md5(:source) and state = 'stored'
      on conflict (run_id, file_id) do nothing
      """;

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;

  public ScanTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
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

  /** What has come or changed since the last run, or was not read then. */
  public List<FreshFile> fresh(long run) {
    return db.sql(FRESH).param("run", run).query(FreshFile.class).list();
  }

  /** Leaves files as the ledger has them, since they are still being written. */
  public void setGrowing(long run, List<UUID> files) {
    db.sql(SET_GROWING).param("run", run).param("ids", SqlArrays.of(files)).update();
  }

  /** Takes files for not seen. */
  public void forget(long run, List<UUID> files) {
    db.sql(FORGET).param("run", run).param("ids", SqlArrays.of(files)).update();
  }

  /** Counts files that wait for vectors as seen. */
  public void addStored(long run, UUID reference, String source) {
    db.sql(ADD_STORED)
        .param("run", run)
        .param("reference", reference)
        .param("source", source)
        .update();
  }

  /** A file that is not in the ledger as the scan has seen it. */
  public record FreshFile(
      UUID id, String source, String key, long sizeBytes, OffsetDateTime modifiedAt) {}
}
