package io.oyl.ingest.store;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file has become, before its vectors are in.
 *
 * @param state {@code stored}, or {@code empty} without any chunk
 * @param reason why the file will not be complete; null when it will
 * @param pages of all its documents
 * @param characters code points of all its documents
 */
public record FileReceipt(
    String state,
    @Nullable Reason reason,
    @Nullable String detail,
    int documents,
    int pages,
    long characters,
    int chunks) {

  /** The receipt of a file's documents, the file's own first. */
  public static FileReceipt of(List<PreparedDocument> documents) {
    int pages = 0;
    long characters = 0;
    int chunkCount = 0;
    for (PreparedDocument prepared : documents) {
      String text = prepared.document().text();
      pages += prepared.document().pages().count();
      characters += text.codePointCount(0, text.length());
      chunkCount += prepared.chunks().size();
    }
    Gap gap = worstGap(documents, chunkCount > 0);
    if (gap == null && chunkCount == 0) {
      gap = new Gap(Reason.NO_TEXT, "there is no text in it");
    }
    return new FileReceipt(
        chunkCount == 0 ? "empty" : "stored",
        gap == null ? null : gap.reason(),
        gap == null ? null : gap.detail(),
        documents.size(),
        pages,
        characters,
        chunkCount);
  }

  /**
   * The file's own gap says most; one of a document inside it comes second. That one of several
   * documents is without text, as every archive is, is no gap of the file.
   */
  private static @Nullable Gap worstGap(List<PreparedDocument> documents, boolean hasText) {
    for (PreparedDocument prepared : documents) {
      ExtractedDocument document = prepared.document();
      for (Gap gap : document.gaps()) {
        if (document.parent() < 0 && !(hasText && gap.reason() == Reason.NO_TEXT)) {
          return gap;
        }
        if (document.parent() >= 0 && gap.reason() != Reason.NO_TEXT) {
          Reason reason = gap.reason() == Reason.NEEDS_OCR ? Reason.NEEDS_OCR : Reason.CHILD_FAILED;
          return new Gap(reason, document.embeddedPath() + ": " + gap.detail());
        }
      }
    }
    return null;
  }
}
