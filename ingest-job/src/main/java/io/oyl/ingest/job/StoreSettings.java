package io.oyl.ingest.job;

import io.oyl.ingest.store.VectorIndex;

/**
 * How much is committed at once, and when and with what the vectors are indexed.
 *
 * @param filesPerCommit files whose rows go into one transaction, at most
 * @param textsPerCommit texts that are embedded and stored in one transaction, at most
 * @param indexFromVectors vectors of a model from which on they are indexed
 * @param indexMegabytes memory of the server that building the index may take
 */
record StoreSettings(
    int filesPerCommit, int textsPerCommit, int indexFromVectors, int indexMegabytes) {
  StoreSettings {
    require(1, filesPerCommit, "files-per-commit");
    require(1, textsPerCommit, "texts-per-commit");
    require(1, indexFromVectors, "index-from-vectors");
    require(VectorIndex.LEAST_MEGABYTES, indexMegabytes, "index-megabytes");
  }

  private static void require(int least, int value, String property) {
    if (value < least) {
      throw new IllegalArgumentException(
          "ingest.store." + property + " must be at least " + least + ", not " + value);
    }
  }
}
