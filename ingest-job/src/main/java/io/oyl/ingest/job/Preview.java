package io.oyl.ingest.job;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.FileReceipt;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file would become.
 *
 * @param state in which a run would leave it
 * @param reason null for a complete file
 * @param documents none for a file that would be quarantined
 */
public record Preview(
    String filename,
    String state,
    @Nullable Reason reason,
    @Nullable String detail,
    List<PreparedDocument> documents) {

  static Preview of(String filename, List<PreparedDocument> documents) {
    FileReceipt receipt = FileReceipt.of(documents);
    String settled = receipt.reason() == null ? "complete" : "partial";
    return new Preview(
        filename,
        receipt.state().equals("stored") ? settled : receipt.state(),
        receipt.reason(),
        receipt.detail(),
        documents);
  }
}
