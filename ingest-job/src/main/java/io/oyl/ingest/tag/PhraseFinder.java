package io.oyl.ingest.tag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the phrases of one document that could be tags: noun phrases where there is a model for
 * parts of speech, runs of words between stop words where there is none, runs of characters that
 * come back where words are not separated. Not thread-safe.
 */
final class PhraseFinder implements TextScanner.Sink {
  private static final int MAX_PHRASES = 400_000;
  private static final int MAX_CHARACTERS = 6;

  /** One place of a phrase. */
  record Occurrence(Phrase phrase, int start, int end) {}

  private final @Nullable PartOfSpeech partOfSpeech;
  private final Grammar grammar;
  private final int maxWords;
  private final byte[] tags = new byte[TextScanner.MAX_SENTENCE];
  private final Map<Long, Integer> nodes = new HashMap<>();
  private final List<@Nullable Phrase> byNode = new ArrayList<>();
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Occurrence> occurrences = new ArrayList<>();
  private int[] stemCounts = new int[1024];
  private int[] stemPhrases = new int[1024];
  private int sentence;
  private int word;
  private boolean heading;
  private boolean cells;

  PhraseFinder(@Nullable PartOfSpeech partOfSpeech, String language, int maxWords) {
    this.partOfSpeech = partOfSpeech;
    this.grammar =
        language.equals("en")
            ? new WordRuns()
            : new NounPhrases(partOfSpeech != null, language.equals("fr"));
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

  /** Whether the words were put together for {@link EnglishRanking}. */
  boolean isEnglish() {
    return grammar instanceof WordRuns;
  }

  /** How often a stem is used in noun phrases. */
  int stemCount(int stem) {
    return stem < stemCounts.length ? stemCounts[stem] : 0;
  }

  /** In how many different phrases a stem is used, parts of phrases not counted. */
  int stemPhrases(int stem) {
    return stem < stemPhrases.length ? stemPhrases[stem] : 0;
  }

  /** Words of the text, signs too. */
  int words() {
    return word;
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
      while (end < length && grammar.belongs(words, tags, end, i, length)) {
        end++;
        if (words[end - 1].isPossessive()) {
          break;
        }
      }
      if (end > i) {
        phrase(words, starts, ends, i, end, length);
      }
      i = Math.max(end, i + 1);
    }
    sentence++;
    word += length;
  }

  private void phrase(Word[] words, int[] starts, int[] ends, int from, int to, int length) {
    int first = from;
    int end = to;
    while (first < end && !grammar.begins(words[first], tags[first])) {
      first++;
    }
    while (end > first && !grammar.ends(words[end - 1], tags[end - 1])) {
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
        if (j > i && words[j].stem == words[j - 1].stem) {
          break;
        }
        if (!mayStandAlone(words, i, j)) {
          continue;
        }
        Phrase phrase = phraseAt(node, words, i, j + 1);
        if (phrase.count == 0) {
          phrase.firstSentence = sentence;
          phrase.firstWord = word + i;
        }
        boolean isWhole = j == end - 1 && (fits ? i == first : j - i == most - 1);
        if (isWhole && phrase.whole == 0) {
          spread(words, i, j + 1);
        }
        count(phrase, words, i, j, length);
        phrase.begun += i == first ? 1 : 0;
        phrase.headed += j == end - 1 ? 1 : 0;
        phrase.whole += isWhole ? 1 : 0;
        phrase.form(words, tags, i, j + 1);
        occurrences.add(new Occurrence(phrase, starts[i], ends[j]));
      }
    }
  }

  /** Whether the words from {@code i} to {@code j} may be a phrase of their own. */
  private boolean mayStandAlone(Word[] words, int i, int j) {
    return (j > i || (!words[i].isShort() && !words[i].weak))
        && (words[i].wordLike || words[j].wordLike)
        && grammar.begins(words[i], tags[i])
        && grammar.ends(words[j], tags[j]);
  }

  /** Counts one more occurrence, from word {@code i} to word {@code j}, and what is around it. */
  private void count(Phrase phrase, Word[] words, int i, int j, int length) {
    phrase.count++;
    phrase.inHeadings += heading ? 1 : 0;
    phrase.inCells += cells ? 1 : 0;
    phrase.names += tags[j] == PartOfSpeech.NAME ? 1 : 0;
    phrase.capitalized += i > 0 && words[i].isCapitalized() ? 1 : 0;
    phrase.afterAuxiliary += i > 0 && tags[i - 1] == PartOfSpeech.AUXILIARY ? 1 : 0;
    phrase.afterSign += i > 0 && isSign(words[i - 1]) ? 1 : 0;
    if (j + 1 < length) {
      byte next = tags[j + 1];
      phrase.beforePreposition += next == PartOfSpeech.ADPOSITION ? 1 : 0;
      phrase.beforeVerb += next == PartOfSpeech.VERB || next == PartOfSpeech.AUXILIARY ? 1 : 0;
      phrase.beforeDeterminer += next == PartOfSpeech.DETERMINER ? 1 : 0;
      phrase.beforeNumber += WordClass.of(words[j + 1], next) == WordClass.NUMBER ? 1 : 0;
      boolean open = i > 0 && words[i - 1].surface.equals("(");
      phrase.inBrackets += open && words[j + 1].surface.equals(")") ? 1 : 0;
    }
  }

  private static boolean isSign(Word word) {
    return !Character.isLetterOrDigit(word.surface.codePointAt(0));
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
      int size = Math.max(stem + 1, stemCounts.length * 2);
      stemCounts = Arrays.copyOf(stemCounts, size);
      stemPhrases = Arrays.copyOf(stemPhrases, size);
    }
    stemCounts[stem]++;
  }

  private void spread(Word[] words, int from, int to) {
    for (int i = from; i < to; i++) {
      stemPhrases[words[i].stem]++;
    }
  }
}
