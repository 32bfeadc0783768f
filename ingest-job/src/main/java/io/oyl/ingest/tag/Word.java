package io.oyl.ingest.tag;

import org.jspecify.annotations.Nullable;

/** A distinct word of one document; what is worked out once for all of its occurrences. */
final class Word {
  /** Longer ones are not words that a person writes. */
  static final int MAX_LENGTH = 40;

  /** As written. */
  final String surface;

  /** In lower case, by the rules of the document's language. */
  final String lower;

  /** Number of the stem: words of one stem are the same word for matching. */
  final int stem;

  /** Grammar without a meaning of its own: it bounds a phrase. */
  final boolean stop;

  /** Too general to be a tag by itself, or to begin one unless it is a noun there. */
  final boolean weak;

  /** Has a letter and looks like a word. */
  final boolean wordLike;

  /** No word, and has a digit. */
  final boolean number;

  /** Written without a space to its neighbours. */
  final boolean spaceless;

  /** Occurrences inside a sentence, where a capital letter means something. */
  int insideSentence;

  /** What {@link PartOfSpeech} knows about the word without its neighbours. */
  PartOfSpeech.@Nullable Evidence evidence;

  /** What {@link EnglishRanking} knows about the word. */
  EnglishRanking.@Nullable Traits traits;

  Word(
      String surface,
      String lower,
      int stem,
      boolean stop,
      boolean weak,
      boolean wordLike,
      boolean spaceless) {
    this.surface = surface;
    this.lower = lower;
    this.stem = stem;
    this.stop = stop;
    this.weak = weak;
    this.wordLike = wordLike;
    this.number = !wordLike && lower.codePoints().anyMatch(Character::isDigit);
    this.spaceless = spaceless;
  }

  /** May be a tag by itself. */
  boolean carriesMeaning() {
    return wordLike && !stop && !weak;
  }

  boolean isPossessive() {
    return surface.endsWith("'s") || surface.endsWith("s'");
  }

  boolean isShort() {
    return surface.codePointCount(0, surface.length()) < 2;
  }

  boolean isCapitalized() {
    return Character.isUpperCase(surface.codePointAt(0));
  }

  boolean isAllCapitals() {
    return surface.codePoints().noneMatch(Character::isLowerCase)
        && surface.codePoints().anyMatch(Character::isUpperCase);
  }

  boolean hasInnerCapital() {
    return surface.codePoints().skip(1).anyMatch(Character::isUpperCase);
  }
}
