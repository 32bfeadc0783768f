package io.oyl.ingest.tag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders the phrases of a document by how well they say what it is about. The score is a product of
 * powers, one for each property. The weights were fitted to keyphrases that people gave to
 * abstracts and papers (by cross entropy over the phrases of a document) and rounded; those of
 * headings and titles, which that data does not mark, are set by hand.
 */
final class Ranking {
  /** Logarithm of the factor for 1, 2, 3, … words. */
  private static final double[] BY_LENGTH = {-0.95, 0.7, 0.9, 0.7, 0};

  private static final int MAX_CHARACTERS = 14;

  private static final Comparator<Phrase> BEST_FIRST =
      Comparator.comparingDouble((Phrase phrase) -> -phrase.score)
          .thenComparingInt(phrase -> phrase.order);

  private final PhraseFinder finder;
  private final Set<Integer> titleStems;
  private final Specificity specificity;
  private final CalendarNames calendar;
  private final Codes codes;
  private final @Nullable EnglishRanking english;

  private Ranking(
      PhraseFinder finder,
      Set<Integer> titleStems,
      Specificity specificity,
      CalendarNames calendar) {
    this.finder = finder;
    this.calendar = calendar;
    this.codes = new Codes(finder.phrases());
    this.titleStems = titleStems;
    this.specificity = specificity;
    this.english = finder.isEnglish() ? new EnglishRanking(finder) : null;
  }

  /** Scores the phrases that could be tags and gives them, best first. */
  static List<Phrase> rank(
      PhraseFinder finder,
      Set<Integer> titleStems,
      Specificity specificity,
      CalendarNames calendar) {
    Ranking ranking = new Ranking(finder, titleStems, specificity, calendar);
    List<Phrase> candidates = new ArrayList<>();
    for (Phrase phrase : finder.phrases()) {
      if (ranking.isCandidate(phrase) && ranking.saysSomething(phrase.words())) {
        phrase.score = ranking.score(phrase);
        candidates.add(phrase);
      }
    }
    candidates.sort(BEST_FIRST);
    return candidates;
  }

  /** Words side by side that are not known to be a noun phrase must come back to be believed. */
  private boolean isCandidate(Phrase phrase) {
    if (english != null) {
      return phrase.count > 1 || phrase.whole > 0;
    }
    if (finder.knowsPartsOfSpeech()) {
      return phrase.whole > 0;
    }
    return phrase.count > 1 || (phrase.whole > 0 && phrase.stems.length <= 2);
  }

  /** No date, and no code with nothing that tells what it is the code of. */
  private boolean saysSomething(Word[] words) {
    return !calendar.isDate(words)
        && !Arrays.stream(words).allMatch(word -> !word.wordLike || codes.isCode(word));
  }

  private double score(Phrase phrase) {
    if (english != null) {
      double logOdds = english.logOdds(phrase) + byHeadings(phrase);
      return specificity.of(phrase.words()) / (1 + Math.exp(-logOdds));
    }
    Word[] words = phrase.words();
    double count = phrase.count;
    double score =
        0.8 * Math.log(count)
            + 1.1 * phrase.whole / count
            - 0.85 * phrase.headed / count
            + 0.4 * phrase.names / count
            - 0.5 * Math.log1p(phrase.firstSentence)
            + byHeadings(phrase)
            + byWords(words);
    return Math.exp(score) * specificity.of(words);
  }

  private double byHeadings(Phrase phrase) {
    double inTitle = Arrays.stream(phrase.stems).filter(titleStems::contains).count();
    return (phrase.inHeadings > 0 ? 0.4 : 0) + 0.5 * inTitle / phrase.stems.length;
  }

  private double byWords(Word[] words) {
    double frequency = 0;
    double characters = 0;
    boolean digits = false;
    boolean capitals = finder.knowsPartsOfSpeech();
    for (Word word : words) {
      frequency += Math.log1p(finder.stemCount(word.stem));
      characters += Math.min(MAX_CHARACTERS, word.surface.length());
      digits |= word.surface.chars().anyMatch(Character::isDigit);
      capitals &= word.isAllCapitals();
    }
    int length = words.length;
    boolean characterwise = words[0].spaceless && words[0].isShort();
    return (characterwise ? 0.3 * length : BY_LENGTH[Math.min(length, BY_LENGTH.length) - 1])
        + 0.15 * frequency / length
        + 0.11 * characters / length
        + (digits ? 0.25 : 0)
        + (capitals ? 1.3 : 0)
        - (words[0].weak ? 0.7 : 0)
        - (words[length - 1].weak ? 0.45 : 0);
  }
}
