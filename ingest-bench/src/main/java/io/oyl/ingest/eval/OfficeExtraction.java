package io.oyl.ingest.eval;

import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.ForkedExtractor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tika.Tika;
import org.apache.tika.exception.TikaException;

/**
 * How much of a document's text is read and in which order, beside plain Tika on the same files:
 * recall of the words of {@code X.expected.md}, and F1 of the runs of four words, each the mean
 * over the files of a format. A format is a folder.
 */
final class OfficeExtraction {
  private static final String EXPECTED = ".expected.md";
  private static final int RUN = 4;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /** Marks of Markdown and HTML that stand for no text of the document. */
  private static final Pattern MARKS =
      Pattern.compile("<!--.*?-->|</?[a-z][^>]*>|!?\\[([^\\]]*)\\]\\([^)]*\\)|&\\w+;");

  private OfficeExtraction() {}

  /** Recall of words and F1 of runs. */
  record Score(double recall, double f1) {
    static Score of(String expected, String text) {
      List<String> wanted = words(expected);
      List<String> got = words(text);
      double found = common(wanted, got);
      double runs = common(runs(wanted), runs(got));
      double all = runs(wanted).size() + runs(got).size();
      return new Score(wanted.isEmpty() ? 1 : found / wanted.size(), all == 0 ? 1 : 2 * runs / all);
    }

    private static Score mean(List<Score> scores) {
      return new Score(
          scores.stream().mapToDouble(Score::recall).average().orElse(0),
          scores.stream().mapToDouble(Score::f1).average().orElse(0));
    }
  }

  private record Line(String file, Score plain, Score ours) {}

  public static void main(String[] args) throws Exception {
    try (DocumentExtractor extractor = new ForkedExtractor(ExtractSettings.defaults())) {
      print(Path.of(args[0]), extractor, args.length > 1, System.out);
    }
  }

  /**
   * Prints a table of the formats.
   *
   * @param folder holds a folder for each format
   * @param files whether each file gets a line too
   */
  static void print(Path folder, DocumentExtractor extractor, boolean files, PrintStream out)
      throws IOException, InterruptedException {
    Map<String, List<Line>> formats = new TreeMap<>();
    for (Path expected : expected(folder)) {
      Path file =
          Path.of(
              expected.toString().substring(0, expected.toString().length() - EXPECTED.length()));
      String wanted = MARKS.matcher(Files.readString(expected)).replaceAll(" $1 ");
      formats
          .computeIfAbsent(folder.relativize(file).getName(0).toString(), _ -> new ArrayList<>())
          .add(
              new Line(
                  String.valueOf(file.getFileName()),
                  Score.of(wanted, plain(file)),
                  Score.of(wanted, text(extractor.extract(file)))));
    }
    out.println("format       files  plain Tika: recall     F1   ours: recall     F1");
    formats.forEach(
        (format, lines) -> {
          out.printf(
              Locale.ROOT,
              "%-12s %5d              %.3f   %.3f         %.3f   %.3f%n",
              format,
              lines.size(),
              Score.mean(lines.stream().map(Line::plain).toList()).recall(),
              Score.mean(lines.stream().map(Line::plain).toList()).f1(),
              Score.mean(lines.stream().map(Line::ours).toList()).recall(),
              Score.mean(lines.stream().map(Line::ours).toList()).f1());
          for (Line line : files ? lines : List.<Line>of()) {
            out.printf(
                Locale.ROOT,
                "  %-28.28s            %.3f   %.3f         %.3f   %.3f%n",
                line.file(),
                line.plain().recall(),
                line.plain().f1(),
                line.ours().recall(),
                line.ours().f1());
          }
        });
  }

  private static List<Path> expected(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(EXPECTED)).sorted().toList();
    }
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

  private static String text(Extraction extraction) {
    return switch (extraction) {
      case Extraction.Refused _ -> "";
      case Extraction.Extracted extracted ->
          extracted.documents().stream()
              .map(ExtractedDocument::text)
              .collect(Collectors.joining("\n"));
    };
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

  private static double common(List<String> wanted, List<String> got) {
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
