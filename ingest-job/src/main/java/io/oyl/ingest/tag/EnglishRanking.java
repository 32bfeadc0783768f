package io.oyl.ingest.tag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How likely a person takes an English phrase for a keyphrase: a logistic regression over what the
 * document says of the phrase and of its words. Not thread-safe.
 *
 * <p>The weights, in {@code ranking_en.txt}, were fitted by {@code bin/eval --fit} to documents
 * that people gave keyphrases: Inspec (Hulth 2003; training and validation part), SemEval-2017 task
 * 10 and Nguyen and Kan 2007. A candidate counts as right where its stems are those of a keyphrase;
 * a candidate of these sets weighs 0.5, 1 and 0.6, and evidence of variance 1 has a penalty of half
 * the square of its weight.
 */
final class EnglishRanking {
  private static final int LONGEST = 6;
  private static final List<WordClass> CLASSES =
      Arrays.stream(WordClass.values()).filter(each -> each != WordClass.OTHER).toList();

  /** Words of the abstracts; longer documents differ by the logarithm of how much longer. */
  private static final double USUAL_WORDS = 170;

  /** The fitted texts had between 30 and 10,000 words. */
  private static final double MAX_GROWTH = Math.log(10_000 / USUAL_WORDS);

  private static final double MIN_GROWTH = Math.log(30 / USUAL_WORDS);

  static final List<String> NAMES = names();
  private static final double[] WEIGHTS = weights();

  private final PhraseFinder finder;
  private final double growth;
  private final double[] evidence = new double[NAMES.size()];
  private int next;

  EnglishRanking(PhraseFinder finder) {
    this.finder = finder;
    double words = Math.max(1, finder.words());
    this.growth = Math.clamp(Math.log(words / USUAL_WORDS), MIN_GROWTH, MAX_GROWTH);
  }

  /** Logarithm of the odds. */
  double logOdds(Phrase phrase) {
    double[] all = evidence(phrase);
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      sum += WEIGHTS[i] * all[i];
    }
    return sum;
  }

  /** One value for each of {@link #NAMES}, valid until the next call. */
  double[] evidence(Phrase phrase) {
    next = 0;
    Arrays.fill(evidence, 0);
    double count = phrase.count;
    double first = Math.log1p(phrase.firstSentence);
    double place = (double) phrase.firstWord / Math.max(1, finder.words());
    double whole = Math.log1p(phrase.whole);
    put(1, Math.log(count), whole, phrase.whole / count, phrase.whole > 0 ? 1 : 0);
    put(phrase.begun / count, phrase.headed / count, first, place);
    put(growth * phrase.whole / count, growth * whole, growth * first, growth * place);
    put(phrase.inBrackets > 0 ? 1 : 0, phrase.capitalized / count, phrase.afterAuxiliary / count);
    put(phrase.afterSign / count, phrase.beforeDeterminer / count, phrase.beforeNumber / count);
    put(phrase.beforePreposition / count, phrase.beforeVerb / count);
    evidence[next + Math.min(phrase.stems.length, LONGEST) - 1] = 1;
    next += LONGEST;
    byWords(phrase);
    byClasses(phrase.words(), phrase.tags());
    return evidence;
  }

  private void put(double... values) {
    for (double value : values) {
      evidence[next++] = value;
    }
  }

  private void byWords(Phrase phrase) {
    Word[] words = phrase.words();
    double frequency = 0;
    double phrases = 0;
    double rarity = 0;
    double leastRarity = Double.MAX_VALUE;
    int least = Integer.MAX_VALUE;
    int most = 0;
    int mostPhrases = 0;
    int shortest = Integer.MAX_VALUE;
    int weak = 0;
    int capitals = 0;
    boolean hyphen = false;
    for (Word word : words) {
      Traits traits = traits(word);
      int uses = finder.stemCount(word.stem);
      int places = finder.stemPhrases(word.stem);
      frequency += Math.log1p(uses);
      phrases += Math.log1p(places);
      rarity += traits.rarity;
      leastRarity = Math.min(leastRarity, traits.rarity);
      least = Math.min(least, uses);
      most = Math.max(most, uses);
      mostPhrases = Math.max(mostPhrases, places);
      shortest = Math.min(shortest, word.surface.length());
      weak += word.weak ? 1 : 0;
      capitals += traits.capitals ? 1 : 0;
      hyphen |= traits.hyphen;
    }
    double length = words.length;
    put(frequency / length, Math.log1p(least), Math.log1p(most));
    put(phrases / length, Math.log1p(mostPhrases), rarity / length, leastRarity);
    put(shortest == 1 ? 1 : 0, shortest == 2 ? 1 : 0, hyphen ? 1 : 0);
    put(words[0].weak ? 1 : 0, words[words.length - 1].weak ? 1 : 0, weak);
    put(capitals == length ? 1 : 0, capitals > 0 ? 1 : 0);
    boolean only = words.length == 1;
    put(only ? rarity : 0, only ? (double) phrase.whole / phrase.count : 0);
    put(only ? Math.log(phrase.count) : 0);
    Traits last = traits(words[words.length - 1]);
    put(last.action ? 1 : 0, last.gerund ? 1 : 0, last.field ? 1 : 0);
    put(traits(words[0]).relation ? 1 : 0);
  }

  /**
   * What a word says by itself.
   *
   * @param action "compression", "decision"
   * @param gerund "clustering"
   * @param field "dynamics"
   * @param relation "numerical", "seismic"
   */
  record Traits(
      double rarity,
      boolean capitals,
      boolean hyphen,
      boolean action,
      boolean gerund,
      boolean field,
      boolean relation) {}

  private static Traits traits(Word word) {
    Traits known = word.traits;
    if (known == null) {
      String lower = word.lower;
      String single = lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
      known =
          new Traits(
              EnglishWords.rarity(lower),
              word.isAllCapitals(),
              lower.indexOf('-') > 0,
              single.endsWith("tion") || single.endsWith("sion"),
              single.endsWith("ing"),
              lower.endsWith("ics"),
              lower.endsWith("al") || lower.endsWith("ic"));
      word.traits = known;
    }
    return known;
  }

  private void byClasses(Word[] words, byte[] tags) {
    int classes = CLASSES.size();
    for (int i = 0; i < words.length; i++) {
      int number = CLASSES.indexOf(WordClass.of(words[i], tags[i]));
      if (number >= 0) {
        if (words.length == 1) {
          evidence[next + number]++;
        } else if (i == 0) {
          evidence[next + classes + number]++;
        } else if (i < words.length - 1) {
          evidence[next + 2 * classes + number]++;
        } else {
          evidence[next + 3 * classes + number]++;
        }
      }
    }
    next += 4 * classes;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    names.addAll(List.of("always", "count", "whole", "whole-share", "ever-whole"));
    names.addAll(List.of("begun-share", "headed-share", "first-sentence", "first-place"));
    names.addAll(List.of("growth*whole-share", "growth*whole", "growth*first-sentence"));
    names.addAll(List.of("growth*first-place", "in-brackets", "capitalized-share"));
    names.addAll(List.of("after-auxiliary", "after-sign", "before-determiner", "before-number"));
    names.addAll(List.of("before-preposition", "before-verb"));
    for (int i = 1; i <= LONGEST; i++) {
      names.add("length-" + i);
    }
    names.addAll(List.of("frequency", "least-frequency", "most-frequency"));
    names.addAll(List.of("phrases-of-word", "most-phrases-of-word", "rarity", "least-rarity"));
    names.addAll(List.of("one-letter", "two-letters", "hyphen"));
    names.addAll(List.of("weak-first", "weak-last", "weak-words", "capitals", "some-capitals"));
    names.addAll(List.of("only-rarity", "only-whole-share", "only-count"));
    names.addAll(List.of("last-action", "last-gerund", "last-field", "first-relation"));
    for (String place : List.of("only", "begins", "inside", "ends")) {
      CLASSES.forEach(each -> names.add(place + "-" + each.name().toLowerCase(Locale.ROOT)));
    }
    return List.copyOf(names);
  }

  private static double[] weights() {
    String resource = "ranking_en.txt";
    double[] weights = new double[NAMES.size()];
    try (InputStream in = EnglishRanking.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("not on the class path");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith("#") && space > 0) {
          weights[NAMES.indexOf(line.substring(0, space))] =
              Double.parseDouble(line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
    return weights;
  }
}
