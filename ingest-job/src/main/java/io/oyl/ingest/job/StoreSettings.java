package io.oyl.ingest.job;

/**
 * How much is committed at once.
 *
 * @param filesPerCommit files whose rows go into one transaction, at most
 * @param textsPerCommit texts that are embedded and stored in one transaction, at most
 * @param indexFromVectors vectors of a model from which on they are indexed
 */
record StoreSettings(int filesPerCommit, int textsPerCommit, int indexFromVectors) {
  StoreSettings {
    require(filesPerCommit, "files-per-commit");
    require(textsPerCommit, "texts-per-commit");
    require(indexFromVectors, "index-from-vectors");
  }

  private static void require(int value, String property) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "ingest.store." + property + " must be at least 1, not " + value);
    }
  }
}
