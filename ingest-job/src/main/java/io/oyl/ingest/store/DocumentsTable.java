package io.oyl.ingest.store;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
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
        :pages, :characters, :chunks, :children, cast(:gaps as jsonb),
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
      where source_file_id = any (cast(:files as uuid[])) and deleted_at is null
        and id <> all (cast(:ids as uuid[]))
      """;

  private static final String OF_FILES =
      """
      select id, source_file_id as file, embedded_path as path
      from documents
      where source_file_id = any (cast(:files as uuid[])) and embedded_path is not null
      """;

  private static final String TAKEN =
      """
      select d.id
      from unnest(cast(:ids as uuid[]), cast(:files as uuid[])) as asked (id, file)
      join documents d on d.id = asked.id and d.source_file_id is distinct from asked.file
      """;

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;

  DocumentsTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
  }

  /**
   * Documents as they were written.
   *
   * @param ids in the order that they were given in
   * @param known those of them that were there before
   */
  record Written(List<UUID> ids, List<UUID> known) {}

  /** A file of the ledger and its documents, parents before children. */
  record FileDocuments(UUID file, List<PreparedDocument> documents) {}

  /** Writes the documents of files. */
  Written write(UUID reference, List<FileDocuments> files) {
    Map<Place, UUID> known = ofFiles(files.stream().map(FileDocuments::file).toList());
    Map<Place, UUID> ids = ids(files, known);
    List<SqlParameterSource> rows = new ArrayList<>();
    List<UUID> all = new ArrayList<>();
    for (FileDocuments file : files) {
      List<UUID> idsOfFile =
          file.documents().stream().map(document -> ids.get(place(file, document))).toList();
      int[] children = children(file.documents());
      for (int i = 0; i < idsOfFile.size(); i++) {
        PreparedDocument document = file.documents().get(i);
        int parent = document.document().parent();
        rows.add(
            row(reference, file.file(), document, children[i])
                .addValue("id", idsOfFile.get(i))
                .addValue("parent", parent < 0 ? null : idsOfFile.get(parent), Types.OTHER));
      }
      all.addAll(idsOfFile);
    }
    batches.batchUpdate(PUT, rows.toArray(SqlParameterSource[]::new));
    return new Written(all, List.copyOf(known.values()));
  }

  private static int[] children(List<PreparedDocument> documents) {
    int[] children = new int[documents.size()];
    for (PreparedDocument prepared : documents) {
      int parent = prepared.document().parent();
      if (parent >= 0) {
        children[parent]++;
      }
    }
    return children;
  }

  private static MapSqlParameterSource row(
      UUID reference, UUID file, PreparedDocument prepared, int children) {
    ExtractedDocument document = prepared.document();
    return new MapSqlParameterSource()
        .addValue("reference", reference)
        .addValue("filename", document.filename())
        .addValue("mimeType", document.mimeType())
        .addValue("size", size(document), Types.INTEGER)
        .addValue("metadata", Json.write(metadata(document)))
        .addValue("text", document.text())
        .addValue("characters", document.text().codePointCount(0, document.text().length()))
        .addValue("file", file)
        .addValue("path", document.embeddedPath())
        .addValue("language", document.language(), Types.VARCHAR)
        .addValue("pages", document.pages().count())
        .addValue("chunks", prepared.chunks().size())
        .addValue("children", children)
        .addValue("setAside", ranges(prepared.setAside()))
        .addValue("setAsideCount", prepared.setAside().stream().mapToInt(TextSpan::length).sum())
        .addValue("gaps", Json.write(document.gaps().stream().map(DocumentsTable::gap).toList()));
  }

  private Map<Place, UUID> ofFiles(List<UUID> files) {
    Map<Place, UUID> ids = new HashMap<>();
    db.sql(OF_FILES)
        .param("files", SqlArrays.of(files))
        .query(
            row -> {
              ids.put(
                  new Place(row.getObject("file", UUID.class), row.getString("path")),
                  row.getObject("id", UUID.class));
            });
    return ids;
  }

  /** The ids that documents have, and for new ones the first that are free. */
  private Map<Place, UUID> ids(List<FileDocuments> files, Map<Place, UUID> known) {
    Map<Place, UUID> ids = new HashMap<>(known);
    Set<Place> unnamed = new HashSet<>();
    for (FileDocuments file : files) {
      file.documents().forEach(document -> unnamed.add(place(file, document)));
    }
    unnamed.removeAll(known.keySet());
    // a document that was made under this name may have moved on with its file
    for (int generation = 1; !unnamed.isEmpty(); generation++) {
      Map<UUID, Place> asked = new HashMap<>();
      for (Place place : unnamed) {
        asked.put(id(place, generation), place);
      }
      asked.keySet().removeAll(taken(asked));
      asked.forEach((id, place) -> ids.put(place, id));
      unnamed.removeAll(Set.copyOf(asked.values()));
    }
    return ids;
  }

  private static UUID id(Place place, int generation) {
    return generation == 1
        ? Ids.within(place.file(), "document", place.path())
        : Ids.within(place.file(), "document", place.path(), Integer.toString(generation));
  }

  private Set<UUID> taken(Map<UUID, Place> asked) {
    List<UUID> ids = List.copyOf(asked.keySet());
    return db.sql(TAKEN)
        .param("ids", SqlArrays.of(ids))
        .param("files", SqlArrays.of(ids.stream().map(id -> file(asked, id)).toList()))
        .query(UUID.class)
        .set();
  }

  private static UUID file(Map<UUID, Place> asked, UUID id) {
    return Objects.requireNonNull(asked.get(id)).file();
  }

  void removeOthers(List<UUID> files, List<UUID> ids) {
    db.sql(REMOVE_OTHERS)
        .param("files", SqlArrays.of(files))
        .param("ids", SqlArrays.of(ids))
        .update();
  }

  private static Place place(FileDocuments file, PreparedDocument document) {
    return new Place(file.file(), document.document().embeddedPath());
  }

  /** Where a document is: its file, and its path in there. */
  private record Place(UUID file, String path) {}

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
