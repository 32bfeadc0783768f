package io.oyl.ingest.store;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.TaggedChunk;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What full text search knows of chunks, in PostgreSQL's binary form. To make it takes the server
 * as long as all the rest of storing a chunk, so it is made while the file is prepared: on a
 * connection of its own, beside the transaction that writes other files. Thread-safe.
 */
public final class SearchTerms {
  private static final String MAKE =
      """
      select tsvectorsend(ingest_text_search(:language, null, t.text))
      from unnest(cast(:texts as text[])) with ordinality t (text, place)
      order by t.place
      """;

  /** A long document's text must not stand in memory twice. */
  private static final int CHUNKS_AT_ONCE = 200;

  private final JdbcClient db;

  public SearchTerms(JdbcClient db) {
    this.db = db;
  }

  /** The same file with the terms of its chunks, or without when the database refuses the text. */
  public PreparedFile of(PreparedFile file) {
    if (!(file.outcome() instanceof Landed landed)) {
      return file;
    }
    try {
      List<PreparedDocument> documents = landed.documents().stream().map(this::of).toList();
      return new PreparedFile(file.file(), file.read(), new Landed(documents));
    } catch (DataAccessException e) {
      return file; // who writes it makes them there and tells what is wrong
    }
  }

  private PreparedDocument of(PreparedDocument document) {
    List<TaggedChunk> chunks = document.chunks();
    List<byte[]> terms = new ArrayList<>(chunks.size());
    for (int from = 0; from < chunks.size(); from += CHUNKS_AT_ONCE) {
      List<TaggedChunk> some = chunks.subList(from, Math.min(chunks.size(), from + CHUNKS_AT_ONCE));
      terms.addAll(
          db.sql(MAKE)
              .param("language", document.document().language())
              .param(
                  "texts",
                  some.stream()
                      .map(TaggedChunk::chunk)
                      .map(SearchTerms::words)
                      .toArray(String[]::new))
              .query(byte[].class)
              .list());
    }
    return document.withTerms(terms);
  }

  private static String words(TextChunk chunk) {
    return chunk.context() + chunk.text();
  }
}
