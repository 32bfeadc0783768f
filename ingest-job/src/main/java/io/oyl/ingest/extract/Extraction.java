package io.oyl.ingest.extract;

import io.oyl.ingest.source.Reason;
import java.util.List;

/** What became of a file: its documents, or why there are none. */
public sealed interface Extraction {

  /**
   * The file was read. {@code documents} starts with the file itself; a document inside another one
   * (attachment, archive member) comes after its parent.
   */
  record Extracted(List<ExtractedDocument> documents) implements Extraction {
    public Extracted {
      documents = List.copyOf(documents);
      if (documents.isEmpty()) {
        throw new IllegalArgumentException("an extraction has at least the file's own document");
      }
      for (int i = 0; i < documents.size(); i++) {
        if (documents.get(i).parent() >= i) {
          throw new IllegalArgumentException("document " + i + " comes before its parent");
        }
      }
    }
  }

  /** The file cannot be read; {@code detail} is one sentence for people. */
  record Refused(Reason reason, String detail) implements Extraction {}
}
