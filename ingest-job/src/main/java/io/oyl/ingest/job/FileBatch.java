package io.oyl.ingest.job;

import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import java.util.List;

/** Files that are written in one transaction: what was ready, within bounds. */
record FileBatch(List<PreparedFile> files) implements Ready {
  FileBatch {
    files = List.copyOf(files);
  }

  int chunks() {
    return files.stream()
        .filter(file -> file.outcome() instanceof Landed)
        .flatMap(file -> ((Landed) file.outcome()).documents().stream())
        .mapToInt(document -> document.chunks().size())
        .sum();
  }
}
