package io.oyl.ingest.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The ledger with its receipts, as people ask for it. */
public final class FilesView {
  private static final String FILES =
      """
      select id, source, source_key, state, reason, detail, attempts, size_bytes
      from ingest_files
      where reference_id = :reference and (cardinality(:states) = 0 or state = any (:states))
      order by source, source_key
      """;

  private static final String RECEIPTS =
      """
      select p.file_id, p.document_id, p.filename, p.embedded_path, p.mime_type, p.size_bytes,
        p.language, p.page_count, p.character_count, p.chunk_count, p.vector_count, p.child_count,
        p.gaps, coalesce(d.set_aside_count, 0) as set_aside_count
      from ingest_receipts p
      join documents d on d.id = p.document_id
      where p.file_id = any (:files)
      order by p.file_id, p.embedded_path
      """;

  private static final String INCOMPLETE =
      """
      select f.id, f.source, f.source_key, f.state, f.reason, f.detail, f.attempts, f.size_bytes,
        count(*) over () as total
      from ingest_files f
      where f.reference_id = :reference and f.state = any (:states)
        and (f.source = any (:wholeSources)
          or (f.source, f.source_key) in (select * from unnest(:sources, :keys)))
      order by array_position(:states, f.state), f.source, f.source_key
      limit :limit
      """;

  private static final List<String> INCOMPLETE_STATES =
      List.of("quarantined", "partial", "empty", "stored", "pending");

  /** Rows that are fetched and given their receipts together. */
  private static final int PAGE = 500;

  private final JdbcClient db;

  public FilesView(JdbcClient db) {
    this.db = db;
  }

  /**
   * Hands over the files of a reference by source and key, holding only a page of them. Call in a
   * transaction, or the driver holds them all.
   *
   * @param states only files in one of these; all when empty
   */
  public void forEach(UUID reference, List<String> states, Consumer<FileWithReceipts> consumer) {
    List<Row> page = new ArrayList<>(PAGE);
    try (Stream<Row> rows =
        db
            .sql(FILES)
            .withFetchSize(PAGE)
            .param("reference", reference)
            .param("states", states.toArray(String[]::new))
            .query(FilesView::row)
            .stream()) {
      rows.forEach(
          row -> {
            page.add(row);
            if (page.size() == PAGE) {
              handOver(page, consumer);
              page.clear();
            }
          });
    }
    handOver(page, consumer);
  }

  private void handOver(List<Row> page, Consumer<FileWithReceipts> consumer) {
    Map<UUID, List<Receipt>> receipts = receipts(page.stream().map(Row::id).toArray(UUID[]::new));
    page.forEach(row -> consumer.accept(row.with(receipts.getOrDefault(row.id(), List.of()))));
  }

  private Map<UUID, List<Receipt>> receipts(UUID[] files) {
    Map<UUID, List<Receipt>> receipts = new HashMap<>();
    db.sql(RECEIPTS)
        .param("files", files)
        .query(
            row -> {
              receipts
                  .computeIfAbsent(row.getObject("file_id", UUID.class), id -> new ArrayList<>())
                  .add(receipt(row));
            });
    return receipts;
  }

  /**
   * Files of these targets that are not complete, the worst first, without their receipts.
   *
   * @param limit so many at most
   */
  public Incomplete incomplete(UUID reference, List<Target> targets, int limit) {
    List<Target> whole = targets.stream().filter(target -> target.key() == null).toList();
    List<Target> single = targets.stream().filter(target -> target.key() != null).toList();
    AtomicLong total = new AtomicLong();
    List<FileWithReceipts> first =
        db.sql(INCOMPLETE)
            .param("reference", reference)
            .param("states", INCOMPLETE_STATES.toArray(String[]::new))
            .param("wholeSources", whole.stream().map(Target::source).toArray(String[]::new))
            .param("sources", single.stream().map(Target::source).toArray(String[]::new))
            .param("keys", single.stream().map(Target::key).toArray(String[]::new))
            .param("limit", limit)
            .query(
                (row, n) -> {
                  total.set(row.getLong("total"));
                  return row(row, n).with(List.of());
                })
            .list();
    return new Incomplete(total.get(), first);
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        new FileWithReceipts(
            row.getString("source"),
            row.getString("source_key"),
            row.getString("state"),
            row.getString("reason"),
            row.getString("detail"),
            row.getInt("attempts"),
            row.getObject("size_bytes", Long.class),
            List.of()));
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        row.getObject("document_id", UUID.class),
        row.getString("filename"),
        row.getString("embedded_path"),
        row.getString("mime_type"),
        row.getObject("size_bytes", Integer.class),
        row.getString("language"),
        row.getInt("page_count"),
        row.getInt("character_count"),
        row.getInt("set_aside_count"),
        row.getInt("chunk_count"),
        row.getLong("vector_count"),
        row.getInt("child_count"),
        Json.read(row.getString("gaps"), new TypeReference<>() {}));
  }

  private record Row(UUID id, FileWithReceipts file) {
    FileWithReceipts with(List<Receipt> receipts) {
      return new FileWithReceipts(
          file.source(),
          file.sourceKey(),
          file.state(),
          file.reason(),
          file.detail(),
          file.attempts(),
          file.sizeBytes(),
          receipts);
    }
  }

  /** How many files are not complete, and the first of them. */
  public record Incomplete(long total, List<FileWithReceipts> first) {
    public static final Incomplete NONE = new Incomplete(0, List.of());
  }

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
      int setAside,
      int chunks,
      long vectors,
      int children,
      List<Map<String, String>> gaps) {}
}
