package io.oyl.ingest.tag;

/** The particles that Korean writes at the end of a noun without a space, and its verb endings. */
final class Korean {
  private static final String[] PARTICLES = {
    "에서는", "으로는", "이라는", "에서", "에게", "으로", "까지", "부터", "처럼", "보다", "이나", "라는", "한테",
    "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만"
  };
  private static final String[] VERB_ENDINGS = {
    "다", "요", "하는", "하고", "하여", "해서", "하면", "되는", "되고", "되어", "있는", "없는", "위한", "대한", "통해"
  };

  private Korean() {}

  /** Length of the noun in a word that ends in a particle, of the whole word otherwise. */
  static int nounLength(String word) {
    if (word.endsWith("주의")) {
      return word.length();
    }
    for (String particle : PARTICLES) {
      int rest = word.length() - particle.length();
      if (rest >= 2 && word.endsWith(particle)) {
        return rest;
      }
    }
    return word.length();
  }

  /** Whether the word is a verb, or an adjective in the place of one, by its ending. */
  static boolean isVerb(String word) {
    for (String ending : VERB_ENDINGS) {
      if (word.length() >= ending.length() + (ending.length() == 1 ? 1 : 0)
          && word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
