package io.oyl.ingest.job;

import io.oyl.ingest.store.PreparedFile;
import java.util.List;

/** Files that are written in one transaction: what was ready, within bounds. */
record FileBatch(List<PreparedFile> files) {
  FileBatch {
    files = List.copyOf(files);
  }
}
