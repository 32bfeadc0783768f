package io.oyl.ingest.eval;

import io.oyl.ingest.store.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code extraction/html-articles}: is the article's text told from the rest of the page? */
final class Articles implements Part {
  private static final String FOLDER = "extraction/html-articles";

  private static final String CHUNKS =
      """
      select d.filename, c.text
      from chunks c
      join documents d on d.id = c.document_id and d.deleted_at is null
      where d.reference_id = :reference and c.deleted_at is null
      order by d.filename, c.position
      """;

  @Override
  public String name() {
    return "extraction";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FOLDER).resolve("ground-truth.json"));
  }

  @Override
  public Map<String, Object> run(Path folder, Pipeline pipeline, Report report)
      throws IOException {
    Path data = folder.resolve(FOLDER);
    Map<String, StringBuilder> texts = texts(pipeline, pipeline.ingest("html articles", data));
    JsonNode truth =
        JsonMapper.shared().readTree(Files.readString(data.resolve("ground-truth.json")));
    List<Double> precisions = new ArrayList<>();
    List<Double> recalls = new ArrayList<>();
    Map<String, String> raw = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> page : truth.properties()) {
      StringBuilder found = texts.get(page.getKey() + ".html");
      String text = found == null ? "" : found.toString();
      ShingleScore score =
          ShingleScore.of(text, page.getValue().path("articleBody").asString(""));
      precisions.add(score.precision());
      recalls.add(score.recall());
      raw.put(page.getKey(), text);
    }
    double precision = Paired.mean(precisions);
    double recall = Paired.mean(recalls);
    report.figure(
        "F1 of the article's text", ShingleScore.f(precision, recall),
        "trafilatura 95.8, Readability.js 94.7, boilerpipe 86.0, plain Tika 66.6");
    report.figure("precision", precision, "");
    report.figure("recall", recall, "");
    return Map.of("html-articles", raw);
  }

  /** What is chunked: all text but the frame of the page. */
  private static Map<String, StringBuilder> texts(Pipeline pipeline, Scope scope) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    pipeline
        .db()
        .sql(CHUNKS)
        .param("reference", scope.referenceId())
        .query(
            row -> {
              texts
                  .computeIfAbsent(row.getString("filename"), key -> new StringBuilder())
                  .append(row.getString("text"))
                  .append("\n");
            });
    return texts;
  }
}
