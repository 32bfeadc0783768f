package io.oyl.ingest.tag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sequence of stems and where one document has it. Not thread-safe. */
final class Phrase {
  private static final int MAX_FORMS = 8;

  /** Its stems, in order. */
  final int[] stems;

  /** Number in the order of first occurrence, which breaks ties. */
  final int order;

  /** Occurrences, also inside of longer phrases. */
  int count;

  /** Occurrences as a whole noun phrase. */
  int whole;

  /** Occurrences at the end of a noun phrase, whole ones too: with the noun that it is about. */
  int headed;

  int inHeadings;

  /** Occurrences whose last word is a proper name. */
  int names;

  /** Number of the sentence of the first occurrence. */
  int firstSentence;

  /** Above 0 for those that {@link Ranking} takes for possible tags. */
  double score;

  private final List<Word[]> forms = new ArrayList<>(1);
  private final int[] formCounts = new int[MAX_FORMS];

  Phrase(int[] stems, int order) {
    this.stems = stems;
    this.order = order;
  }

  void form(Word[] words, int from, int to) {
    for (int i = 0; i < forms.size(); i++) {
      Word[] known = forms.get(i);
      if (Arrays.equals(known, 0, known.length, words, from, to)) {
        formCounts[i]++;
        return;
      }
    }
    if (forms.size() < MAX_FORMS) {
      formCounts[forms.size()] = 1;
      forms.add(Arrays.copyOfRange(words, from, to));
    }
  }

  /** The form met most often; of equal ones the first. */
  Word[] words() {
    int best = 0;
    for (int i = 1; i < forms.size(); i++) {
      if (formCounts[i] > formCounts[best]) {
        best = i;
      }
    }
    return forms.get(best);
  }

  /** Whether all stems of {@code other} follow each other in this phrase. */
  boolean contains(Phrase other) {
    int last = stems.length - other.stems.length;
    for (int i = 0; i <= last; i++) {
      if (Arrays.equals(stems, i, i + other.stems.length, other.stems, 0, other.stems.length)) {
        return true;
      }
    }
    return false;
  }

  /** The same words in any order. */
  boolean hasSameWords(Phrase other) {
    if (stems.length != other.stems.length) {
      return false;
    }
    int[] mine = stems.clone();
    int[] theirs = other.stems.clone();
    Arrays.sort(mine);
    Arrays.sort(theirs);
    return Arrays.equals(mine, theirs);
  }
}
