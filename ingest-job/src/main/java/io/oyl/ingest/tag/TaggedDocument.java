package io.oyl.ingest.tag;

import java.util.List;

/**
 * A document's chunks with their tags, and the tags of the document as a whole: its keywords, then
 * automatic tags, each best first.
 */
public record TaggedDocument(List<Tag> tags, List<TaggedChunk> chunks) {
  public TaggedDocument {
    tags = List.copyOf(tags);
    chunks = List.copyOf(chunks);
  }
}
