package io.oyl.ingest.tag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the phrases of one document that could be tags: noun phrases where there is a model for
 * parts of speech, runs of words between stop words where there is none, runs of characters that
 * come back where words are not separated. Not thread-safe.
 */
final class PhraseFinder implements TextScanner.Sink {
  private static final int MAX_PHRASES = 400_000;
  private static final int MAX_CHARACTERS = 6;
  private static final Set<String> POSSESSIVES =
      Set.of("my", "your", "his", "her", "its", "our", "their", "whose");

  /** One place of a phrase. */
  record Occurrence(Phrase phrase, int start, int end) {}

  private final @Nullable PartOfSpeech partOfSpeech;
  private final boolean adjectivesFollow;
  private final int maxWords;
  private final byte[] tags = new byte[TextScanner.MAX_SENTENCE];
  private final Map<Long, Integer> nodes = new HashMap<>();
  private final List<@Nullable Phrase> byNode = new ArrayList<>();
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Occurrence> occurrences = new ArrayList<>();
  private int[] stemCounts = new int[1024];
  private int sentence;
  private boolean heading;
  private boolean cells;

  PhraseFinder(@Nullable PartOfSpeech partOfSpeech, String language, int maxWords) {
    this.partOfSpeech = partOfSpeech;
    this.adjectivesFollow = language.equals("fr");
    this.maxWords = maxWords;
    byNode.add(null);
  }

  /** What comes from now on is a heading or is not. */
  void heading(boolean isHeading) {
    this.heading = isHeading;
  }

  /** What comes from now on are the cells of a table, which are no sentences, or is not. */
  void cells(boolean areCells) {
    this.cells = areCells;
  }

  /** In the order of first occurrence. */
  List<Phrase> phrases() {
    return phrases;
  }

  /** In the order of the text. */
  List<Occurrence> occurrences() {
    return occurrences;
  }

  /** Whether the phrases are noun phrases, not just words side by side. */
  boolean knowsPartsOfSpeech() {
    return partOfSpeech != null;
  }

  /** How often a stem is used in noun phrases. */
  int stemCount(int stem) {
    return stem < stemCounts.length ? stemCounts[stem] : 0;
  }

  @Override
  public void sentence(Word[] words, int[] starts, int[] ends, int length) {
    if (!heading) {
      for (int i = 1; i < length; i++) {
        words[i].insideSentence++;
      }
    }
    if (partOfSpeech == null || cells) {
      Arrays.fill(tags, 0, length, PartOfSpeech.NOUN);
    } else {
      partOfSpeech.tag(words, length, tags);
    }
    int i = 0;
    while (i < length) {
      int end = i;
      while (end < length && belongs(words, end, i, length)) {
        end++;
        if (words[end - 1].isPossessive()) {
          break;
        }
      }
      if (end > i) {
        phrase(words, starts, ends, i, end);
      }
      i = Math.max(end, i + 1);
    }
    sentence++;
  }

  /** Whether the word at {@code i} can go on a phrase that began at {@code from}. */
  private boolean belongs(Word[] words, int i, int from, int length) {
    Word word = words[i];
    if (!word.wordLike) {
      return false;
    }
    if (partOfSpeech != null && adjectivesFollow && isOf(word)) {
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
      case PartOfSpeech.VERB -> isParticiple(words, i, length);
      default -> isAdverb(words, i, length);
    };
  }

  /** "slightly lossy compression", "naturally occurring signals". */
  private boolean isAdverb(Word[] words, int i, int length) {
    return !adjectivesFollow
        && !words[i].weak
        && words[i].lower.endsWith("ly")
        && i + 2 < length
        && !words[i + 1].stop
        && (tags[i + 1] == PartOfSpeech.ADJECTIVE || tags[i + 1] == PartOfSpeech.VERB)
        && belongs(words, i + 1, i + 1, length)
        && !words[i + 2].stop
        && (tags[i + 2] == PartOfSpeech.NOUN || tags[i + 2] == PartOfSpeech.NAME);
  }

  private boolean isOf(Word word) {
    return word.lower.equals("de") || word.lower.equals("d'");
  }

  /** "distributed systems", "the underlying model", "natural language processing". */
  private boolean isParticiple(Word[] words, int i, int length) {
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
      return nounFollows(words, i, length) && (first || inside);
    }
    if (lower.endsWith("ing")) {
      boolean last = i + 1 >= length || !words[i + 1].wordLike || words[i + 1].stop;
      boolean determined = i + 1 < length && tags[i + 1] == PartOfSpeech.DETERMINER;
      boolean named = before == PartOfSpeech.NOUN || before == PartOfSpeech.ADJECTIVE;
      return (inside && nounFollows(words, i, length)) || (named && last && !determined);
    }
    return false;
  }

  private boolean nounFollows(Word[] words, int i, int length) {
    return i + 1 < length
        && words[i + 1].wordLike
        && !words[i + 1].stop
        && (tags[i + 1] == PartOfSpeech.NOUN
            || tags[i + 1] == PartOfSpeech.NAME
            || tags[i + 1] == PartOfSpeech.ADJECTIVE);
  }

  private void phrase(Word[] words, int[] starts, int[] ends, int from, int to) {
    int first = from;
    int end = to;
    while (first < end && !begins(words[first], first)) {
      first++;
    }
    while (end > first && !ends(words[end - 1], end - 1)) {
      end--;
    }
    if (first == end) {
      return;
    }
    boolean characters = words[first].spaceless && words[first].isShort();
    int most = characters ? MAX_CHARACTERS : maxWords;
    for (int i = first; i < end; i++) {
      count(words[i].stem);
    }
    boolean fits = end - first <= most;
    for (int i = first; i < end; i++) {
      int node = 0;
      for (int j = i; j < end && j - i < most; j++) {
        node = next(node, words[j].stem);
        if (node < 0) {
          break;
        }
        if (j == i && (words[j].isShort() || words[j].weak)) {
          continue;
        }
        if (j > i && words[j].stem == words[j - 1].stem) {
          break;
        }
        if (!begins(words[i], i) || !ends(words[j], j)) {
          continue;
        }
        Phrase phrase = phraseAt(node, words, i, j + 1);
        if (phrase.count == 0) {
          phrase.firstSentence = sentence;
        }
        phrase.count++;
        if (heading) {
          phrase.inHeadings++;
        }
        if (j == end - 1) {
          phrase.headed++;
        }
        if (j == end - 1 && (fits ? i == first : j - i == most - 1)) {
          phrase.whole++;
        }
        if (tags[j] == PartOfSpeech.NAME) {
          phrase.names++;
        }
        phrase.form(words, i, j + 1);
        occurrences.add(new Occurrence(phrase, starts[i], ends[j]));
      }
    }
  }

  /** May stand first in a phrase. */
  private boolean begins(Word word, int i) {
    return !word.stop
        && tags[i] != PartOfSpeech.ADPOSITION
        && (!word.weak || (partOfSpeech != null && tags[i] == PartOfSpeech.NOUN));
  }

  /** May stand last in a phrase. */
  private boolean ends(Word word, int i) {
    if (word.stop) {
      return false;
    }
    return switch (tags[i]) {
      case PartOfSpeech.NOUN, PartOfSpeech.NAME -> true;
      case PartOfSpeech.ADJECTIVE -> adjectivesFollow;
      case PartOfSpeech.VERB -> word.lower.endsWith("ing");
      default -> false;
    };
  }

  /** Stem sequences are numbered as the nodes of a tree, so that equal ones meet exactly. */
  private int next(int node, int stem) {
    long key = ((long) node << 32) | stem;
    Integer known = nodes.get(key);
    if (known != null) {
      return known;
    }
    if (byNode.size() >= MAX_PHRASES) {
      return -1;
    }
    nodes.put(key, byNode.size());
    byNode.add(null);
    return byNode.size() - 1;
  }

  private Phrase phraseAt(int node, Word[] words, int from, int to) {
    Phrase known = byNode.get(node);
    if (known != null) {
      return known;
    }
    int[] stems = new int[to - from];
    for (int i = from; i < to; i++) {
      stems[i - from] = words[i].stem;
    }
    Phrase phrase = new Phrase(stems, phrases.size());
    byNode.set(node, phrase);
    phrases.add(phrase);
    return phrase;
  }

  private void count(int stem) {
    if (stem >= stemCounts.length) {
      stemCounts = Arrays.copyOf(stemCounts, Math.max(stem + 1, stemCounts.length * 2));
    }
    stemCounts[stem]++;
  }
}
