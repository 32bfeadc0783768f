package io.oyl.ingest.tag;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which language a text without a known one is in: by its script where that decides, otherwise by
 * whose stop words are most frequent.
 */
final class LanguageGuess {
  private static final int CODE_UNITS = 20_000;
  private static final int LEAST_STOP_WORDS = 3;

  private LanguageGuess() {}

  static Language of(String text) {
    String start = text.substring(0, Math.min(text.length(), CODE_UNITS));
    Map<UnicodeScript, Integer> scripts = new EnumMap<>(UnicodeScript.class);
    start
        .codePoints()
        .filter(Character::isLetter)
        .forEach(c -> scripts.merge(UnicodeScript.of(c), 1, Integer::sum));
    int letters = scripts.values().stream().mapToInt(Integer::intValue).sum();
    int kana =
        scripts.getOrDefault(UnicodeScript.HIRAGANA, 0)
            + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
    int han = scripts.getOrDefault(UnicodeScript.HAN, 0);
    if ((kana + han) * 2 > letters) {
      return known(kana * 10 > kana + han ? "ja" : "zh");
    }
    if (scripts.getOrDefault(UnicodeScript.HANGUL, 0) * 2 > letters) {
      return known("ko");
    }
    if (scripts.getOrDefault(UnicodeScript.THAI, 0) * 2 > letters) {
      return known("th");
    }
    if (start.codePoints().anyMatch(c -> c == 'ы' || c == 'э') && isCyrillic(scripts, letters)) {
      return known("ru");
    }
    return byStopWords(start);
  }

  private static boolean isCyrillic(Map<UnicodeScript, Integer> scripts, int letters) {
    return scripts.getOrDefault(UnicodeScript.CYRILLIC, 0) * 2 > letters;
  }

  private static Language known(String code) {
    Language language = Language.of(code);
    return language == null ? Language.NONE : language;
  }

  private static Language byStopWords(String start) {
    String[] words = start.split("[^\\p{L}\\p{M}'’]+", -1);
    Language best = Language.NONE;
    int most = LEAST_STOP_WORDS - 1;
    for (Language language : Language.known()) {
      int count = 0;
      for (String word : words) {
        if (!word.isEmpty() && language.isStopWord(language.lower(word))) {
          count++;
        }
      }
      if (count > most) {
        most = count;
        best = language;
      }
    }
    return best;
  }
}
