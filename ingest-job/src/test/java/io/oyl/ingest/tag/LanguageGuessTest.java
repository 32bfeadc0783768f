package io.oyl.ingest.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguageGuessTest {
  @Test
  void eachLanguageKnowsItsStopWordsByItsOwnRules() {
    for (Language language : Language.known()) {
      for (String word : language.stopWords()) {
        isGuessedOf(word.toUpperCase(Locale.of(language.code())));
      }
    }
    assertThat(LanguageGuess.byStopWords(Map.of("İÇİN", 3))).isSameAs(Language.of("tr"));
    assertThat(LanguageGuess.byStopWords(Map.of("했다", 3))).isSameAs(Language.of("ko"));
  }

  private static void isGuessedOf(String word) {
    Map<String, Integer> words = Map.of(word, 3);
    assertThat(LanguageGuess.byStopWords(words)).as(word).isSameAs(mostOf(words));
  }

  /** What comes out when each language is asked for each word. */
  private static Language mostOf(Map<String, Integer> words) {
    Language best = Language.NONE;
    int most = 2;
    for (Language language : Language.known()) {
      int count = 0;
      for (Map.Entry<String, Integer> word : words.entrySet()) {
        count += language.isListed(language.lower(word.getKey())) ? word.getValue() : 0;
      }
      if (count > most) {
        most = count;
        best = language;
      }
    }
    return best;
  }

  @Test
  void wordsAreCutAtWhatIsNeitherLetterNorMarkNorApostrophe() {
    assertThat(LanguageGuess.words("L’été, e\u0301t😀x_y don't 7x7"))
        .isEqualTo(Map.of("L’été", 1, "e\u0301t", 1, "x", 2, "y", 1, "don't", 1));
  }
}
