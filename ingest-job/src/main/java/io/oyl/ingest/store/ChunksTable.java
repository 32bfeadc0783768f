package io.oyl.ingest.store;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code chunks}. A chunk's id follows from its document and its text, so a passage that is still
 * there in the next version of a file keeps its id, its tags and its vector wherever it moves.
 */
final class ChunksTable {
  private static final String PUT =
      """
      insert into chunks (
        id, document_id, position, text, tags_text, start_offset, end_offset, first_page, last_page,
        heading_path, context, text_hash, token_count, text_search)
      values (
        :id, :document, :position, :text, :tags, :start, :end, :firstPage, :lastPage,
        :headings, :context, :hash, :tokens, to_tsvector(ingest_text_config(:language), :text))
      on conflict (id) do update
      set position = excluded.position, tags_text = excluded.tags_text,
        start_offset = excluded.start_offset, end_offset = excluded.end_offset,
        first_page = excluded.first_page, last_page = excluded.last_page,
        heading_path = excluded.heading_path, context = excluded.context, token_count = excluded.token_count,
        text_search = excluded.text_search, deleted_at = null
      """;

  // the model is given other words than before, so the vector is no longer the chunk's
  private static final String FORGET_VECTORS =
      """
      delete from embeddings e
      using chunks c, unnest(cast(:ids as uuid[]), cast(:contexts as text[])) as n (id, context)
      where c.id = n.id and e.chunk_id = c.id and e.vector_ref ~ '^[0-9a-f]{64}$'
        and coalesce(c.context, '') <> n.context
      """;

  private static final String USER_TAGS =
      """
      select c.id as chunk, array_agg(t.tag order by l.score desc nulls last, t.tag) as tags
      from chunks c
      join tag_links l on l.chunk_id = c.id
      join tags t on t.id = l.tag_id and t.source = 'user'
      where c.document_id = any (cast(:documents as uuid[]))
      group by c.id
      """;

  private static final String REMOVE_OTHERS =
      """
      update chunks
      set deleted_at = now()
      where document_id = any (cast(:documents as uuid[])) and deleted_at is null
        and text_hash is not null and id <> all (cast(:ids as uuid[]))
      """;

  private static final String REMOVE_OF_OTHER_DOCUMENTS =
      """
      update chunks c
      set deleted_at = now()
      from documents d
      where c.document_id = d.id and c.deleted_at is null and d.source_file_id = :file
        and d.deleted_at is null and d.id <> all (cast(:documents as uuid[]))
      """;

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;

  ChunksTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
  }

  /**
   * Writes the chunks of documents and removes, softly, what these documents had before.
   *
   * @return the chunks' ids, for each document in order
   */
  List<List<UUID>> write(List<UUID> documentIds, List<PreparedDocument> documents) {
    Map<UUID, List<String>> userTags = userTags(documentIds);
    List<List<UUID>> ids = new ArrayList<>();
    List<SqlParameterSource> rows = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      List<UUID> chunkIds = ids(documentIds.get(i), documents.get(i).chunks());
      for (int j = 0; j < chunkIds.size(); j++) {
        UUID id = chunkIds.get(j);
        rows.add(
            row(
                id,
                documentIds.get(i),
                documents.get(i).document().language(),
                documents.get(i).chunks().get(j),
                userTags.getOrDefault(id, List.of())));
      }
      ids.add(chunkIds);
    }
    db.sql(REMOVE_OTHERS)
        .param("documents", SqlArrays.of(documentIds))
        .param("ids", SqlArrays.of(ids.stream().flatMap(List::stream).toList()))
        .update();
    if (!rows.isEmpty()) {
      forgetVectors(ids, documents);
      batches.batchUpdate(PUT, rows.toArray(SqlParameterSource[]::new));
    }
    return ids;
  }

  private void forgetVectors(List<List<UUID>> ids, List<PreparedDocument> documents) {
    db.sql(FORGET_VECTORS)
        .param("ids", SqlArrays.of(ids.stream().flatMap(List::stream).toList()))
        .param(
            "contexts",
            documents.stream()
                .flatMap(document -> document.chunks().stream())
                .map(tagged -> tagged.chunk().context())
                .toArray(String[]::new))
        .update();
  }

  void removeOfOtherDocuments(UUID file, List<UUID> documentIds) {
    db.sql(REMOVE_OF_OTHER_DOCUMENTS)
        .param("file", file)
        .param("documents", SqlArrays.of(documentIds))
        .update();
  }

  /** An equal text that stands twice in a document is told apart by its ordinal. */
  private static List<UUID> ids(UUID document, List<TaggedChunk> chunks) {
    Map<String, Integer> ordinals = new HashMap<>();
    return chunks.stream()
        .map(
            tagged -> {
              String hash = ContentHash.of(tagged.chunk().text());
              int ordinal = ordinals.merge(hash, 1, Integer::sum);
              return Ids.of("chunk", document.toString(), hash, Integer.toString(ordinal));
            })
        .toList();
  }

  private Map<UUID, List<String>> userTags(List<UUID> documents) {
    Map<UUID, List<String>> tags = new HashMap<>();
    db.sql(USER_TAGS)
        .param("documents", SqlArrays.of(documents))
        .query(
            row -> {
              tags.put(
                  row.getObject("chunk", UUID.class),
                  List.of((String[]) row.getArray("tags").getArray()));
            });
    return tags;
  }

  private static SqlParameterSource row(
      UUID id,
      UUID document,
      @Nullable String language,
      TaggedChunk tagged,
      List<String> userTags) {
    TextChunk chunk = tagged.chunk();
    String[] tags =
        Stream.concat(tagged.tags().stream().map(Tag::name), userTags.stream())
            .distinct()
            .toArray(String[]::new);
    return new MapSqlParameterSource()
        .addValue("id", id)
        .addValue("document", document)
        .addValue("position", chunk.position())
        .addValue("text", chunk.text())
        .addValue("tags", tags)
        .addValue("start", chunk.startOffset())
        .addValue("end", chunk.endOffset())
        .addValue("firstPage", chunk.firstPage(), Types.INTEGER)
        .addValue("lastPage", chunk.lastPage(), Types.INTEGER)
        .addValue("headings", chunk.headingPath().toArray(String[]::new))
        .addValue("context", chunk.context().isEmpty() ? null : chunk.context(), Types.VARCHAR)
        .addValue("hash", ContentHash.of(chunk.text()))
        .addValue("tokens", chunk.tokens())
        .addValue("language", language, Types.VARCHAR);
  }
}
