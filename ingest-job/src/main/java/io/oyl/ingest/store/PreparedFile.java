package io.oyl.ingest.store;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.source.Reason;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file after extraction, chunking and tagging, ready to be written.
 *
 * @param read what was read; null when nothing could be
 */
public record PreparedFile(LedgerFile file, @Nullable Read read, Outcome outcome) {

  /** The bytes that were read, as the ledger notes them. */
  public record Read(long sizeBytes, Instant modified, String sha256) {}

  /** What became of the file. */
  public sealed interface Outcome {}

  /** Its documents, the file's own first, parents before children. */
  public record Landed(List<PreparedDocument> documents) implements Outcome {
    public Landed {
      documents = List.copyOf(documents);
    }
  }

  /** It cannot be stored; what an earlier version has left stays. */
  public record Refused(Reason reason, String detail) implements Outcome {}

  /**
   * One document with its chunks, in order.
   *
   * @param setAside spans of the text that no chunk has, in order
   * @param tags of the document as a whole, best first
   * @param terms of each chunk, see {@link SearchTerms}; none when they are yet to be made
   */
  public record PreparedDocument(
      ExtractedDocument document,
      List<TextSpan> setAside,
      List<Tag> tags,
      List<TaggedChunk> chunks,
      List<byte[]> terms) {
    public PreparedDocument {
      setAside = List.copyOf(setAside);
      tags = List.copyOf(tags);
      chunks = List.copyOf(chunks);
      terms = List.copyOf(terms);
    }

    public PreparedDocument(
        ExtractedDocument document,
        List<TextSpan> setAside,
        List<Tag> tags,
        List<TaggedChunk> chunks) {
      this(document, setAside, tags, chunks, List.of());
    }

    PreparedDocument withTerms(List<byte[]> made) {
      return new PreparedDocument(document, setAside, tags, chunks, made);
    }
  }
}
