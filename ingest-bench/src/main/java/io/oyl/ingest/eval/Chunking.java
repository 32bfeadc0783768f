package io.oyl.ingest.eval;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** {@code chunking/}: is the passage found that answers the question? Vectors only, best five. */
final class Chunking implements Part {
  private static final int RETRIEVED = 5;
  private static final int BASELINE_TOKENS = 200;

  private static final String CHUNKS =
      """
      select c.id, d.filename, c.start_offset, c.end_offset, c.token_count
      from chunks c
      join documents d on d.id = c.document_id and d.deleted_at is null
      where d.reference_id = :reference and c.deleted_at is null
      order by d.filename, c.position
      """;

  private static final String TEXTS =
      "select filename, text from documents where reference_id = :reference and deleted_at is null";

  /** A passage of a corpus, in code points of its file. */
  private record Passage(String id, String corpus, Span span) {}

  private record Question(String corpus, String text, List<Span> answer) {}

  @Override
  public String name() {
    return "chunking";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve("chunking/questions.jsonl"));
  }

  @Override
  public Map<String, Object> run(Path folder, Pipeline pipeline, Report report)
      throws IOException {
    Path corpora = folder.resolve("chunking/corpora");
    List<Question> questions = questions(folder.resolve("chunking/questions.jsonl"));
    Scope scope = pipeline.ingest(name(), corpora);
    Map<UUID, Passage> chunks = chunks(pipeline, scope, corpora);
    List<List<Passage>> retrieved = new ArrayList<>();
    for (Question question : questions) {
      retrieved.add(
          pipeline.search(scope, question.text(), HybridSearch.Mode.VECTOR, RETRIEVED).stream()
              .map(hit -> chunks.get(hit.chunk()))
              .toList());
    }
    List<List<Passage>> baseline = baseline(pipeline, corpora, questions);
    List<PassageScore> ours = scores(questions, retrieved);
    List<PassageScore> plain = scores(questions, baseline);
    print(report, questions, ours, plain);
    report.line("%d chunks of %.0f characters", chunks.size(), meanLength(chunks.values()));
    return raw(questions, chunks, retrieved);
  }

  private static List<Question> questions(Path file) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (JsonNode line : JsonLines.read(file)) {
      List<Span> answer = new ArrayList<>();
      for (JsonNode reference : line.get("references")) {
        answer.add(new Span(reference.get("start").asInt(), reference.get("end").asInt()));
      }
      questions.add(
          new Question(line.get("corpus").asString(), line.get("question").asString(), answer));
    }
    return questions;
  }

  private static Map<UUID, Passage> chunks(Pipeline pipeline, Scope scope, Path corpora)
      throws IOException {
    Map<String, OriginalPositions> positions = new HashMap<>();
    for (Map<String, Object> row :
        pipeline.db().sql(TEXTS).param("reference", scope.referenceId()).query().listOfRows()) {
      String file = String.valueOf(row.get("filename"));
      positions.put(
          file,
          new OriginalPositions(
              String.valueOf(row.get("text")), Files.readString(corpora.resolve(file))));
    }
    Map<UUID, Passage> chunks = new LinkedHashMap<>();
    pipeline
        .db()
        .sql(CHUNKS)
        .param("reference", scope.referenceId())
        .query(
            row -> {
              UUID id = row.getObject("id", UUID.class);
              String file = row.getString("filename");
              Span stored = new Span(row.getInt("start_offset"), row.getInt("end_offset"));
              OriginalPositions original = positions.get(file);
              if (original == null) {
                throw new IllegalStateException("a chunk of no file: " + file);
              }
              chunks.put(id, new Passage(id.toString(), corpus(file), original.of(stored)));
            });
    return chunks;
  }

  private static String corpus(String file) {
    return file.endsWith(".md") ? file.substring(0, file.length() - 3) : file;
  }

  private static List<List<Passage>> baseline(
      Pipeline pipeline, Path corpora, List<Question> questions) throws IOException {
    RecursiveSplitter splitter =
        new RecursiveSplitter(
            BASELINE_TOKENS,
            text -> pipeline.embedder().tokenizer().tokenStarts(text).length);
    List<Passage> passages = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String corpus : new TreeSet<>(questions.stream().map(Question::corpus).toList())) {
      String text = Files.readString(corpora.resolve(corpus + ".md"));
      for (Span units : splitter.split(text)) {
        Span span =
            new Span(
                text.codePointCount(0, units.start()), text.codePointCount(0, units.end()));
        passages.add(new Passage(Integer.toString(passages.size()), corpus, span));
        texts.add(text.substring(units.start(), units.end()));
      }
    }
    List<EmbeddingVector> vectors = pipeline.embedder().embedPassages(texts).all();
    return questions.stream()
        .map(question -> pipeline.embedder().embedQuery(question.text()))
        .map(query -> nearest(query, vectors).stream().map(passages::get).toList())
        .toList();
  }

  private static List<Integer> nearest(EmbeddingVector query, List<EmbeddingVector> vectors) {
    double[] similarities =
        vectors.stream().mapToDouble(vector -> similarity(query, vector)).toArray();
    return IntStream.range(0, vectors.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -similarities[i]))
        .limit(RETRIEVED)
        .toList();
  }

  private static double similarity(EmbeddingVector some, EmbeddingVector other) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < some.dimension(); i++) {
      product += some.values()[i] * other.values()[i];
      left += some.values()[i] * some.values()[i];
      right += other.values()[i] * other.values()[i];
    }
    return product / Math.sqrt(left * right);
  }

  private static List<PassageScore> scores(
      List<Question> questions, List<List<Passage>> retrieved) {
    List<PassageScore> scores = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      List<Passage> passages = retrieved.get(i);
      scores.add(
          PassageScore.of(
              question.answer(),
              passages.stream()
                  .filter(passage -> passage.corpus().equals(question.corpus()))
                  .map(Passage::span)
                  .toList(),
              passages.stream().mapToLong(passage -> passage.span().length()).sum()));
    }
    return scores;
  }

  private static void print(
      Report report,
      List<Question> questions,
      List<PassageScore> ours,
      List<PassageScore> plain) {
    report.figure(
        "recall", mean(ours, PassageScore::recall),
        "all five corpora, MiniLM: recursive 200 75.7, fixed 250/125 82.4, cluster 200 75.2");
    report.figure("precision", mean(ours, PassageScore::precision), "");
    report.figure(
        "IoU", mean(ours, PassageScore::iou),
        "recursive 200 6.5, fixed 250/125 3.5, cluster 200 7.2");
    for (String corpus : new TreeSet<>(questions.stream().map(Question::corpus).toList())) {
      List<Integer> places =
          IntStream.range(0, questions.size())
              .filter(i -> questions.get(i).corpus().equals(corpus))
              .boxed()
              .toList();
      report.line(
          "  %-42s recall %.1f, IoU %.1f (recursive: %.1f, %.1f)",
          corpus,
          100 * mean(places.stream().map(ours::get).toList(), PassageScore::recall),
          100 * mean(places.stream().map(ours::get).toList(), PassageScore::iou),
          100 * mean(places.stream().map(plain::get).toList(), PassageScore::recall),
          100 * mean(places.stream().map(plain::get).toList(), PassageScore::iou));
    }
    report.figure("recall, recursive 200, same run", mean(plain, PassageScore::recall), "");
    report.figure("IoU, recursive 200, same run", mean(plain, PassageScore::iou), "");
    report.difference(
        "recall, ours - recursive",
        Paired.of(values(ours, PassageScore::recall), values(plain, PassageScore::recall)));
    report.difference(
        "IoU, ours - recursive",
        Paired.of(values(ours, PassageScore::iou), values(plain, PassageScore::iou)));
  }

  private interface Metric extends java.util.function.Function<PassageScore, Double> {}

  private static List<Double> values(List<PassageScore> scores, Metric metric) {
    return scores.stream().map(metric).toList();
  }

  private static double mean(List<PassageScore> scores, Metric metric) {
    return Paired.mean(values(scores, metric));
  }

  private static double meanLength(java.util.Collection<Passage> passages) {
    return passages.stream().mapToInt(passage -> passage.span().length()).average().orElse(0);
  }

  private static Map<String, Object> raw(
      List<Question> questions, Map<UUID, Passage> chunks, List<List<Passage>> retrieved) {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put(
        "chunks",
        chunks.values().stream()
            .map(
                chunk ->
                    Map.of(
                        "id", chunk.id(),
                        "corpus", chunk.corpus(),
                        "start", chunk.span().start(),
                        "end", chunk.span().end()))
            .toList());
    raw.put(
        "questions",
        IntStream.range(0, questions.size())
            .mapToObj(
                i ->
                    Map.of(
                        "index", i,
                        "corpus", questions.get(i).corpus(),
                        "question", questions.get(i).text(),
                        "chunks", retrieved.get(i).stream().map(Passage::id).toList()))
            .toList());
    return raw;
  }
}
