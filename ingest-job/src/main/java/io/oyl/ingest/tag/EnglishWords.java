package io.oyl.ingest.tag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * How rare English words are: their place in BERT's vocabulary, which is in the order of frequency.
 */
final class EnglishWords {
  private static final String RESOURCE = "/bert-vocabulary-en.txt";

  /** For words that the vocabulary does not have. */
  private static final int RAREST = 40_000;

  private static final Map<String, Integer> PLACES = read();

  private EnglishWords() {}

  /**
   * Logarithm of the word's place, of its last part's when it has a hyphen.
   *
   * @param lower the word in lower case
   */
  static double rarity(String lower) {
    String bare = lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower;
    String last = bare.substring(bare.lastIndexOf('-') + 1);
    return Math.log1p(PLACES.getOrDefault(last, RAREST));
  }

  private static Map<String, Integer> read() {
    try (InputStream in = EnglishWords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("not on the class path");
      }
      Map<String, Integer> places = HashMap.newHashMap(RAREST);
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        places.put(line, places.size());
      }
      return Map.copyOf(places);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
