package io.oyl.ingest.eval;

import io.oyl.ingest.store.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.Tika;
import org.apache.tika.exception.TikaException;

/**
 * {@code extraction/office/FORMAT/X} with {@code X.expected.md}: how much of a document's text is
 * read and in which order, beside plain Tika on the same files. Recall of words, and F1 of the runs
 * of four words, each the mean over the files of a format; which headings are found, over all files
 * of a format. A JATS article without an XML declaration is no XML for plain Tika, which gives it
 * as it is: its recall is that of the file with all of its tags.
 */
final class Office implements Part {
  private static final String FOLDER = "extraction/office";
  private static final String EXPECTED = ".expected.md";
  private static final int RUN = 4;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /** Marks of Markdown and HTML that stand for no text of the document. */
  private static final Pattern MARKS =
      Pattern.compile("<!--.*?-->|</?[a-z][^>]*>|!?\\[([^\\]]*)\\]\\([^)]*\\)|&\\w+;");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");

  private static final String TEXTS =
      """
      select f.source_key, string_agg(d.text, E'\\n' order by d.embedded_path) as text
      from documents d
      join ingest_files f on f.id = d.source_file_id
      where d.reference_id = :reference and d.deleted_at is null
      group by f.source_key
      """;

  private static final String HEADINGS =
      """
      select distinct f.source_key, heading
      from chunks c
      join documents d on d.id = c.document_id and d.deleted_at is null
      join ingest_files f on f.id = d.source_file_id
      cross join unnest(c.heading_path) as heading
      where d.reference_id = :reference and c.deleted_at is null
      """;

  /** Recall of words and F1 of runs. */
  private record Score(double recall, double f1) {
    static Score of(String expected, String text) {
      List<String> wanted = words(expected);
      List<String> got = words(text);
      double found = common(wanted, got);
      double runs = common(runs(wanted), runs(got));
      double all = runs(wanted).size() + runs(got).size();
      return new Score(wanted.isEmpty() ? 1 : found / wanted.size(), all == 0 ? 1 : 2 * runs / all);
    }
  }

  /** Headings of the expected text, of ours, and those that are both. */
  private record Headings(int wanted, int got, int found) {
    static Headings of(String expected, Set<String> got) {
      Set<String> wanted = new HashSet<>();
      Matcher heading = HEADING.matcher(CODE.matcher(expected).replaceAll(""));
      while (heading.find()) {
        wanted.add(title(heading.group(1)));
      }
      wanted.remove("");
      Set<String> found = new HashSet<>(wanted);
      found.retainAll(got);
      return new Headings(wanted.size(), got.size(), found.size());
    }

    static String title(String text) {
      return String.join(" ", words(text));
    }
  }

  private record Line(Score plain, Score ours, Headings headings) {}

  @Override
  public String name() {
    return "office";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isDirectory(folder.resolve(FOLDER));
  }

  @Override
  public Map<String, Object> run(Path folder, Pipeline pipeline, Report report) throws IOException {
    Path data = folder.resolve(FOLDER);
    List<Path> files = files(data);
    Map<String, String> texts;
    Map<String, Set<String>> headings;
    try (Scratch scratch = Scratch.create()) {
      for (Path file : files) {
        Path copy = scratch.folder().resolve(data.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
      Scope scope = pipeline.ingest(name(), scratch.folder());
      texts = texts(pipeline, scope);
      headings = headings(pipeline, scope);
    }
    Map<String, List<Line>> formats = new TreeMap<>();
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Path file : files) {
      String key = data.relativize(file).toString();
      String text = texts.getOrDefault(key, "");
      String expected =
          MARKS.matcher(Files.readString(Path.of(file + EXPECTED))).replaceAll(" $1 ");
      formats
          .computeIfAbsent(key.substring(0, key.indexOf('/')), format -> new ArrayList<>())
          .add(
              new Line(
                  Score.of(expected, plain(file)),
                  Score.of(expected, text),
                  Headings.of(expected, headings.getOrDefault(key, Set.of()))));
      raw.put(key, text);
    }
    report.line(
        "%-10s %5s   plain Tika: recall     F1   ours: recall     F1   headings: recall  precision",
        "format", "files");
    formats.forEach(
        (format, lines) ->
            report.line(
                "%-10s %5d               %5.1f  %5.1f         %5.1f  %5.1f             %s",
                format,
                lines.size(),
                mean(lines, line -> line.plain().recall()),
                mean(lines, line -> line.plain().f1()),
                mean(lines, line -> line.ours().recall()),
                mean(lines, line -> line.ours().f1()),
                headings(lines)));
    return raw;
  }

  private static double mean(List<Line> lines, ToDoubleFunction<Line> figure) {
    return 100 * lines.stream().mapToDouble(figure).average().orElse(0);
  }

  private static String headings(List<Line> lines) {
    int wanted = lines.stream().mapToInt(line -> line.headings().wanted()).sum();
    int got = lines.stream().mapToInt(line -> line.headings().got()).sum();
    double found = lines.stream().mapToInt(line -> line.headings().found()).sum();
    return wanted == 0 || got == 0
        ? ""
        : String.format(
            Locale.ROOT, "%5.1f      %5.1f of %d", 100 * found / wanted, 100 * found / got, wanted);
  }

  private static List<Path> files(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.map(Path::toString)
          .filter(file -> file.endsWith(EXPECTED))
          .map(file -> Path.of(file.substring(0, file.length() - EXPECTED.length())))
          .sorted()
          .toList();
    }
  }

  private static Map<String, String> texts(Pipeline pipeline, Scope scope) {
    Map<String, String> texts = new HashMap<>();
    pipeline
        .db()
        .sql(TEXTS)
        .param("reference", scope.referenceId())
        .query(
            row -> {
              texts.put(row.getString("source_key"), row.getString("text"));
            });
    return texts;
  }

  private static Map<String, Set<String>> headings(Pipeline pipeline, Scope scope) {
    Map<String, Set<String>> headings = new HashMap<>();
    pipeline
        .db()
        .sql(HEADINGS)
        .param("reference", scope.referenceId())
        .query(
            row -> {
              headings
                  .computeIfAbsent(row.getString("source_key"), key -> new HashSet<>())
                  .add(Headings.title(row.getString("heading")));
            });
    return headings;
  }

  private static String plain(Path file) {
    Tika tika = new Tika();
    tika.setMaxStringLength(-1);
    try {
      return tika.parseToString(file);
    } catch (IOException | TikaException | RuntimeException e) {
      return ""; // not read, which is what is scored
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.add(word.group());
    }
    return words;
  }

  private static List<String> runs(List<String> words) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i + RUN <= words.size(); i++) {
      runs.add(String.join(" ", words.subList(i, i + RUN)));
    }
    return runs;
  }

  private static int common(List<String> wanted, List<String> got) {
    Map<String, Integer> left = new HashMap<>();
    got.forEach(each -> left.merge(each, 1, Integer::sum));
    int common = 0;
    for (String each : wanted) {
      if (left.merge(each, -1, Integer::sum) >= 0) {
        common++;
      }
    }
    return common;
  }
}
