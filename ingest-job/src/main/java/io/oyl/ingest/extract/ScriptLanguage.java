package io.oyl.ingest.extract;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The language of a text in a script that one language alone is written in, however short. */
public final class ScriptLanguage {
  private static final Map<UnicodeScript, String> LANGUAGES =
      Map.ofEntries(
          Map.entry(UnicodeScript.ARMENIAN, "hy"),
          Map.entry(UnicodeScript.GEORGIAN, "ka"),
          Map.entry(UnicodeScript.GREEK, "el"),
          Map.entry(UnicodeScript.GUJARATI, "gu"),
          Map.entry(UnicodeScript.GURMUKHI, "pa"),
          Map.entry(UnicodeScript.HANGUL, "ko"),
          Map.entry(UnicodeScript.HEBREW, "he"),
          Map.entry(UnicodeScript.KANNADA, "kn"),
          Map.entry(UnicodeScript.KHMER, "km"),
          Map.entry(UnicodeScript.LAO, "lo"),
          Map.entry(UnicodeScript.MALAYALAM, "ml"),
          Map.entry(UnicodeScript.SINHALA, "si"),
          Map.entry(UnicodeScript.TAMIL, "ta"),
          Map.entry(UnicodeScript.TELUGU, "te"),
          Map.entry(UnicodeScript.THAI, "th"));

  /** Chinese quotes a Japanese name now and then, Japanese has kana in every sentence. */
  private static final int IDEOGRAPHS_PER_KANA = 20;

  /** A letter that stands alone is a sign, as in a formula. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]{2,}");

  private ScriptLanguage() {}

  /** ISO 639-1, null when no such script has more than half of the letters in the words. */
  public static @Nullable String of(String text) {
    Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
    WORD.matcher(text)
        .results()
        .flatMapToInt(word -> word.group().codePoints())
        .filter(Character::isLetter)
        .forEach(letter -> letters.merge(UnicodeScript.of(letter), 1, Integer::sum));
    letters.remove(UnicodeScript.COMMON);
    int half = letters.values().stream().mapToInt(Integer::intValue).sum() / 2;
    int kana = count(letters, UnicodeScript.HIRAGANA) + count(letters, UnicodeScript.KATAKANA);
    int ideographs = count(letters, UnicodeScript.HAN);
    if (kana + ideographs > half) {
      return kana * IDEOGRAPHS_PER_KANA > ideographs ? "ja" : "zh";
    }
    return letters.entrySet().stream()
        .filter(script -> script.getValue() > half)
        .map(script -> LANGUAGES.get(script.getKey()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static int count(Map<UnicodeScript, Integer> letters, UnicodeScript script) {
    return letters.getOrDefault(script, 0);
  }
}
