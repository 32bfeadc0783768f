package io.oyl.ingest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.ReportView.Bucket;
import io.oyl.ingest.store.ReportView.ChunkTotals;
import io.oyl.ingest.store.ReportView.IncompleteFile;
import io.oyl.ingest.store.ReportView.StateTotal;
import io.oyl.ingest.store.ReportView.TagCount;
import io.oyl.ingest.store.ReportView.TypeCount;
import io.oyl.ingest.store.RunsView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final OffsetDateTime START = OffsetDateTime.parse("2026-11-26T12:00:00Z");
  private static final String HOSTILE =
      "a</bdi><img src=x onerror=\"alert(1)\">'&amp;\u202Egpj.txt";
  private static final String SEEN = "a</bdi><img src=x onerror=\"alert(1)\">'&amp;\\u202egpj.txt";

  @Test
  void thePageIsSoundHtmlThatNeedsNothingElse() {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(HtmlReport.of(facts(3), "1"), "", parser);

    assertThat(parser.getErrors()).isEmpty();
    assertThat(page.select("script, iframe, img, link[rel=stylesheet], object, embed")).isEmpty();
    assertThat(page.getAllElements().stream().flatMap(e -> e.attributes().asList().stream()))
        .noneMatch(attribute -> attribute.getKey().startsWith("on"))
        .noneMatch(attribute -> attribute.getValue().matches("(?i)\\s*(https?:|//|javascript:).*"));
    assertThat(page.select("style").outerHtml()).doesNotContain("url(", "@import");
    assertThat(page.select("meta[name=viewport], meta[charset=utf-8]")).hasSize(2);
    assertThat(page.html()).contains("prefers-color-scheme: dark");
    assertThat(page.select("section").eachAttr("id"))
        .containsExactly("states", "time", "throughput", "types", "sizes", "incomplete", "tags");
  }

  @Test
  void aHostileNameIsTextAndCannotTurnWhatStandsBesideIt() {
    Document page = Jsoup.parse(HtmlReport.of(facts(1), HOSTILE));

    assertThat(page.select("#incomplete .files bdi").eachText()).containsExactly(SEEN);
    assertThat(page.select("#incomplete .files span").eachText()).containsExactly(SEEN);
    assertThat(page.select("#tags .cloud bdi").eachText()).contains(SEEN);
    assertThat(page.select("h1 bdi").text()).isEqualTo(SEEN + " / w / r");
    assertThat(page.select("header .facts bdi").eachText()).containsExactly(SEEN);
    assertThat(page.select("footer").text()).contains(SEEN);
    assertThat(page.html()).doesNotContain("\u202E");
  }

  @Test
  void eachIncompleteFileStandsUnderItsReason() {
    Document page = Jsoup.parse(HtmlReport.of(facts(30), "1"));

    assertThat(page.select("#incomplete details summary").eachText())
        .containsExactly("quarantined · time out 15 files", "partial · truncated 15 files");
    assertThat(page.select("#incomplete details:first-of-type li")).hasSize(15);
    assertThat(page.select("#incomplete time").eachText()).containsOnly("2026-11-26 12:00");
  }

  @Test
  void theFiguresAreThoseOfTheRun() {
    Document page = Jsoup.parse(HtmlReport.of(facts(2), "1"));

    assertThat(page.select(".flow li").eachText())
        .containsExactly(
            "Files 1,000 87 MB",
            "Documents 990 2,310 pages",
            "Chunks 5,540 9,600,000 characters",
            "Vectors embedded 4,813 727 reused");
    assertThat(page.select("#states .legend li").eachText())
        .containsExactly("complete 900 90 %", "quarantined 100 10 %");
    assertThat(page.select("#time .bars span").eachText())
        .containsSubsequence("scan", "1.0 s", "1,000 files, 1,000 a second", "embed", "9.0 s");
    assertThat(page.select("#types .bars > bdi").eachText()).containsExactly("pdf", "none");
    assertThat(page.select("#types .stack").eachAttr("style"))
        .containsExactly("width:100%", "width:11%");
    assertThat(page.select(".lead").text())
        .isEqualTo(
            "1,000 files seen: 1,000 new, 0 changed, 0 unchanged. Not complete: 100 quarantined;"
                + " each is named below with its reason.");
  }

  @Test
  void everyMarkLiesWithinItsChart() {
    Document page = Jsoup.parse(HtmlReport.of(facts(2), "1"));

    assertThat(page.select("rect.mark")).hasSizeGreaterThan(4);
    for (Element rect : page.select("rect.mark")) {
      String[] box =
          String.valueOf(rect.closest("svg"))
              .replaceAll("(?s).*?viewBox=\"([^\"]*)\".*", "$1")
              .split(" ", -1);
      double right = number(rect, "x") + number(rect, "width");
      double bottom = number(rect, "y") + number(rect, "height");
      assertThat(number(rect, "x")).isGreaterThanOrEqualTo(0);
      assertThat(number(rect, "y")).isGreaterThanOrEqualTo(0);
      assertThat(right).isLessThanOrEqualTo(Double.parseDouble(box[2]));
      assertThat(bottom).isLessThanOrEqualTo(Double.parseDouble(box[3]));
    }
    assertThat(page.select("path.curve").eachAttr("d"))
        .hasSize(2)
        .allMatch(path -> path.matches("M0 [0-9.]+(L[0-9]+ [0-9.]+)+"))
        .allMatch(path -> path.contains(" 6.0"));
  }

  @Test
  void aThousandFilesWithLongNamesStayBelowOneMegabyte() {
    String page = HtmlReport.of(facts(ReportFacts.MOST_FILES), "1");

    assertThat(Jsoup.parse(page).select("#incomplete li")).hasSize(ReportFacts.MOST_FILES);
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
  }

  @Test
  void aRunThatHasCountedNothingHasAPageToo() {
    RunsView.Run run =
        new RunsView.Run(
            7,
            "failed",
            START,
            null,
            null,
            "t",
            "w",
            "r",
            "docs",
            "x",
            "failed",
            "the disk is full",
            new RunsView.Counts(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null));
    ReportFacts facts =
        new ReportFacts(
            run,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new ChunkTotals(0, 0, 0),
            1,
            List.of(),
            List.of(),
            1,
            List.of(),
            List.of(),
            START);
    Document page = Jsoup.parse(HtmlReport.of(facts, "1"));

    assertThat(page.select(".lead").text())
        .isEqualTo("The run did not finish (the disk is full); running again goes on from there.");
    assertThat(page.text()).doesNotContain("null", "NaN");
    assertThat(page.select("#throughput, #sizes svg")).isEmpty();
  }

  private static double number(Element element, String attribute) {
    return element.hasAttr(attribute) ? Double.parseDouble(element.attr(attribute)) : 0;
  }

  private static ReportFacts facts(int incomplete) {
    RunsView.Run run =
        new RunsView.Run(
            7,
            "completed",
            START,
            START.plusSeconds(10),
            new BigDecimal("10.000"),
            HOSTILE,
            "w",
            "r",
            HOSTILE,
            null,
            "incomplete",
            "100 quarantined",
            new RunsView.Counts(
                1000L, 1000L, 0L, 0L, 0L, 0L, 900L, 0L, 0L, 100L, 0L, 1000L, 990L, 5540L, 4813L,
                727L, null, null));
    List<RunsView.Step> steps =
        List.of(step("scan", 0, "1.000", 1000L), step("embed", 1, "9.000", 5540L));
    String name = incomplete > 100 ? HOSTILE + "x".repeat(5000) : HOSTILE;
    List<IncompleteFile> files =
        Stream.concat(
                IntStream.range(0, (incomplete + 1) / 2)
                    .mapToObj(i -> bad(name, "quarantined", "time_out")),
                IntStream.range(0, incomplete / 2).mapToObj(i -> bad(name, "partial", "truncated")))
            .toList();
    return new ReportFacts(
        run,
        steps,
        List.of(HOSTILE),
        List.of(
            new StateTotal("complete", 900, 87_000_000, 990, 2310, 9_600_000, 5540),
            new StateTotal("quarantined", 100, 0, 0, 0, 0, 0)),
        List.of(
            new TypeCount("pdf", "complete", 800),
            new TypeCount("pdf", "quarantined", 100),
            new TypeCount("", "complete", 100)),
        files,
        new ChunkTotals(5540, 254, 141.2),
        11,
        List.of(new Bucket(0, 10), new Bucket(12, 400), new Bucket(23, 90)),
        List.of(new TagCount("lighthouse", 120), new TagCount(HOSTILE, 3)),
        1,
        List.of(new Bucket(1, 500), new Bucket(4, 490)),
        List.of(new Bucket(2, 3000), new Bucket(9, 2540), new Bucket(10, 1)),
        START.plusSeconds(60));
  }

  private static RunsView.Step step(String name, int at, String seconds, long items) {
    BigDecimal took = new BigDecimal(seconds);
    return new RunsView.Step(
        name,
        "completed",
        took,
        items,
        1,
        0,
        null,
        START.plusSeconds(at),
        START.plusSeconds(at).plusSeconds(took.longValue()),
        new BigDecimal(items).divide(took, 2, java.math.RoundingMode.HALF_UP),
        null);
  }

  private static IncompleteFile bad(String name, String state, String reason) {
    return new IncompleteFile(name, state, reason, name, START);
  }
}
