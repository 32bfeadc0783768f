package io.oyl.ingest.tag;

import java.util.Set;

/**
 * Noun phrases by rules over parts of speech; without a model every word counts as a noun, and runs
 * of words between stop words are taken.
 *
 * @param tagged whether there is a model for the language
 * @param adjectivesFollow adjectives stand after the noun, and "de" joins two nouns
 */
record NounPhrases(boolean tagged, boolean adjectivesFollow) implements Grammar {
  private static final Set<String> POSSESSIVES =
      Set.of("my", "your", "his", "her", "its", "our", "their", "whose");

  @Override
  public boolean belongs(Word[] words, byte[] tags, int i, int from, int length) {
    Word word = words[i];
    if (!word.wordLike) {
      return false;
    }
    if (tagged && adjectivesFollow && isOf(word)) {
      return i > from
          && tags[i - 1] != PartOfSpeech.ADPOSITION
          && i + 1 < length
          && words[i + 1].carriesMeaning()
          && (tags[i + 1] == PartOfSpeech.NOUN || tags[i + 1] == PartOfSpeech.NAME);
    }
    if (word.stop) {
      return false;
    }
    return switch (tags[i]) {
      case PartOfSpeech.NOUN, PartOfSpeech.NAME, PartOfSpeech.ADJECTIVE -> true;
      case PartOfSpeech.VERB -> isParticiple(words, tags, i, length);
      default -> isAdverb(words, tags, i, length);
    };
  }

  /** "slightly lossy compression", "naturally occurring signals". */
  private boolean isAdverb(Word[] words, byte[] tags, int i, int length) {
    return !adjectivesFollow
        && !words[i].weak
        && words[i].lower.endsWith("ly")
        && i + 2 < length
        && !words[i + 1].stop
        && (tags[i + 1] == PartOfSpeech.ADJECTIVE || tags[i + 1] == PartOfSpeech.VERB)
        && belongs(words, tags, i + 1, i + 1, length)
        && !words[i + 2].stop
        && (tags[i + 2] == PartOfSpeech.NOUN || tags[i + 2] == PartOfSpeech.NAME);
  }

  private boolean isOf(Word word) {
    return word.lower.equals("de") || word.lower.equals("d'");
  }

  /** "distributed systems", "the underlying model", "natural language processing". */
  private boolean isParticiple(Word[] words, byte[] tags, int i, int length) {
    if (adjectivesFollow) {
      return false;
    }
    String lower = words[i].lower;
    boolean first = i == 0 || !words[i - 1].wordLike;
    byte before = first ? PartOfSpeech.OTHER : tags[i - 1];
    boolean inside =
        switch (before) {
          case PartOfSpeech.NOUN,
              PartOfSpeech.ADJECTIVE,
              PartOfSpeech.DETERMINER,
              PartOfSpeech.ADPOSITION,
              PartOfSpeech.CONJUNCTION ->
              true;
          default -> !first && POSSESSIVES.contains(words[i - 1].lower);
        };
    if (lower.endsWith("ed")) {
      return nounFollows(words, tags, i, length) && (first || inside);
    }
    if (lower.endsWith("ing")) {
      boolean last = i + 1 >= length || !words[i + 1].wordLike || words[i + 1].stop;
      boolean determined = i + 1 < length && tags[i + 1] == PartOfSpeech.DETERMINER;
      boolean named = before == PartOfSpeech.NOUN || before == PartOfSpeech.ADJECTIVE;
      return (inside && nounFollows(words, tags, i, length)) || (named && last && !determined);
    }
    return false;
  }

  private boolean nounFollows(Word[] words, byte[] tags, int i, int length) {
    return i + 1 < length
        && words[i + 1].wordLike
        && !words[i + 1].stop
        && (tags[i + 1] == PartOfSpeech.NOUN
            || tags[i + 1] == PartOfSpeech.NAME
            || tags[i + 1] == PartOfSpeech.ADJECTIVE);
  }

  @Override
  public boolean begins(Word word, byte tag) {
    return !word.stop
        && tag != PartOfSpeech.ADPOSITION
        && (!word.weak || (tagged && tag == PartOfSpeech.NOUN));
  }

  @Override
  public boolean ends(Word word, byte tag) {
    if (word.stop) {
      return false;
    }
    return switch (tag) {
      case PartOfSpeech.NOUN, PartOfSpeech.NAME -> true;
      case PartOfSpeech.ADJECTIVE -> adjectivesFollow;
      case PartOfSpeech.VERB -> word.lower.endsWith("ing");
      default -> false;
    };
  }
}
