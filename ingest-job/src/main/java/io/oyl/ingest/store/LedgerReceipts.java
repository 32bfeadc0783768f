package io.oyl.ingest.store;

import io.oyl.ingest.source.Reason;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger notes of files that have just been read: pending before, never afterwards. */
final class LedgerReceipts {
  private static final String CLAIM =
      """
      select id
      from ingest_files
      where id = any (cast(:ids as uuid[])) and state = 'pending'
      order by id
      for update
      """;

  private static final String SETTLE_FILE =
      """
      update ingest_files
      set state = :state, reason = :reason, detail = :detail, attempts = attempts + 1,
        size_bytes = coalesce(:size, size_bytes), modified_at = coalesce(:modified, modified_at),
        sha256 = coalesce(:sha256, sha256), fingerprint = :fingerprint,
        document_count = coalesce(:documents, document_count),
        page_count = coalesce(:pages, page_count),
        character_count = coalesce(:characters, character_count),
        chunk_count = coalesce(:chunks, chunk_count),
        updated_at = now()
      where id = :id
      """;

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;

  LedgerReceipts(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
  }

  /** Locks pending files until the transaction ends; returns those that are still pending. */
  Set<UUID> claim(List<UUID> files) {
    return db.sql(CLAIM).param("ids", SqlArrays.of(files)).query(UUID.class).set();
  }

  /**
   * Notes that a file could not be stored. What an earlier version has left stays, and its counts.
   */
  void refuse(
      UUID file,
      PreparedFile.@Nullable Read read,
      Reason reason,
      String detail,
      String fingerprint) {
    batches.update(
        SETTLE_FILE,
        row(file, read, fingerprint)
            .addValue("state", "quarantined")
            .addValue("reason", reason.code())
            .addValue("detail", detail)
            .addValue("documents", null, Types.INTEGER)
            .addValue("pages", null, Types.INTEGER)
            .addValue("characters", null, Types.BIGINT)
            .addValue("chunks", null, Types.INTEGER));
  }

  /** Notes that files' documents are in. */
  void store(List<Stored> files) {
    batches.batchUpdate(
        SETTLE_FILE, files.stream().map(LedgerReceipts::row).toArray(SqlParameterSource[]::new));
  }

  private static MapSqlParameterSource row(Stored stored) {
    FileReceipt receipt = stored.receipt();
    return row(stored.file(), stored.read(), stored.fingerprint())
        .addValue("state", receipt.state())
        .addValue(
            "reason", receipt.reason() == null ? null : receipt.reason().code(), Types.VARCHAR)
        .addValue("detail", receipt.detail(), Types.VARCHAR)
        .addValue("documents", receipt.documents(), Types.INTEGER)
        .addValue("pages", receipt.pages(), Types.INTEGER)
        .addValue("characters", receipt.characters(), Types.BIGINT)
        .addValue("chunks", receipt.chunks(), Types.INTEGER);
  }

  private static MapSqlParameterSource row(
      UUID file, PreparedFile.@Nullable Read read, String fingerprint) {
    return new MapSqlParameterSource()
        .addValue("id", file)
        .addValue("fingerprint", fingerprint)
        .addValue("size", read == null ? null : read.sizeBytes(), Types.BIGINT)
        .addValue(
            "modified",
            read == null ? null : OffsetDateTime.ofInstant(read.modified(), ZoneOffset.UTC),
            Types.TIMESTAMP_WITH_TIMEZONE)
        .addValue("sha256", read == null ? null : read.sha256(), Types.VARCHAR);
  }

  /** A file whose documents are in. */
  record Stored(
      UUID file, PreparedFile.@Nullable Read read, FileReceipt receipt, String fingerprint) {}
}
