package io.oyl.ingest.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much of an article's text is extracted and how much else: multisets of four tokens in a row,
 * as in scrapinghub's article-extraction-benchmark.
 */
record ShingleScore(double precision, double recall) {
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}\\p{Pc}\\p{M}]+");
  private static final int LENGTH = 4;

  static ShingleScore of(String extracted, String expected) {
    Map<List<String>, Integer> found = shingles(extracted);
    Map<List<String>, Integer> right = shingles(expected);
    long hits = 0;
    for (Map.Entry<List<String>, Integer> shingle : found.entrySet()) {
      hits += Math.min(shingle.getValue(), right.getOrDefault(shingle.getKey(), 0));
    }
    return new ShingleScore(share(hits, count(found)), share(hits, count(right)));
  }

  static double f(double precision, double recall) {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static double share(long hits, long all) {
    return all == 0 ? 0 : (double) hits / all;
  }

  private static long count(Map<List<String>, Integer> shingles) {
    return shingles.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** A text of fewer tokens is one shingle. */
  private static Map<List<String>, Integer> shingles(String text) {
    List<String> tokens =
        TOKEN.matcher(text).results().map(token -> token.group().toLowerCase(Locale.ROOT)).toList();
    Map<List<String>, Integer> shingles = new HashMap<>();
    for (int i = 0; i == 0 || i + LENGTH <= tokens.size(); i++) {
      List<String> shingle =
          new ArrayList<>(tokens.subList(i, Math.min(i + LENGTH, tokens.size())));
      if (!shingle.isEmpty()) {
        shingles.merge(shingle, 1, Integer::sum);
      }
    }
    return shingles;
  }
}
