package io.oyl.ingest.tag;

import io.oyl.ingest.chunk.TextChunk;
import java.util.List;

/** A chunk with its tags, best first; no two have the same name and source. */
public record TaggedChunk(TextChunk chunk, List<Tag> tags) {
  public TaggedChunk {
    tags = List.copyOf(tags);
  }
}
