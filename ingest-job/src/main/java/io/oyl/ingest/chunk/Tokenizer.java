package io.oyl.ingest.chunk;

/**
 * The embedding model's own tokenizer, as the chunker needs it. It is declared here and implemented
 * beside the model, because imports point left. Thread-safe.
 */
public interface Tokenizer {

  /**
   * Start of each token in {@code text}, in code points, not descending; special tokens are left
   * out and nothing is cut off however long the text is. Its length is the number of tokens.
   */
  int[] tokenStarts(String text);

  /** The most tokens that one text may have, special tokens already taken off. */
  int maxTokens();

  /**
   * True when a passage that is enclosed by {@linkplain #isSeparator separators} has the same
   * tokens alone as in the middle of a longer text. The chunker then need not count a second time
   * what it cuts there.
   */
  default boolean separatesAtWhiteSpace() {
    return false;
  }

  /** Spaces, tabs, line ends and what else is in Unicode's category Z. */
  static boolean isSeparator(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || Character.isSpaceChar(c);
  }

  /** Changes when the same text could be split into other tokens. */
  String fingerprint();
}
