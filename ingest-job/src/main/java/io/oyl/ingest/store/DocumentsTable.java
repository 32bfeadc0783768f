package io.oyl.ingest.store;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code documents}. A document keeps its id over all versions and moves of its file. */
final class DocumentsTable {
  private static final String PUT =
      """
      insert into documents (
        id, reference_id, filename, mime_type, size_bytes, metadata_json, text,
        source_file_id, parent_document_id, embedded_path, language,
        page_count, character_count, chunk_count, child_count, gaps, set_aside, set_aside_count)
      values (
        :id, :reference, :filename, :mimeType, :size, cast(:metadata as jsonb), :text,
        :file, :parent, :path, :language,
        :pages, char_length(:text), :chunks, :children, cast(:gaps as jsonb),
        cast(:setAside as int4multirange), :setAsideCount)
      on conflict (id) do update
      set filename = excluded.filename, mime_type = excluded.mime_type,
        size_bytes = excluded.size_bytes, metadata_json = excluded.metadata_json,
        text = excluded.text, source_file_id = excluded.source_file_id,
        parent_document_id = excluded.parent_document_id, language = excluded.language,
        page_count = excluded.page_count, character_count = excluded.character_count,
        chunk_count = excluded.chunk_count, child_count = excluded.child_count,
        gaps = excluded.gaps, set_aside = excluded.set_aside,
        set_aside_count = excluded.set_aside_count, updated_at = now(), deleted_at = null
      """;

  private static final String REMOVE_OTHERS =
      """
      update documents
      set deleted_at = now(), updated_at = now()
      where source_file_id = :file and deleted_at is null and id <> all (cast(:ids as uuid[]))
      """;

  private static final String OF_FILE =
      """
      select id, embedded_path as path
      from documents
      where source_file_id = :file and embedded_path is not null
      """;

  private static final String IS_FREE =
      """
      select not exists (
        select 1 from documents where id = :id and source_file_id is distinct from :file)
      """;

  private final JdbcClient db;

  DocumentsTable(JdbcClient db) {
    this.db = db;
  }

  /** Writes a file's documents and returns their ids in the same order. */
  List<UUID> write(UUID reference, UUID file, List<PreparedDocument> documents) {
    int[] children = new int[documents.size()];
    for (PreparedDocument prepared : documents) {
      int parent = prepared.document().parent();
      if (parent >= 0) {
        children[parent]++;
      }
    }
    Map<String, UUID> known = ofFile(file);
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      ExtractedDocument document = documents.get(i).document();
      UUID id = known.get(document.embeddedPath());
      if (id == null) {
        id = free(file, document.embeddedPath());
      }
      db.sql(PUT)
          .param("id", id)
          .param("reference", reference)
          .param("filename", document.filename())
          .param("mimeType", document.mimeType())
          .param("size", size(document), Types.INTEGER)
          .param("metadata", Json.write(metadata(document)))
          .param("text", document.text())
          .param("file", file)
          .param("parent", document.parent() < 0 ? null : ids.get(document.parent()), Types.OTHER)
          .param("path", document.embeddedPath())
          .param("language", document.language(), Types.VARCHAR)
          .param("pages", document.pages().count())
          .param("chunks", documents.get(i).chunks().size())
          .param("children", children[i])
          .param("setAside", ranges(documents.get(i).setAside()))
          .param(
              "setAsideCount",
              documents.get(i).setAside().stream().mapToInt(TextSpan::length).sum())
          .param("gaps", Json.write(document.gaps().stream().map(DocumentsTable::gap).toList()))
          .update();
      ids.add(id);
    }
    return ids;
  }

  private Map<String, UUID> ofFile(UUID file) {
    Map<String, UUID> ids = new HashMap<>();
    db.sql(OF_FILE)
        .param("file", file)
        .query(
            row -> {
              ids.put(row.getString("path"), row.getObject("id", UUID.class));
            });
    return ids;
  }

  /** A document that was made under this name may have moved on with its file. */
  private UUID free(UUID file, String path) {
    for (int generation = 1; ; generation++) {
      UUID id =
          generation == 1
              ? Ids.of("document", file.toString(), path)
              : Ids.of("document", file.toString(), path, Integer.toString(generation));
      if (db.sql(IS_FREE).param("id", id).param("file", file).query(Boolean.class).single()) {
        return id;
      }
    }
  }

  void removeOthers(UUID file, List<UUID> ids) {
    db.sql(REMOVE_OTHERS).param("file", file).param("ids", SqlArrays.of(ids)).update();
  }

  private static String ranges(List<TextSpan> spans) {
    return spans.stream()
        .map(span -> "[" + span.start() + "," + span.end() + ")")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, String> gap(Gap gap) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("reason", gap.reason().code());
    json.put("detail", gap.detail());
    return json;
  }

  /** One value as itself, several as an array. */
  private static Map<String, Object> metadata(ExtractedDocument document) {
    Map<String, Object> json = new LinkedHashMap<>();
    document
        .metadata()
        .forEach((key, values) -> json.put(key, values.size() == 1 ? values.getFirst() : values));
    return json;
  }

  private static @Nullable Integer size(ExtractedDocument document) {
    long size = document.sizeBytes();
    return size < 0 || size > Integer.MAX_VALUE ? null : (int) size;
  }
}
