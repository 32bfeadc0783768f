package io.oyl.ingest.tag;

/** Which words of a sentence can make up a phrase together. Stateless: it is asked word by word. */
sealed interface Grammar permits NounPhrases, WordRuns {

  /** Whether the word at {@code i} can go on a phrase that began at {@code from}. */
  boolean belongs(Word[] words, byte[] tags, int i, int from, int length);

  /** Whether the word may stand first in a phrase. */
  boolean begins(Word word, byte tag);

  /** Whether the word may stand last in a phrase. */
  boolean ends(Word word, byte tag);
}
