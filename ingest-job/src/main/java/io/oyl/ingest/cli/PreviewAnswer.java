package io.oyl.ingest.cli;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.job.Preview;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would become of a file, as JSON; it can be several times as large as the file. */
final class PreviewAnswer {
  private PreviewAnswer() {}

  static Map<String, @Nullable Object> of(Preview preview) {
    return Answers.object(
        "filename", preview.filename(),
        "state", preview.state(),
        "reason", preview.reason() == null ? null : preview.reason().code(),
        "detail", preview.detail(),
        "documents", JsonItems.of(preview.documents(), PreviewAnswer::previewed));
  }

  private static Map<String, @Nullable Object> previewed(PreparedDocument prepared) {
    ExtractedDocument document = prepared.document();
    return Answers.object(
        "filename", document.filename(),
        "embedded_path", document.embeddedPath(),
        "mime_type", document.mimeType(),
        "size_bytes", document.sizeBytes() < 0 ? null : document.sizeBytes(),
        "language", document.language(),
        "pages", document.pages().count(),
        "characters", document.text().codePointCount(0, document.text().length()),
        "set_aside", prepared.setAside().stream().mapToInt(TextSpan::length).sum(),
        "metadata", document.metadata(),
        "gaps",
            Answers.list(
                document.gaps(),
                gap -> Answers.object("reason", gap.reason().code(), "detail", gap.detail())),
        "blocks", JsonItems.of(document.blocks(), block -> block(block, document)),
        "tags", Answers.list(prepared.tags(), PreviewAnswer::tag),
        "chunks", JsonItems.of(prepared.chunks(), PreviewAnswer::chunk));
  }

  private static Map<String, @Nullable Object> block(Block block, ExtractedDocument document) {
    return Answers.object(
        "type", PreviewCommand.type(block),
        "level", block instanceof Block.Heading heading ? heading.level() : null,
        "start_offset", block.span().start(),
        "end_offset", block.span().end(),
        "page", document.pages().pageAt(block.span().start()));
  }

  private static Map<String, @Nullable Object> chunk(TaggedChunk tagged) {
    TextChunk chunk = tagged.chunk();
    return Answers.object(
        "position", chunk.position(),
        "start_offset", chunk.startOffset(),
        "end_offset", chunk.endOffset(),
        "first_page", chunk.firstPage(),
        "last_page", chunk.lastPage(),
        "heading_path", chunk.headingPath(),
        "tokens", chunk.tokens(),
        "tags", Answers.list(tagged.tags(), PreviewAnswer::tag),
        "context", chunk.context(),
        "text", chunk.text());
  }

  private static Map<String, @Nullable Object> tag(Tag tag) {
    return Answers.object("tag", tag.name(), "source", tag.source().code(), "score", tag.score());
  }
}
