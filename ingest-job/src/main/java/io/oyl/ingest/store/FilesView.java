package io.oyl.ingest.store;

import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The ledger with its receipts, as people ask for it. */
public final class FilesView {
  private static final String FILES =
      """
      select id, source, source_key, state, reason, detail, attempts, size_bytes
      from ingest_files
      where reference_id = :reference and (cast(:state as text) is null or state = :state)
      order by source, source_key
      """;

  private static final String RECEIPTS =
      """
      select p.file_id, p.document_id, p.filename, p.embedded_path, p.mime_type, p.size_bytes,
        p.language, p.page_count, p.character_count, p.chunk_count, p.vector_count, p.child_count,
        p.gaps
      from ingest_files f
      join ingest_receipts p on p.file_id = f.id
      where f.reference_id = :reference and (cast(:state as text) is null or f.state = :state)
      order by p.file_id, p.embedded_path
      """;

  private static final String STATES =
      """
      select state, coalesce(reason, '') as reason, count(*) as files
      from ingest_files
      where reference_id = :reference
      group by 1, 2
      order by 1, 2
      """;

  private static final String TOTALS =
      """
      select count(*) filter (where state <> 'removed') as files,
        coalesce(sum(document_count) filter (where state <> 'removed'), 0) as documents,
        coalesce(sum(character_count) filter (where state <> 'removed'), 0) as characters,
        coalesce(sum(chunk_count) filter (where state <> 'removed'), 0) as chunks
      from ingest_files
      where reference_id = :reference
      """;

  private final JdbcClient db;

  public FilesView(JdbcClient db) {
    this.db = db;
  }

  /** Files of a reference by source and key; {@code state} null means all. */
  public List<FileWithReceipts> files(UUID reference, @Nullable String state) {
    Map<UUID, List<Receipt>> receipts = new LinkedHashMap<>();
    scoped(RECEIPTS, reference, state)
        .query(
            (row, n) -> {
              Receipt receipt =
                  new Receipt(
                      row.getObject("document_id", UUID.class),
                      row.getString("filename"),
                      row.getString("embedded_path"),
                      row.getString("mime_type"),
                      row.getObject("size_bytes", Integer.class),
                      row.getString("language"),
                      row.getInt("page_count"),
                      row.getInt("character_count"),
                      row.getInt("chunk_count"),
                      row.getLong("vector_count"),
                      row.getInt("child_count"),
                      Json.read(row.getString("gaps"), new TypeReference<>() {}));
              return receipts
                  .computeIfAbsent(row.getObject("file_id", UUID.class), id -> new ArrayList<>())
                  .add(receipt);
            })
        .list();
    return scoped(FILES, reference, state)
        .query(
            (row, n) ->
                new FileWithReceipts(
                    row.getString("source"),
                    row.getString("source_key"),
                    row.getString("state"),
                    row.getString("reason"),
                    row.getString("detail"),
                    row.getInt("attempts"),
                    row.getObject("size_bytes", Long.class),
                    receipts.getOrDefault(row.getObject("id", UUID.class), List.of())))
        .list();
  }

  private JdbcClient.StatementSpec scoped(String sql, UUID reference, @Nullable String state) {
    return db.sql(sql).param("reference", reference).param("state", state, Types.VARCHAR);
  }

  /** Files by state and reason. */
  public List<StateCount> states(UUID reference) {
    return db.sql(STATES).param("reference", reference).query(StateCount.class).list();
  }

  public Totals totals(UUID reference) {
    return db.sql(TOTALS).param("reference", reference).query(Totals.class).single();
  }

  /** Files in a state; {@code reason} is empty where the state has none. */
  public record StateCount(String state, String reason, long files) {}

  /** What a reference holds. */
  public record Totals(long files, long documents, long characters, long chunks) {}

  /** A ledger row with the receipts of its live documents. */
  public record FileWithReceipts(
      String source,
      String sourceKey,
      String state,
      @Nullable String reason,
      @Nullable String detail,
      int attempts,
      @Nullable Long sizeBytes,
      List<Receipt> receipts) {}

  /** What a document became, in the units of the table's column comments. */
  public record Receipt(
      UUID document,
      @Nullable String filename,
      String embeddedPath,
      @Nullable String mimeType,
      @Nullable Integer sizeBytes,
      @Nullable String language,
      int pages,
      int characters,
      int chunks,
      long vectors,
      int children,
      List<Map<String, String>> gaps) {}
}
