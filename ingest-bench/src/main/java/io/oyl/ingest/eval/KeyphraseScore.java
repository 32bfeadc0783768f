package io.oyl.ingest.eval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tartarus.snowball.ext.PorterStemmer;

/** How many of a document's keyphrases are found: exact match of lower-cased, stemmed phrases. */
final class KeyphraseScore {
  private KeyphraseScore() {}

  /**
   * F of the best {@code most} phrases.
   *
   * @param ranked found phrases, best first
   * @param gold what should be found
   */
  static double f(List<String> ranked, List<String> gold, int most) {
    Set<String> right = new LinkedHashSet<>(gold.stream().map(KeyphraseScore::stemmed).toList());
    List<String> distinct =
        new ArrayList<>(
            new LinkedHashSet<>(ranked.stream().map(KeyphraseScore::stemmed).toList()));
    List<String> best = distinct.subList(0, Math.min(most, distinct.size()));
    long hits = best.stream().filter(right::contains).count();
    if (hits == 0) {
      return 0;
    }
    double precision = (double) hits / best.size();
    double recall = (double) hits / right.size();
    return 2 * precision * recall / (precision + recall);
  }

  static String stemmed(String phrase) {
    PorterStemmer stemmer = new PorterStemmer();
    List<String> stems = new ArrayList<>();
    for (String word : phrase.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
      stemmer.setCurrent(word);
      stemmer.stem();
      stems.add(stemmer.getCurrent());
    }
    return String.join(" ", stems);
  }
}
