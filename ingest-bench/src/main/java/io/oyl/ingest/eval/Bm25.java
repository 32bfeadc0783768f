package io.oyl.ingest.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** BM25 over English texts in memory, with the parameters of the published figures (0.9, 0.4). */
final class Bm25 {
  private static final double K1 = 0.9;
  private static final double B = 0.4;

  private record Posting(int document, int count) {}

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final Map<String, List<Posting>> postings = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();

  void add(String id, String text) {
    List<String> terms = terms(text);
    Map<String, Integer> counts = new HashMap<>();
    terms.forEach(term -> counts.merge(term, 1, Integer::sum));
    counts.forEach(
        (term, count) ->
            postings
                .computeIfAbsent(term, key -> new ArrayList<>())
                .add(new Posting(ids.size(), count)));
    ids.add(id);
    lengths.add(terms.size());
  }

  /** The best documents, best first. */
  List<String> search(String query, int most) {
    double average = lengths.stream().mapToInt(Integer::intValue).average().orElse(1);
    Map<Integer, Double> scores = new HashMap<>();
    for (String term : new HashSet<>(terms(query))) {
      List<Posting> documents = postings.getOrDefault(term, List.of());
      double idf =
          Math.log(1 + (ids.size() - documents.size() + 0.5) / (documents.size() + 0.5));
      for (Posting posting : documents) {
        double length = lengths.get(posting.document()) / average;
        double weight = posting.count() / (posting.count() + K1 * (1 - B + B * length));
        scores.merge(posting.document(), idf * weight, Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(entry -> ids.get(entry.getKey()))
        .toList();
  }

  private List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        terms.add(term.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return terms;
  }
}
