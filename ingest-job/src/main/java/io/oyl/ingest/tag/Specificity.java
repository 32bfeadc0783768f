package io.oyl.ingest.tag;

/**
 * How much a phrase tells one document from the others of its collection. A tagger without
 * statistics uses {@link #UNKNOWN}; statistics must be a fixed snapshot while documents are tagged,
 * or the order of ingestion would show in the tags.
 */
@FunctionalInterface
interface Specificity {
  Specificity UNKNOWN = words -> 1;

  /** A factor above 0 for the phrase's score; 1 is neither common nor rare. */
  double of(Word[] words);
}
