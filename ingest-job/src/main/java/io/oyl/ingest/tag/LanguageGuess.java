package io.oyl.ingest.tag;

import io.oyl.ingest.extract.ScriptLanguage;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which language a text without a known one is in: by its script where that decides, otherwise by
 * whose stop words are most frequent.
 */
final class LanguageGuess {
  private static final int CODE_UNITS = 20_000;
  private static final int LEAST_STOP_WORDS = 3;

  /** Languages by their stop words, but for those that have rules of their own. */
  private static final Map<String, List<Language>> BY_STOP_WORD = new HashMap<>();

  private static final Set<Language> WITH_OWN_RULES = new LinkedHashSet<>();

  static {
    for (Language language : Language.known()) {
      if (language.hasOwnRules()) {
        WITH_OWN_RULES.add(language);
      } else {
        language
            .stopWords()
            .forEach(
                word -> BY_STOP_WORD.computeIfAbsent(word, _ -> new ArrayList<>()).add(language));
      }
    }
  }

  private LanguageGuess() {}

  static Language of(String text) {
    String start = text.substring(0, Math.min(text.length(), CODE_UNITS));
    String byScript = ScriptLanguage.of(start);
    if (byScript == null) {
      return isRussian(start) ? known("ru") : byStopWords(words(start));
    }
    return known(byScript);
  }

  /**
   * Whether it is in Cyrillic with letters that, of its languages with lists, Russian alone has.
   */
  private static boolean isRussian(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long cyrillic =
        text.codePoints()
            .filter(Character::isLetter)
            .filter(c -> UnicodeScript.of(c) == UnicodeScript.CYRILLIC)
            .count();
    return cyrillic * 2 > letters && (text.indexOf('ы') >= 0 || text.indexOf('э') >= 0);
  }

  private static Language known(String code) {
    Language language = Language.of(code);
    return language == null ? Language.NONE : language;
  }

  /** How often each word comes. */
  static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (!isPartOfWord(c)) {
        count(text, from, i, words);
        from = next;
      }
      i = next;
    }
    count(text, from, text.length(), words);
    return words;
  }

  private static void count(String text, int from, int to, Map<String, Integer> words) {
    if (from < to) {
      words.merge(text.substring(from, to), 1, Integer::sum);
    }
  }

  private static boolean isPartOfWord(int c) {
    return Character.isLetter(c) || c == '\'' || c == '’' || TextScanner.isMark(c);
  }

  /** The language that counts most of these words among its stop words. */
  static Language byStopWords(Map<String, Integer> words) {
    Map<Language, Integer> counts = new HashMap<>();
    words.forEach(
        (word, count) -> {
          String lower = word.toLowerCase(Locale.ROOT);
          for (Language language : BY_STOP_WORD.getOrDefault(lower, List.of())) {
            counts.merge(language, count, Integer::sum);
          }
          for (Language language : WITH_OWN_RULES) {
            if (language.isListed(language.lower(word))) {
              counts.merge(language, count, Integer::sum);
            }
          }
        });
    Language best = Language.NONE;
    int most = LEAST_STOP_WORDS - 1;
    for (Language language : Language.known()) {
      int count = counts.getOrDefault(language, 0);
      if (count > most) {
        most = count;
        best = language;
      }
    }
    return best;
  }
}
