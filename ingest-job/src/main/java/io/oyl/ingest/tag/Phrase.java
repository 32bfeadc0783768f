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

  /** Occurrences at the beginning of a noun phrase, whole ones too. */
  int begun;

  int inHeadings;

  int inCells;

  /** Occurrences that stand alone in round brackets. */
  int inBrackets;

  /** Occurrences with a capital letter inside a sentence. */
  int capitalized;

  /** Occurrences right after an auxiliary verb or a pronoun. */
  int afterAuxiliary;

  /** Occurrences right before a determiner, as a verb stands before its object. */
  int beforeDeterminer;

  int beforeNumber;

  int beforePreposition;

  /** Occurrences right before a verb, auxiliary or not, or a pronoun. */
  int beforeVerb;

  /** Occurrences right after a sign, as a comma is. */
  int afterSign;

  /** Occurrences whose last word is a proper name. */
  int names;

  /** Number of the sentence of the first occurrence. */
  int firstSentence;

  /** Number of the word at which the first occurrence begins. */
  int firstWord;

  /** Above 0 for those that {@link Ranking} takes for possible tags. */
  double score;

  private final List<Word[]> forms = new ArrayList<>(1);
  private final List<byte[]> formTags = new ArrayList<>(1);
  private final int[] formCounts = new int[MAX_FORMS];

  Phrase(int[] stems, int order) {
    this.stems = stems;
    this.order = order;
  }

  void form(Word[] words, byte[] tags, int from, int to) {
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
      formTags.add(Arrays.copyOfRange(tags, from, to));
    }
  }

  /** The form met most often; of equal ones the first. */
  Word[] words() {
    return forms.get(best());
  }

  /** The parts of speech of {@link #words()} where that form was met first. */
  byte[] tags() {
    return formTags.get(best());
  }

  private int best() {
    int best = 0;
    for (int i = 1; i < forms.size(); i++) {
      if (formCounts[i] > formCounts[best]) {
        best = i;
      }
    }
    return best;
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
