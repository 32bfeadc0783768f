package io.oyl.ingest.store;

import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code chunks}. A chunk's id follows from its document and its text, so a passage that is still
 * there in the next version of a file keeps its id, its tags and its vector wherever it moves.
 */
final class ChunksTable {
  // of documents that were not there before
  private static final String ADD =
      """
      insert into chunks (
        id, document_id, position, text, tags_text, start_offset, end_offset, first_page, last_page,
        heading_path, context, text_hash, token_count, text_search)
      select id, document_id, position, text, tags_text, start_offset, end_offset, first_page,
        last_page, heading_path, context, text_hash, token_count,
        coalesce(terms, ingest_text_search(language, context, text))
      from pg_temp.ingest_staged_chunks
      """;

  private static final String PUT =
      ADD
          + """
      on conflict (id) do update
      set position = excluded.position, tags_text = excluded.tags_text,
        start_offset = excluded.start_offset, end_offset = excluded.end_offset,
        first_page = excluded.first_page, last_page = excluded.last_page,
        heading_path = excluded.heading_path, context = excluded.context, token_count = excluded.token_count,
        text_search = excluded.text_search, deleted_at = null
      where chunks.deleted_at is not null
        or (chunks.position, chunks.tags_text, chunks.start_offset, chunks.end_offset,
            chunks.first_page, chunks.last_page, chunks.heading_path, chunks.context,
            chunks.token_count, chunks.text_search)
          is distinct from
          (excluded.position, excluded.tags_text, excluded.start_offset, excluded.end_offset,
            excluded.first_page, excluded.last_page, excluded.heading_path, excluded.context,
            excluded.token_count, excluded.text_search)
      """;

  // the model is given other words than before, so the vector is no longer the chunk's; looked up
  // for each chunk: the planner knows nothing of the staged ones and would read all that are stored
  private static final String FORGET_VECTORS =
      """
      delete from embeddings
      where chunk_id = any (array(
          select n.id
          from pg_temp.ingest_staged_chunks n
          cross join lateral (select context from chunks where id = n.id offset 0) c
          where coalesce(c.context, '') <> coalesce(n.context, '')))
        and vector_ref ~ '^[0-9a-f]{64}$'
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

  private static final String IDS =
      "select id from chunks where document_id = any (cast(:documents as uuid[]))";

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
      where c.document_id = d.id and c.deleted_at is null
        and d.source_file_id = any (cast(:files as uuid[]))
        and d.deleted_at is null and d.id <> all (cast(:documents as uuid[]))
      """;

  private final JdbcClient db;
  private final Staging staging;

  ChunksTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.staging = new Staging(batches, "ingest_staged_chunks", ChunkRow.COLUMNS);
  }

  /**
   * Writes the chunks of documents and removes, softly, what these documents had before.
   *
   * @param known those of the documents that were there before
   * @return the chunks' ids, for each document in order
   */
  List<List<UUID>> write(
      List<UUID> documentIds, List<UUID> known, List<PreparedDocument> documents) {
    Set<UUID> stored = known.isEmpty() ? Set.of() : ids(known);
    List<List<ChunkRow>> rowsOf = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      rowsOf.add(ChunkRow.of(documentIds.get(i), documents.get(i), stored));
    }
    List<ChunkRow> rows = rowsOf.stream().flatMap(List::stream).toList();
    Map<UUID, List<String>> userTags = known.isEmpty() ? Map.of() : userTags(known);
    if (!known.isEmpty()) {
      db.sql(REMOVE_OTHERS)
          .param("documents", SqlArrays.of(known))
          .param("ids", SqlArrays.of(rows.stream().map(ChunkRow::id).toList()))
          .update();
    }
    if (!rows.isEmpty()) {
      staging.fill(
          to -> {
            for (ChunkRow row : rows) {
              row.write(to, userTags.getOrDefault(row.id(), List.of()));
            }
          });
      if (!known.isEmpty()) {
        db.sql(FORGET_VECTORS).update();
      }
      db.sql(known.isEmpty() ? ADD : PUT).update();
    }
    return rowsOf.stream().map(all -> all.stream().map(ChunkRow::id).toList()).toList();
  }

  void removeOfOtherDocuments(List<UUID> files, List<UUID> documentIds) {
    db.sql(REMOVE_OF_OTHER_DOCUMENTS)
        .param("files", SqlArrays.of(files))
        .param("documents", SqlArrays.of(documentIds))
        .update();
  }

  private Set<UUID> ids(List<UUID> documents) {
    return new HashSet<>(
        db.sql(IDS).param("documents", SqlArrays.of(documents)).query(UUID.class).list());
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
}
