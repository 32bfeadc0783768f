package io.oyl.ingest.embed;

import io.oyl.ingest.chunk.Tokenizer;

/**
 * Stands in for a tokenizer that is not known: counts every byte of UTF-8 as a token. Byte-level
 * BPE and WordPiece never make more tokens than that, so a text within this bound is within the
 * model's limit; English text has about four bytes to a token, so chunks get that much shorter than
 * they could be. With the model's {@code tokenizer.json} counts are exact.
 */
record Utf8ByteBound(int maxTokens) implements Tokenizer {
  /** For the special tokens that the model puts around a text. */
  static final int SPECIALS = 2;

  @Override
  public int[] tokenStarts(String text) {
    int[] starts = new int[count(text)];
    int token = 0;
    int position = 0;
    for (int i = 0; i < text.length(); position++) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      for (int bytes = bytes(codePoint); bytes > 0; bytes--) {
        starts[token++] = position;
      }
    }
    return starts;
  }

  @Override
  public String fingerprint() {
    return "utf8-bytes:" + maxTokens;
  }

  private static int count(String text) {
    return text.codePoints().map(Utf8ByteBound::bytes).sum();
  }

  private static int bytes(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
