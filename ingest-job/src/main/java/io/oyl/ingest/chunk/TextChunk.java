package io.oyl.ingest.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passage of a document. {@code text} is the document's text from {@code startOffset} to {@code
 * endOffset}, exactly; it never begins or ends with white space and is never blank.
 *
 * @param position 0-based place among the document's chunks
 * @param startOffset 0-based, in code points
 * @param endOffset exclusive, in code points
 * @param firstPage 1-based page, slide or sheet of the first character; null without pages
 * @param lastPage 1-based page of the last character; null without pages
 * @param headingPath headings that the passage stands under, outermost first
 * @param context what is embedded before the text: the title and the headings above it that it does
 *     not say itself, a table's header row; empty, or ends in a line end
 * @param tokens context and text together in tokens of the embedding model, its special tokens not
 *     counted
 */
public record TextChunk(
    int position,
    int startOffset,
    int endOffset,
    String text,
    @Nullable Integer firstPage,
    @Nullable Integer lastPage,
    List<String> headingPath,
    String context,
    int tokens) {

  public TextChunk {
    headingPath = List.copyOf(headingPath);
  }

  /** What the model is given, exactly. */
  public String embedded() {
    return context + text;
  }
}
