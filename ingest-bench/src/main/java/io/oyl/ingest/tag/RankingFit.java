package io.oyl.ingest.tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds the weights of {@link EnglishRanking}; stands in the package of what it fits. */
public final class RankingFit {
  private static final String LANGUAGE = "en";

  /** What is smaller, rounded to a hundredth, is nothing. */
  private static final double LEAST = 0.005;

  private final UnaryOperator<String> stems;
  private final List<LogisticRegression.Observation> candidates = new ArrayList<>();

  /** Compares by {@code stems}, which makes forms of one phrase equal. */
  public RankingFit(UnaryOperator<String> stems) {
    this.stems = stems;
  }

  /**
   * Takes a document to learn from.
   *
   * @param keyphrases what people gave it, stemmed
   * @param weight of each of its candidates
   */
  public void add(String text, Set<String> keyphrases, double weight) {
    Language language = Objects.requireNonNull(Language.of(LANGUAGE));
    Vocabulary vocabulary = new Vocabulary(language);
    PhraseFinder finder =
        new PhraseFinder(PartOfSpeech.of(LANGUAGE), LANGUAGE, TagSettings.defaults().maxWords());
    new TextScanner(vocabulary, LANGUAGE, finder)
        .scan(text, 0, DocumentPhrases.endWithoutReferences(text), false);
    EnglishRanking ranking = new EnglishRanking(finder);
    for (Phrase phrase : Ranking.rank(finder, Set.of(), Specificity.UNKNOWN, language.calendar())) {
      boolean isName = phrase.names * 2 > phrase.count;
      String name = SurfaceForm.of(phrase.words(), isName, vocabulary, language);
      if (name != null) {
        boolean right = keyphrases.contains(stems.apply(name));
        candidates.add(
            new LogisticRegression.Observation(floats(ranking.evidence(phrase)), right, weight));
      }
    }
  }

  public int candidates() {
    return candidates.size();
  }

  /** Weights by name, in the order of the evidence, without those that are nothing. */
  public Map<String, Double> weights() {
    double[] fitted = LogisticRegression.fit(candidates);
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < fitted.length; i++) {
      if (Math.abs(fitted[i]) >= LEAST) {
        weights.put(EnglishRanking.NAMES.get(i), fitted[i]);
      }
    }
    return weights;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
