package io.oyl.ingest.chunk;

import java.util.Arrays;

/**
 * Where the tokens of a whole text start, found in one pass over slices of bounded size. Positions
 * are UTF-16 units of the text.
 */
final class TokenPositions {
  private static final int SLICE = 16_384;
  private static final int MAX_CHARACTERS_PER_TOKEN = 10;

  private final String text;
  private final boolean separatesAtWhiteSpace;
  private int[] starts = new int[64];
  private int count;

  /** Ends of slices that cut a word: tokens around them may be others than in the whole text. */
  private int[] seams = new int[4];

  private int seamCount;

  TokenPositions(String text, Tokenizer tokenizer) {
    this.text = text;
    this.separatesAtWhiteSpace = tokenizer.separatesAtWhiteSpace();
    int from = 0;
    while (from < text.length()) {
      int to = sliceEnd(from);
      add(from, text.substring(from, to), tokenizer);
      from = to;
    }
  }

  private int sliceEnd(int from) {
    if (text.length() - from <= SLICE) {
      return text.length();
    }
    int end = from + SLICE;
    for (int i = end; i > end - SLICE / 4; i--) {
      if (Tokenizer.isSeparator(text.charAt(i))) {
        return i;
      }
    }
    if (Character.isLowSurrogate(text.charAt(end))
        && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    if (seamCount == seams.length) {
      seams = Arrays.copyOf(seams, 2 * seamCount);
    }
    seams[seamCount++] = end;
    return end;
  }

  private void add(int from, String slice, Tokenizer tokenizer) {
    int[] found = tokenizer.tokenStarts(slice);
    if (starts.length < count + found.length) {
      starts = Arrays.copyOf(starts, Math.max(count + found.length, count + count / 2));
    }
    int codePoint = 0;
    int unit = 0;
    for (int start : found) {
      unit = slice.offsetByCodePoints(unit, start - codePoint);
      codePoint = start;
      starts[count++] = from + unit;
    }
  }

  /** Tokens of the whole text. */
  int count() {
    return count;
  }

  /** Tokens that start before this unit. */
  int before(int unit) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] < unit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Tokens that start in {@code [from, to)}. */
  int count(int from, int to) {
    return before(to) - before(from);
  }

  /**
   * How long a part is, in tokens; a token stands for at most so many characters, or tokenizers
   * that make one token of any long word would let a chunk grow without end.
   */
  int size(int from, int to) {
    return Math.max(
        count(from, to), (to - from + MAX_CHARACTERS_PER_TOKEN - 1) / MAX_CHARACTERS_PER_TOKEN);
  }

  /** The farthest end of a part that begins here and is not longer. */
  int end(int from, int size) {
    return Math.min(
        start(before(from) + size),
        from + (int) Math.min(1 << 24, (long) size * MAX_CHARACTERS_PER_TOKEN));
  }

  /** Unit at which a token starts; the text's end beyond the last one. */
  int start(int token) {
    return token < count ? starts[token] : text.length();
  }

  /** A number for the letters of a token, whatever their case; other tokens may share it. */
  int term(int token) {
    int end = start(token + 1);
    int hash = 0;
    for (int i = starts[token]; i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ') {
        break;
      }
      hash = 31 * hash + Character.toLowerCase(c);
    }
    return hash ^ (hash >>> 15);
  }

  /** True when {@link #count} is what the tokenizer would say of this part alone. */
  boolean isExact(int from, int to) {
    if (!separatesAtWhiteSpace
        || (from > 0 && !Tokenizer.isSeparator(text.charAt(from - 1)))
        || (to < text.length() && !Tokenizer.isSeparator(text.charAt(to)))) {
      return false;
    }
    int seam = Arrays.binarySearch(seams, 0, seamCount, from);
    int next = seam < 0 ? -seam - 1 : seam;
    return next == seamCount || seams[next] >= to;
  }
}
