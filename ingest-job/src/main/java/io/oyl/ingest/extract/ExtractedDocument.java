package io.oyl.ingest.extract;

import io.oyl.ingest.extract.draft.StorableText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document with its text. All positions count code points of {@code text}, as PostgreSQL does.
 *
 * @param parent index of the containing document in the same extraction, -1 for the file itself
 * @param embeddedPath path inside the file, names joined with {@code /}; empty for the file itself;
 *     unique in one extraction
 * @param filename last part of the name, never blank
 * @param mimeType by content, without parameters
 * @param sizeBytes size of the document's own bytes, -1 when not known
 * @param text everything that was read, free of what PostgreSQL refuses ({@link StorableText})
 * @param blocks in the order of the text, not overlapping; text between blocks is white space
 * @param pages where pages, slides or sheets start
 * @param metadata in this order: normalized names ({@code title}, {@code authors}, {@code created},
 *     {@code modified}, {@code keywords}, {@code page_count}, {@code producer}, {@code encoding},
 *     {@code content_hash} of the file itself, {@code type_by_name} where it is not that of the
 *     content, {@code repairs} of the text, …), then the parser's own
 * @param language ISO 639-1 code, null when not known
 * @param gaps what is missing from the text; empty means that all of it is there
 */
public record ExtractedDocument(
    int parent,
    String embeddedPath,
    String filename,
    String mimeType,
    long sizeBytes,
    String text,
    List<Block> blocks,
    PageMap pages,
    Map<String, List<String>> metadata,
    @Nullable String language,
    List<Gap> gaps) {

  public ExtractedDocument {
    blocks = List.copyOf(blocks);
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    metadata.forEach((name, values) -> ordered.put(name, List.copyOf(values)));
    metadata = Collections.unmodifiableMap(ordered);
    gaps = List.copyOf(gaps);
  }

  /** The same document with what was found out about it afterwards. */
  public ExtractedDocument with(Map<String, List<String>> more, @Nullable String itsLanguage) {
    Map<String, List<String>> all = new LinkedHashMap<>(metadata);
    all.putAll(more);
    return new ExtractedDocument(
        parent,
        embeddedPath,
        filename,
        mimeType,
        sizeBytes,
        text,
        blocks,
        pages,
        all,
        itsLanguage,
        gaps);
  }
}
