package io.oyl.ingest.eval;

import io.oyl.ingest.store.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code tags/*.jsonl}: are the keyphrases found? */
final class Tags implements Part {
  private static final String PUBLISHED =
      "Inspec test, F@5 / F@10: YAKE 29.5 / 33.0, SingleRank 27.8 / 34.2, EmbedRank 29.0 / 35.6";

  private static final String RANKED =
      """
      select d.filename, t.tag
      from documents d
      join document_tags l on l.document_id = d.id
      join tags t on t.id = l.tag_id
      where d.reference_id = :reference and d.deleted_at is null and t.source = 'automatic'
      order by d.filename, l.score desc, l.rank
      """;

  @Override
  public String name() {
    return "tags";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isDirectory(folder.resolve("tags"));
  }

  @Override
  public Map<String, Object> run(Path folder, Pipeline pipeline, Report report)
      throws IOException {
    Map<String, Object> raw = new LinkedHashMap<>();
    List<Path> sets;
    try (Stream<Path> files = Files.list(folder.resolve("tags"))) {
      sets = files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
    report.line("%s", PUBLISHED);
    for (Path set : sets) {
      String name = String.valueOf(set.getFileName()).replace(".jsonl", "");
      raw.put(name, run(name, JsonLines.read(set), pipeline, report));
    }
    return raw;
  }

  private static List<Map<String, Object>> run(
      String set, List<JsonNode> documents, Pipeline pipeline, Report report) throws IOException {
    Map<String, List<String>> ranked;
    try (Scratch scratch = Scratch.create()) {
      for (JsonNode document : documents) {
        scratch.write(
            Scratch.name(document.get("id").asString()) + ".txt",
            document.get("text").asString());
      }
      ranked = ranked(pipeline, pipeline.ingest("tags " + set, scratch.folder()));
    }
    List<Double> five = new ArrayList<>();
    List<Double> ten = new ArrayList<>();
    List<Map<String, Object>> raw = new ArrayList<>();
    for (JsonNode document : documents) {
      String id = document.get("id").asString();
      List<String> tags = ranked.getOrDefault(Scratch.name(id) + ".txt", List.of());
      List<String> gold = new ArrayList<>();
      document.get("keys").forEach(key -> gold.add(key.asString()));
      if (!gold.isEmpty()) {
        five.add(KeyphraseScore.f(tags, gold, 5));
        ten.add(KeyphraseScore.f(tags, gold, 10));
      }
      raw.add(Map.of("id", id, "tags", tags));
    }
    report.line(
        "%-30s F@5 %.1f, F@10 %.1f (%d documents)",
        set, 100 * Paired.mean(five), 100 * Paired.mean(ten), documents.size());
    return raw;
  }

  private static Map<String, List<String>> ranked(Pipeline pipeline, Scope scope) {
    Map<String, List<String>> ranked = new HashMap<>();
    pipeline
        .db()
        .sql(RANKED)
        .param("reference", scope.referenceId())
        .query(
            row -> {
              ranked
                  .computeIfAbsent(row.getString("filename"), key -> new ArrayList<>())
                  .add(row.getString("tag"));
            });
    return ranked;
  }
}
