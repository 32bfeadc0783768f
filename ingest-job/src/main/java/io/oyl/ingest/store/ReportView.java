package io.oyl.ingest.store;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a report tells about the sources of a run, as they stand now. */
public final class ReportView {
  private static final String SOURCES =
      """
      select distinct t ->> 'source'
      from batch_job_execution_params p
      join ingest_requests q on q.id::text = p.parameter_value
      cross join jsonb_array_elements(q.targets) t
      where p.job_execution_id = :run and p.parameter_name = 'request'
      order by 1
      """;

  private static final String STATES =
      """
      select state, count(*) as files, sum(coalesce(size_bytes, 0)) as bytes,
        sum(document_count) as documents, sum(page_count) as pages,
        sum(character_count) as characters, sum(chunk_count) as chunks
      from ingest_files
      where reference_id = :reference and source = any (:sources) and state <> 'removed'
      group by state
      """;

  private static final String TYPES =
      """
      select coalesce(lower(substring(source_key from '\\.([a-zA-Z0-9]{1,8})$')), '') as type,
        state, count(*) as files
      from ingest_files
      where reference_id = :reference and source = any (:sources) and state <> 'removed'
      group by 1, 2
      """;

  private static final String INCOMPLETE =
      """
      select source_key, state, reason, detail, since
      from ingest_incomplete
      where reference_id = :reference and source = any (:sources)
      order by array_position(array['quarantined', 'partial', 'empty'], state), reason, source_key
      limit :limit
      """;

  private static final String SIZES =
      """
      select c.token_count / :width as bucket, count(*) as count
      from ingest_files f
      join documents d on d.source_file_id = f.id and d.deleted_at is null
      join chunks c on c.document_id = d.id and c.deleted_at is null
      where f.reference_id = :reference and f.source = any (:sources) and c.token_count is not null
      group by 1
      order by 1
      """;

  private static final String TAGS =
      """
      select t.tag, count(*) as count
      from ingest_files f
      join documents d on d.source_file_id = f.id and d.deleted_at is null
      join chunks c on c.document_id = d.id and c.deleted_at is null
      join tag_links l on l.chunk_id = c.id
      join tags t on t.id = l.tag_id
      where f.reference_id = :reference and f.source = any (:sources)
      group by t.tag
      order by count(*) desc, t.tag
      limit :limit
      """;

  private static final String DOCUMENTS_BY_TIME =
      """
      select cast(floor(extract(epoch from d.updated_at - cast(:from as timestamptz)) / :seconds) as integer) as bucket,
        count(*) as count
      from ingest_files f
      join documents d on d.source_file_id = f.id
      where f.reference_id = :reference and f.source = any (:sources)
        and d.updated_at between :from and :until
      group by 1
      order by 1
      """;

  private static final String VECTORS_BY_TIME =
      """
      select cast(floor(extract(epoch from e.created_at - :from) / :seconds) as integer) as bucket,
        count(*) as count
      from ingest_files f
      join documents d on d.source_file_id = f.id and d.deleted_at is null
      join chunks c on c.document_id = d.id and c.deleted_at is null
      join embeddings e on e.chunk_id = c.id
      where f.reference_id = :reference and f.source = any (:sources)
        and e.created_at between :from and :until
      group by 1
      order by 1
      """;

  private static final String CHUNK_TOTALS =
      """
      select count(*) as chunks, coalesce(max(c.token_count), 0) as largest,
        cast(coalesce(avg(c.token_count), 0) as double precision) as mean
      from ingest_files f
      join documents d on d.source_file_id = f.id and d.deleted_at is null
      join chunks c on c.document_id = d.id and c.deleted_at is null
      where f.reference_id = :reference and f.source = any (:sources)
      """;

  private final JdbcClient db;

  public ReportView(JdbcClient db) {
    this.db = db;
  }

  /** The sources that a run was asked to read. */
  public List<String> sources(long run) {
    return db.sql(SOURCES).param("run", run).query(String.class).list();
  }

  public List<StateTotal> states(UUID reference, List<String> sources) {
    return of(STATES, reference, sources).query(StateTotal.class).list();
  }

  /** Files by the end of their name, which those have too that could not be read. */
  public List<TypeCount> types(UUID reference, List<String> sources) {
    return of(TYPES, reference, sources).query(TypeCount.class).list();
  }

  /** Files that are not complete, the worst first. */
  public List<IncompleteFile> incomplete(UUID reference, List<String> sources, int limit) {
    return of(INCOMPLETE, reference, sources)
        .param("limit", limit)
        .query(IncompleteFile.class)
        .list();
  }

  public ChunkTotals chunkTotals(UUID reference, List<String> sources) {
    return of(CHUNK_TOTALS, reference, sources).query(ChunkTotals.class).single();
  }

  /** Chunks by tokens: bucket n counts those of n × width tokens and up. */
  public List<Bucket> chunkSizes(UUID reference, List<String> sources, int width) {
    return of(SIZES, reference, sources).param("width", width).query(Bucket.class).list();
  }

  /** The tags that most chunks carry. */
  public List<TagCount> tags(UUID reference, List<String> sources, int limit) {
    return of(TAGS, reference, sources).param("limit", limit).query(TagCount.class).list();
  }

  /** Documents by the time at which they landed. */
  public List<Bucket> documents(UUID reference, List<String> sources, Times times) {
    return byTime(of(DOCUMENTS_BY_TIME, reference, sources), times);
  }

  /** Chunks by the time at which they were given a vector. */
  public List<Bucket> vectors(UUID reference, List<String> sources, Times times) {
    return byTime(of(VECTORS_BY_TIME, reference, sources), times);
  }

  private static List<Bucket> byTime(JdbcClient.StatementSpec query, Times times) {
    return query
        .param("from", times.from())
        .param("until", times.until())
        .param("seconds", times.seconds())
        .query(Bucket.class)
        .list();
  }

  private JdbcClient.StatementSpec of(String sql, UUID reference, List<String> sources) {
    return db.sql(sql)
        .param("reference", reference)
        .param("sources", sources.toArray(String[]::new));
  }

  /** Files in a state and what they became. */
  public record StateTotal(
      String state,
      long files,
      long bytes,
      long documents,
      long pages,
      long characters,
      long chunks) {}

  /** Files whose names end alike; {@code type} is empty where they end in nothing. */
  public record TypeCount(String type, String state, long files) {}

  /** A file that is not complete, and why. */
  public record IncompleteFile(
      String sourceKey,
      String state,
      @Nullable String reason,
      @Nullable String detail,
      @Nullable OffsetDateTime since) {}

  /** Chunks and their tokens. */
  public record ChunkTotals(long chunks, int largest, double mean) {}

  public record TagCount(String tag, long count) {}

  /** A time in buckets: number n counts what came at second n × seconds and up. */
  public record Times(OffsetDateTime from, OffsetDateTime until, double seconds) {}

  public record Bucket(int bucket, long count) {}
}
