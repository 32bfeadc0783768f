package io.oyl.ingest.eval;

import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code retrieval/}: does search find the document? */
final class Retrieval implements Part {
  private static final int DEPTH = 100;

  private final Map<String, String> ids = new HashMap<>();

  @Override
  public String name() {
    return "retrieval";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve("retrieval/corpus.jsonl"));
  }

  @Override
  public Map<String, Object> run(Path folder, Pipeline pipeline, Report report)
      throws IOException {
    Path data = folder.resolve("retrieval");
    Bm25 bm25 = new Bm25();
    Scope scope;
    try (Scratch scratch = Scratch.create()) {
      for (JsonNode document : JsonLines.read(data.resolve("corpus.jsonl"))) {
        String id = document.get("_id").asString();
        String title = document.path("title").asString("");
        String text = document.get("text").asString();
        ids.put(Scratch.name(id) + ".md", id);
        scratch.write(
            Scratch.name(id) + ".md", title.isBlank() ? text : "# " + title + "\n\n" + text);
        bm25.add(id, title + " " + text);
      }
      scope = pipeline.ingest(name(), scratch.folder());
    }
    Map<String, Map<String, Integer>> grades = grades(data.resolve("qrels.tsv"));
    Map<String, List<Double>> gains = new LinkedHashMap<>();
    List<Map<String, Object>> raw = new ArrayList<>();
    for (JsonNode query : JsonLines.read(data.resolve("queries.jsonl"))) {
      String text = query.get("text").asString();
      Map<String, Integer> relevant = grades.get(query.get("_id").asString());
      if (relevant == null) {
        continue;
      }
      List<String> vector = documents(pipeline, scope, text, Mode.VECTOR);
      List<String> words = bm25.search(text, DEPTH);
      List<String> hybrid = documents(pipeline, scope, text, Mode.HYBRID);
      gain(gains, "hybrid", hybrid, relevant);
      gain(gains, "vector", vector, relevant);
      gain(gains, "text", documents(pipeline, scope, text, Mode.TEXT), relevant);
      gain(gains, "bm25", words, relevant);
      gain(gains, "fused", ReciprocalRank.fuse(List.of(words, vector), DEPTH), relevant);
      raw.add(Map.of("id", query.get("_id").asString(), "documents", hybrid));
    }
    print(report, gains);
    return Map.of("queries", raw);
  }

  private List<String> documents(Pipeline pipeline, Scope scope, String text, Mode mode) {
    return pipeline.search(scope, text, mode, DEPTH).stream()
        .map(HybridSearch.Hit::filename)
        .distinct()
        .map(ids::get)
        .toList();
  }

  private static void gain(
      Map<String, List<Double>> gains,
      String ranking,
      List<String> ranked,
      Map<String, Integer> grades) {
    gains.computeIfAbsent(ranking, key -> new ArrayList<>()).add(Gain.ndcg(ranked, grades, 10));
  }

  private static Map<String, Map<String, Integer>> grades(Path file) throws IOException {
    Map<String, Map<String, Integer>> grades = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t");
      if (fields.length == 3 && !fields[2].equals("score") && !fields[2].equals("0")) {
        grades
            .computeIfAbsent(fields[0], key -> new HashMap<>())
            .put(fields[1], Integer.valueOf(fields[2]));
      }
    }
    return grades;
  }

  private static void print(Report report, Map<String, List<Double>> gains) {
    Map<String, String> published =
        Map.of(
            "hybrid", "",
            "vector", "test queries: all-MiniLM-L6-v2 64.5, bge-small-en-v1.5 71.3",
            "text", "",
            "bm25", "test queries 67.9",
            "fused", "test queries, with MiniLM or bge-small 71.9");
    Map<String, String> names =
        Map.of(
            "hybrid", "nDCG@10, hybrid search",
            "vector", "nDCG@10, vectors only",
            "text", "nDCG@10, full text only",
            "bm25", "nDCG@10, BM25 (Lucene's analyzer)",
            "fused", "nDCG@10, plain rank fusion of these two");
    gains.forEach(
        (ranking, values) ->
            report.figure(
                names.getOrDefault(ranking, ranking),
                Paired.mean(values),
                published.getOrDefault(ranking, "")));
    report.difference(
        "hybrid - plain rank fusion",
        Paired.of(
            gains.getOrDefault("hybrid", List.of()), gains.getOrDefault("fused", List.of())));
  }
}
