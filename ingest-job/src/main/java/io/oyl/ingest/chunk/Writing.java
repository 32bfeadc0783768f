package io.oyl.ingest.chunk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a language writes a full stop for, beside the end of a sentence. */
final class Writing {
  /** Two digits: a year or an amount is no ordinal number. */
  private static final int LONGEST_ORDINAL = 2;

  private static final int LONGEST_ROMAN = 5;

  /** Of no language, or of too many to ask for each of them. */
  private static final Set<String> COMMON =
      Set.of(
          "abb", "abs", "al", "approx", "art", "bd", "bzw", "ca", "cf", "ch", "chap", "dr", "ed",
          "eds", "eq", "eqs", "etc", "evtl", "fig", "figs", "ggf", "hrsg", "incl", "jr", "mr",
          "mrs", "ms", "no", "nos", "nr", "para", "pp", "prof", "ref", "refs", "resp", "sec", "sog",
          "sp", "spp", "sr", "st", "tab", "usw", "vgl", "viz", "vol", "vs");

  /** These write 3. for third. */
  private static final Set<String> WITH_DOTTED_ORDINALS =
      Set.of("cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "no", "sk", "sl", "sr", "tr");

  private static final Map<String, Set<String>> ABBREVIATIONS = abbreviations();

  private final Locale locale;

  /** Whether a small letter that stands alone may be a word. */
  private final boolean lettersStand;

  private final String lastWords;
  private final boolean ordinals;
  private final Set<String> abbreviations;

  Writing(Locale locale) {
    String language =
        switch (locale.getLanguage()) {
          case "nb", "nn" -> "no";
          case "bs" -> "hr";
          default -> locale.getLanguage();
        };
    this.locale = locale;
    this.lettersStand = language.isEmpty() || language.equals("en");
    this.lastWords = lastWords(language);
    this.ordinals = WITH_DOTTED_ORDINALS.contains(language);
    this.abbreviations = ABBREVIATIONS.getOrDefault(language, Set.of());
  }

  /** Words of one letter that may be the last of a sentence. */
  private static String lastWords(String language) {
    return switch (language) {
      case "bg" -> "\u0435";
      case "da", "no" -> "\u00e5\u00f8";
      case "fr" -> "y";
      case "it" -> "\u00e8";
      case "pt" -> "\u00e9";
      case "ru" -> "\u044f";
      case "sv" -> "\u00e5\u00f6";
      case "tr" -> "o";
      case "uk" -> "\u0454";
      default -> "";
    };
  }

  /** Whether what ends in a full stop at {@code stop} is a part of a sentence, by its last word. */
  boolean goesOn(String text, int from, int stop, boolean small) {
    int word = stop;
    while (word > from && isPartOfWord(text.charAt(word - 1))) {
      word--;
    }
    String last = text.substring(word, stop);
    return switch (last.length()) {
      case 0 -> ordinals && isOrdinal(text, from, stop);
      case 1 -> isLetter(last.charAt(0), small, text, from, word);
      default -> isAbbreviation(last) || (ordinals && isRoman(last));
    };
  }

  private boolean isAbbreviation(String word) {
    String lower = Normalizer.normalize(word, Normalizer.Form.NFC).toLowerCase(locale);
    return COMMON.contains(lower) || abbreviations.contains(lower);
  }

  /** An initial, or one of several letters, each with its full stop; a unit ends a sentence. */
  private boolean isLetter(char letter, boolean small, String text, int from, int word) {
    if (small || Character.isUpperCase(letter)) {
      return true;
    }
    if (word > from && text.charAt(word - 1) == '.') {
      return true;
    }
    int before = Visible.end(text, from, word);
    return !lettersStand
        && Character.UnicodeScript.of(letter) != Character.UnicodeScript.HANGUL
        && lastWords.indexOf(letter) < 0
        && (before == from || !Character.isDigit(text.charAt(before - 1)));
  }

  /** What an abbreviation counts is no ordinal number: "p. 12." */
  private static boolean isOrdinal(String text, int from, int stop) {
    int digits = stop;
    while (digits > from && Character.isDigit(text.charAt(digits - 1))) {
      digits--;
    }
    int length = stop - digits;
    if (length == 0 || length > LONGEST_ORDINAL) {
      return false;
    }
    int before = Visible.end(text, from, digits);
    boolean apart = before < digits || digits == from;
    return apart && (before == from || ".\u00a7".indexOf(text.charAt(before - 1)) < 0);
  }

  private static boolean isRoman(String word) {
    return word.length() <= LONGEST_ROMAN && word.chars().allMatch(c -> "IVX".indexOf(c) >= 0);
  }

  private static boolean isPartOfWord(char c) {
    int type = Character.getType(c);
    return Character.isLetter(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static Map<String, Set<String>> abbreviations() {
    InputStream in =
        Objects.requireNonNull(
            Writing.class.getResourceAsStream("abbreviations.txt"), "abbreviations.txt");
    Map<String, Set<String>> abbreviations = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .forEach(
              words ->
                  abbreviations
                      .computeIfAbsent(words[0], _ -> new HashSet<>())
                      .addAll(Arrays.asList(words).subList(1, words.length)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read abbreviations.txt", e);
    }
    return abbreviations;
  }
}
