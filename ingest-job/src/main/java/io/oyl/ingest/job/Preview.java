package io.oyl.ingest.job;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.FileReceipt;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.PreparedFile.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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

  /**
   * Reads a file as a run would.
   *
   * @throws IOException when there is no such file
   */
  static Preview of(Path file, Stages stages) throws IOException, InterruptedException {
    Path real = file.toRealPath();
    SourceTree tree =
        SourceTree.of(Objects.requireNonNull(real.getParent(), "a file has a folder"));
    String name = String.valueOf(real.getFileName());
    PreparedFile prepared =
        new FilePreparation(stages)
            .prepare(new LedgerFile(UUID.randomUUID(), tree.root().toString(), name), tree);
    return switch (prepared.outcome()) {
      case Refused refused ->
          new Preview(name, "quarantined", refused.reason(), refused.detail(), List.of());
      case Landed landed -> of(name, landed.documents());
    };
  }

  private static Preview of(String filename, List<PreparedDocument> documents) {
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
