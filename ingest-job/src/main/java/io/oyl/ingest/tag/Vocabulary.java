package io.oyl.ingest.tag;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The distinct words of one document. Not thread-safe: one for each document. */
final class Vocabulary {
  private final Language language;
  private final Map<String, Word> words = new HashMap<>();
  private final Map<String, Integer> stems = new HashMap<>();

  Vocabulary(Language language) {
    this.language = language;
  }

  /** The word written like this, known from now on. */
  Word word(String surface) {
    Word known = words.get(surface);
    if (known == null) {
      String composed = Normalizer.normalize(surface, Normalizer.Form.NFC);
      known = words.get(composed);
      if (known == null) {
        known = describe(composed);
        words.put(composed, known);
      }
      words.put(surface, known);
    }
    return known;
  }

  /** The word written like this if the document has it. */
  @Nullable Word find(String surface) {
    return words.get(surface);
  }

  /** Whether it is grammar without a meaning of its own, whether the document has it or not. */
  boolean isStopWord(String word) {
    return language.isListed(word);
  }

  private Word describe(String surface) {
    String lower = language.lower(surface);
    boolean wordLike = isWordLike(surface);
    String bare = lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower;
    String stem = wordLike ? language.stem(bare) : lower;
    Integer number = stems.computeIfAbsent(stem, key -> stems.size());
    return new Word(
        surface,
        lower,
        number,
        surface.endsWith("'") || language.isStopWord(bare),
        language.isWeak(bare),
        wordLike,
        TextScanner.isSpaceless(surface.codePointAt(0)));
  }

  /** Not a number, not a checksum, not a cry, not a line of dashes. */
  private static boolean isWordLike(String surface) {
    if (surface.length() > Word.MAX_LENGTH) {
      return false;
    }
    int letters = 0;
    int digits = 0;
    int changes = 0;
    int repeats = 0;
    int previous = -1;
    for (int i = 0; i < surface.length(); ) {
      int c = surface.codePointAt(i);
      boolean digit = Character.isDigit(c);
      if (digit) {
        digits++;
      } else if (Character.isLetter(c)) {
        letters++;
      }
      if (previous >= 0 && digit != Character.isDigit(previous)) {
        changes++;
      }
      if (c == previous) {
        repeats++;
        if (repeats > 2) {
          return false;
        }
      } else {
        repeats = 0;
      }
      previous = c;
      i += Character.charCount(c);
    }
    return letters > 0 && digits <= 2 + letters && changes < 5;
  }
}
