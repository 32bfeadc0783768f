package io.oyl.ingest.store;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A chunk on its way into {@code chunks}: the one at a place in a document, from 0. */
record ChunkRow(UUID id, String textHash, UUID documentId, PreparedDocument document, int place) {
  /** Of the staging table; {@link #write} has their order. */
  static final String COLUMNS =
      """
      id uuid, document_id uuid, position integer, text text, tags_text text[],
      start_offset integer, end_offset integer, first_page integer, last_page integer,
      heading_path text[], context text, text_hash text, token_count integer, language text,
      terms tsvector
      """;

  /**
   * All of a document. An equal text that stands twice in it is told apart by its ordinal.
   *
   * @param stored ids of the chunks that documents have; one from the time when ids did not begin
   *     as their document's is kept
   */
  static List<ChunkRow> of(UUID documentId, PreparedDocument document, Set<UUID> stored) {
    Map<String, Integer> ordinals = new HashMap<>();
    List<ChunkRow> rows = new ArrayList<>();
    for (int i = 0; i < document.chunks().size(); i++) {
      String hash = ContentHash.of(document.chunks().get(i).chunk().text());
      int ordinal = ordinals.merge(hash, 1, Integer::sum);
      UUID id = id(documentId, hash, ordinal, stored);
      rows.add(new ChunkRow(id, hash, documentId, document, i));
    }
    return rows;
  }

  private static UUID id(UUID documentId, String hash, int ordinal, Set<UUID> stored) {
    if (!stored.isEmpty()) {
      UUID former = Ids.of("chunk", documentId.toString(), hash, Integer.toString(ordinal));
      if (stored.contains(former)) {
        return former;
      }
    }
    return Ids.within(documentId, "chunk", hash, Integer.toString(ordinal));
  }

  void write(BinaryRows rows, List<String> userTags) throws SQLException {
    TaggedChunk tagged = document.chunks().get(place);
    TextChunk chunk = tagged.chunk();
    rows.row(15)
        .uuid(id)
        .uuid(documentId)
        .integer(chunk.position())
        .text(chunk.text())
        .texts(
            Stream.concat(tagged.tags().stream().map(Tag::name), userTags.stream())
                .distinct()
                .toList())
        .integer(chunk.startOffset())
        .integer(chunk.endOffset())
        .integer(chunk.firstPage())
        .integer(chunk.lastPage())
        .texts(chunk.headingPath())
        .text(chunk.context().isEmpty() ? null : chunk.context())
        .text(textHash)
        .integer(chunk.tokens())
        .text(document.document().language())
        .bytes(document.terms().isEmpty() ? null : document.terms().get(place));
  }
}
