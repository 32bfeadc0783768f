package io.oyl.ingest.tag;

/** What a word is in its place: its part of speech, verbs by their ending. */
enum WordClass {
  NOUN,
  NAME,
  ADJECTIVE,
  GERUND,
  PARTICIPLE,
  VERB,
  ADVERB,
  NUMBER,
  OTHER;

  static WordClass of(Word word, byte tag) {
    if (word.number) {
      return NUMBER;
    }
    return switch (tag) {
      case PartOfSpeech.NOUN -> NOUN;
      case PartOfSpeech.NAME -> NAME;
      case PartOfSpeech.ADJECTIVE -> ADJECTIVE;
      case PartOfSpeech.VERB ->
          word.lower.endsWith("ing") ? GERUND : word.lower.endsWith("ed") ? PARTICIPLE : VERB;
      case PartOfSpeech.ADVERB -> ADVERB;
      case PartOfSpeech.NUMBER -> NUMBER;
      default -> OTHER;
    };
  }
}
