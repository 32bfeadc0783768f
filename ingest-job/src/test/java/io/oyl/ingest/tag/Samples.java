package io.oyl.ingest.tag;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents and chunks for the tests of this package. */
final class Samples {
  private Samples() {}

  static ExtractedDocument document(@Nullable String language, String text) {
    return document(language, text, List.of(), Map.of());
  }

  static ExtractedDocument withKeywords(String text, String... keywords) {
    return document("en", text, List.of(), Map.of("keywords", List.of(keywords)));
  }

  static ExtractedDocument document(
      @Nullable String language,
      String text,
      List<Block> blocks,
      Map<String, List<String>> metadata) {
    return new ExtractedDocument(
        -1,
        "",
        "sample.txt",
        "text/plain",
        text.length(),
        text,
        blocks,
        PageMap.NONE,
        metadata,
        language,
        List.of());
  }

  /** Chunks of {@code size} code points, as they come. */
  static List<TextChunk> chunks(String text, int size) {
    List<TextChunk> chunks = new ArrayList<>();
    int length = text.codePointCount(0, text.length());
    for (int start = 0; start < length; start += size) {
      int end = Math.min(length, start + size);
      String part =
          text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
      chunks.add(new TextChunk(chunks.size(), start, end, part, null, null, List.of(), "", 1));
    }
    return chunks;
  }

  static List<String> names(List<Tag> tags) {
    return tags.stream().map(Tag::name).toList();
  }

  static List<String> names(List<Tag> tags, Tag.Source source) {
    return tags.stream().filter(tag -> tag.source() == source).map(Tag::name).toList();
  }

  static List<Tag> documentTags(Tagger tagger, ExtractedDocument document) {
    return tagger.tag(document, List.of(), List.of()).tags();
  }

  static List<TaggedChunk> tag(Tagger tagger, ExtractedDocument document, List<TextChunk> chunks) {
    return tagger.tag(document, List.of(), chunks).chunks();
  }
}
