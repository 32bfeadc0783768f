package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.store.FilesView.FileWithReceipts;
import io.oyl.ingest.store.FilesView.Receipt;
import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Reason;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Verification;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract with other programs: every name, to the letter. */
class AnswersTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void aRun() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("scan", 0.5);
    seconds.put("ingest", 2.0);
    RunReport report =
        new RunReport(
            7,
            "completed",
            new RunReport.Files(10, 3, 2, 5, 4, 1, 8, 6, 1, 1, 2, 0, 7),
            11,
            12,
            new RunReport.Vectors(13, 14),
            seconds);
    assertThat(json(Answers.run(report)))
        .isEqualTo(
            """
            {"run":7,"state":"completed","files":{"seen":10,"new":3,"changed":2,"unchanged":5,\
            "moved":4,"removed":1,"vanished":8,"complete":6,"partial":1,"empty":1,"quarantined":2,"unsettled":0,"growing":7},\
            "documents":11,"chunks":12,"vectors":{"embedded":13,"reused":14},\
            "seconds":{"scan":0.5,"ingest":2.0}}
            """);
  }

  @Test
  void files() {
    Receipt receipt =
        new Receipt(
            ID,
            "a.pdf",
            "",
            "application/pdf",
            9,
            "en",
            2,
            30,
            12,
            4,
            4,
            0,
            List.of(Map.of("reason", "truncated", "detail", "cut")));
    CapturedConsole captured = new CapturedConsole();
    give(
        captured,
        items -> {
          items.accept(
              Answers.file(
                  new FileWithReceipts(
                      "docs", "x/a.pdf", "partial", "truncated", "cut", 1, 9L, List.of(receipt))));
          items.accept(
              Answers.file(
                  new FileWithReceipts("docs", "b", "complete", null, null, 1, null, List.of())));
        });
    assertThat(captured.out())
        .contains(
            """
            {"files":[{"source":"docs","source_key":"x/a.pdf","state":"partial",\
            "reason":"truncated","detail":"cut","attempts":1,"size_bytes":9,"documents":[\
            {"document":"00000000-0000-0000-0000-000000000001","filename":"a.pdf",\
            "embedded_path":"","mime_type":"application/pdf","size_bytes":9,"language":"en",\
            "pages":2,"characters":30,"set_aside":12,"chunks":4,"vectors":4,"children":0,"gaps":[{\
            """)
        .contains(
            """
            {"source":"docs","source_key":"b","state":"complete","reason":null,"detail":null,\
            "attempts":1,"size_bytes":null,"documents":[]}]}
            """);
  }

  @Test
  void aListThatFailsOnTheWayIsStillOneJsonValueThatSaysSo() {
    CapturedConsole captured = new CapturedConsole();
    assertThatThrownBy(
            () ->
                give(
                    captured,
                    items -> {
                      items.accept(Map.of("n", 1));
                      throw new UsageException("the disk \u202E is full");
                    }))
        .isInstanceOf(UsageException.class);
    JsonNode answer = JsonMapper.builder().build().readTree(captured.out());
    assertThat(answer.get("files")).hasSize(1);
    assertThat(answer.get("error").asString()).contains("is full");
  }

  @Test
  void aListThatIsBrokenOffIsOneJsonValueAndTakesNoMore() {
    CapturedConsole captured = new CapturedConsole();
    give(
        captured,
        items -> {
          items.accept(Map.of("n", 1));
          captured.console().breakOff("a signal");
          items.accept(Map.of("n", 2));
        });
    captured.console().json(Map.of("n", 3));
    captured.console().breakOff("again");
    assertThat(captured.out()).isEqualTo("{\"files\":[{\"n\":1}],\"error\":\"a signal\"}\n");
  }

  @Test
  void whatIsBrokenOffInsideOfItemsIsClosedFromWithin() {
    CapturedConsole captured = new CapturedConsole();
    give(
        captured,
        documents ->
            documents.accept(
                Answers.object(
                    "name",
                    "a",
                    "blocks",
                    new JsonItems(
                        blocks -> {
                          blocks.accept(1);
                          blocks.accept(2);
                          captured.console().breakOff("a signal");
                        }))));
    assertThat(captured.out())
        .isEqualTo(
            """
            {"files":[{"name":"a","blocks":[1,2]}],"error":"a signal"}
            """);
  }

  @Test
  void itemsAreWrittenBeforeTheLastIsMade() {
    CapturedConsole captured = new CapturedConsole();
    AtomicInteger before = new AtomicInteger();
    Map<String, Object> document =
        Map.of(
            "chunks",
            new JsonItems(
                item -> {
                  IntStream.range(0, 10_000).forEach(i -> item.accept("x".repeat(100)));
                  before.set(captured.out().length());
                }));
    give(captured, documents -> documents.accept(document));
    assertThat(before.get()).isGreaterThan(10_000 * 100);
  }

  private static void give(CapturedConsole captured, Consumer<Consumer<Object>> files) {
    captured.console().json(Map.of("files", new JsonItems(files)));
  }

  @Test
  void hits() {
    Hit hit =
        new Hit(
            ID,
            ID,
            "a.pdf",
            "x/a.pdf",
            "",
            3,
            10,
            20,
            1,
            2,
            List.of("A", "B"),
            0.5,
            "text",
            Reason.NONE);
    Hit bare =
        new Hit(
            ID, ID, null, null, null, 0, null, null, null, null, List.of(), 0.25, "t", Reason.NONE);
    assertThat(json(Answers.hits(List.of(hit, bare), false)))
        .isEqualTo(
            """
            {"hits":[{"chunk":"00000000-0000-0000-0000-000000000001",\
            "document":"00000000-0000-0000-0000-000000000001","filename":"a.pdf",\
            "source_key":"x/a.pdf","embedded_path":"","position":3,"start_offset":10,\
            "end_offset":20,"first_page":1,"last_page":2,"heading_path":["A","B"],"score":0.5,\
            "text":"text"},{"chunk":"00000000-0000-0000-0000-000000000001",\
            "document":"00000000-0000-0000-0000-000000000001","filename":null,\
            "source_key":null,"embedded_path":null,"position":0,"start_offset":null,\
            "end_offset":null,"first_page":null,"last_page":null,"heading_path":[],"score":0.25,\
            "text":"t"}]}
            """);
  }

  @Test
  void explainedHits() {
    Hit hit =
        new Hit(
            ID,
            ID,
            null,
            null,
            null,
            0,
            0,
            1,
            null,
            null,
            List.of(),
            0.25,
            "t",
            new Reason(null, 0.5, 2, 7.25));
    assertThat(json(Answers.hits(List.of(hit), true)))
        .endsWith(
            """
            "text":"t",\
            "explain":{"vector_rank":null,"similarity":0.5,"text_rank":2,"bm25":7.25}}]}
            """);
  }

  @Test
  void checks() {
    assertThat(
            json(Answers.checks(List.of(new Verification.Result("orphans", "none", 2)), "0.8.4")))
        .isEqualTo(
            """
            {"checks":[{"name":"orphans","broken":2,"promise":"none"}],"pgvector":"0.8.4"}
            """);
  }

  @Test
  void aPastRunWithItsSteps() {
    RunsView.Run run =
        new RunsView.Run(
            7,
            "failed",
            OffsetDateTime.parse("2026-01-01T12:00:00+05:45"),
            null,
            new BigDecimal("1.500"),
            "t",
            "w",
            "r",
            "docs",
            "boom\n\tat x",
            "failed",
            "boom",
            new RunsView.Counts(
                1L,
                2L,
                3L,
                4L,
                5L,
                6L,
                7L,
                8L,
                9L,
                10L,
                11L,
                12L,
                13L,
                14L,
                15L,
                16L,
                new BigDecimal("1.25"),
                null));
    RunsView.Step step =
        new RunsView.Step(
            "scan",
            "failed",
            null,
            2L,
            3,
            4,
            null,
            OffsetDateTime.parse("2026-01-01T12:00:00+05:45"),
            null,
            new BigDecimal("0.50"),
            "boom");
    assertThat(json(PastRunAnswer.of(run, List.of(step))))
        .isEqualTo(
            """
            {"run":7,"state":"failed","started_at":"2026-01-01T06:15:00Z","ended_at":null,\
            "seconds":1.500,"tenant":"t","workspace":"w","reference":"r","source":"docs",\
            "message":"boom\\n\\tat x","outcome":"failed","cause":"boom","counts":{"seen":1,\
            "new":2,"changed":3,"unchanged":4,"moved":5,"removed":6,"complete":7,"partial":8,\
            "empty":9,"quarantined":10,"unsettled":11,"read":12,"documents":13,"chunks":14,\
            "embedded":15,"reused":16,"files_per_second":1.25,"chunks_per_second":null},\
            "steps":[{"step":"scan","state":"failed","seconds":null,"items":2,\
            "commits":3,"rollbacks":4,"message":null,"started_at":"2026-01-01T06:15:00Z",\
            "ended_at":null,"items_per_second":0.50,"cause":"boom"}]}
            """);
  }

  private static String json(Object answer) {
    CapturedConsole captured = new CapturedConsole();
    captured.console().json(answer);
    return captured.out();
  }
}
