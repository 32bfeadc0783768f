package io.oyl.ingest.embed;

import io.oyl.ingest.chunk.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The tokens of texts, word by word, for a tokenizer that separates at white space and around some
 * signs. It is asked once for a word however often the word comes, and for all unknown words of a
 * text together. Thread-safe.
 */
final class WordTokens {
  /** A longer word is not expected to come again. */
  private static final int LONGEST = 32;

  private static final int[] NONE = {};

  private final Function<String, int[]> tokenizer;
  private final IntPredicate standsAlone;
  private final int most;
  private final Map<String, int[]> known = new ConcurrentHashMap<>();

  /** A word of a text; its start in code points. */
  private record Word(String letters, int start) {}

  /**
   * Remembers words.
   *
   * @param tokenizer gives the start of each token of a text, in code points
   * @param standsAlone which signs it takes for words of their own, whatever is beside them
   * @param most so many words are remembered; before another one all are forgotten
   */
  WordTokens(Function<String, int[]> tokenizer, IntPredicate standsAlone, int most) {
    this.tokenizer = tokenizer;
    this.standsAlone = standsAlone;
    this.most = most;
  }

  /** What the tokenizer says of the whole text. */
  int[] starts(String text) {
    if (hasHalfPair(text)) {
      return tokenizer.apply(text); // it is no UTF-8: positions behind it are not to be relied on
    }
    List<Word> words = words(text);
    Map<String, int[]> tokens = tokens(words);
    int[] starts = new int[2 * words.size()];
    int count = 0;
    for (Word word : words) {
      int[] inside = tokens.getOrDefault(word.letters, NONE);
      if (count + inside.length > starts.length) {
        starts = Arrays.copyOf(starts, 2 * (count + inside.length));
      }
      for (int start : inside) {
        starts[count++] = word.start + start;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private List<Word> words(String text) {
    List<Word> words = new ArrayList<>(text.length() / 5 + 1);
    int codePoint = 0;
    int unit = 0;
    while (unit < text.length()) {
      int end = end(text, unit);
      if (end > unit + 1 || !Tokenizer.isSeparator(text.charAt(unit))) {
        words.add(new Word(text.substring(unit, end), codePoint));
      }
      codePoint += text.codePointCount(unit, end);
      unit = end;
    }
    return words;
  }

  /** End of the word, the sign or the separator that begins here. */
  private int end(String text, int from) {
    int end = from;
    while (end < text.length()
        && !standsAlone.test(text.charAt(end))
        && !Tokenizer.isSeparator(text.charAt(end))) {
      end++;
    }
    return Math.max(end, from + 1);
  }

  private Map<String, int[]> tokens(List<Word> words) {
    Map<String, int[]> tokens = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (Word word : words) {
      if (!tokens.containsKey(word.letters)) {
        int[] remembered = known.get(word.letters);
        tokens.put(word.letters, remembered == null ? NONE : remembered);
        if (remembered == null) {
          unknown.add(word.letters);
        }
      }
    }
    if (!unknown.isEmpty()) {
      learn(unknown, tokens);
    }
    return tokens;
  }

  private void learn(List<String> words, Map<String, int[]> tokens) {
    int[] all = tokenizer.apply(String.join(" ", words));
    int begin = 0;
    int from = 0;
    for (String word : words) {
      int end = begin + word.codePointCount(0, word.length());
      int to = from;
      while (to < all.length && all[to] < end) {
        to++;
      }
      int[] inside = new int[to - from];
      for (int i = from; i < to; i++) {
        inside[i - from] = all[i] - begin;
      }
      tokens.put(word, inside);
      remember(word, inside);
      begin = end + 1;
      from = to;
    }
  }

  private void remember(String word, int[] tokens) {
    if (word.length() <= LONGEST) {
      if (known.size() >= most) {
        known.clear();
      }
      known.put(word, tokens);
    }
  }
}
