package io.oyl.ingest.tag;

/**
 * Runs of words that mean something, up to a verb: for English, where {@link EnglishRanking} has
 * learned from labelled text which of them and of their parts are keyphrases.
 */
record WordRuns() implements Grammar {
  private static final int LONGEST_NUMBER = 4;

  @Override
  public boolean belongs(Word[] words, byte[] tags, int i, int from, int length) {
    return !words[i].stop
        && switch (classOf(words, tags, i)) {
          case NUMBER -> words[i].wordLike || isShortNumber(words[i].surface);
          case VERB, OTHER -> false;
          default -> words[i].wordLike;
        };
  }

  /** The model takes signs for numbers, too. */
  private static boolean isShortNumber(String surface) {
    return surface.length() <= LONGEST_NUMBER && Character.isLetterOrDigit(surface.codePointAt(0));
  }

  /** What stands after an article, an adjective or a preposition is no verb: "the sign problem". */
  private static WordClass classOf(Word[] words, byte[] tags, int i) {
    WordClass known = WordClass.of(words[i], tags[i]);
    if (known != WordClass.VERB || i == 0) {
      return known;
    }
    return switch (tags[i - 1]) {
      case PartOfSpeech.DETERMINER, PartOfSpeech.ADJECTIVE, PartOfSpeech.ADPOSITION ->
          WordClass.NOUN;
      default -> WordClass.VERB;
    };
  }

  @Override
  public boolean begins(Word word, byte tag) {
    return true;
  }

  @Override
  public boolean ends(Word word, byte tag) {
    return switch (WordClass.of(word, tag)) {
      case NOUN, NAME, GERUND, VERB, NUMBER -> true;
      default -> false;
    };
  }
}
