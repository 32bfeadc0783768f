package io.oyl.ingest.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.oyl.ingest.store.ReportView.StateTotal;
import io.oyl.ingest.store.RunsView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as one HTML page that needs nothing else: no network, no script, no other file. */
public final class HtmlReport {
  private static final String PAGE = "report.html";

  private HtmlReport() {}

  /**
   * The page.
   *
   * @param version of the program, as it names itself
   */
  public static String of(ReportFacts facts, String version) {
    Template page =
        Mustache.compiler().withEscaper(Printable::html).nullValue("").compile(template());
    return page.execute(page(facts, version));
  }

  private static String template() {
    try (InputStream page = HtmlReport.class.getResourceAsStream(PAGE)) {
      return new String(Objects.requireNonNull(page, PAGE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the template names. */
  private static Map<String, Object> page(ReportFacts facts, String version) {
    RunsView.Run run = facts.run();
    List<StateParts.Part> states =
        StateParts.of(
            facts.states().stream()
                .collect(Collectors.toMap(StateTotal::state, StateTotal::files)));
    List<RateCurve.Curve> throughput = RateCurve.of(facts);
    List<SizeHistogram.Bar> sizes = SizeHistogram.of(facts);
    Map<String, Object> page = new HashMap<>();
    page.put("run", String.valueOf(run.run()));
    page.put("scope", run.tenant() + " / " + run.workspace() + " / " + run.reference());
    page.put("outcome", run.outcome());
    page.put("sentence", Sentences.lead(facts));
    page.put("started", Figures.time(run.startedAt()) + " UTC");
    page.put("took", Figures.duration(facts.seconds()));
    page.put("sources", facts.sources());
    page.put("flow", flow(facts));
    page.put("states", states);
    page.put("statesInWords", StateParts.inWords(states));
    page.put("steps", StepBars.of(facts));
    page.put("hasThroughput", !throughput.isEmpty());
    page.put("throughput", throughput);
    page.put("types", TypeBars.of(facts.types()));
    page.put("sizesNote", Sentences.sizes(facts));
    page.put("hasSizes", !sizes.isEmpty());
    page.put("sizes", sizes);
    page.put("sizeTicks", SizeHistogram.ticks(facts));
    page.put("incompleteNote", Sentences.incomplete(facts));
    page.put("groups", IncompleteGroups.of(facts.incomplete()));
    page.put("tagsNote", Sentences.tags(facts));
    page.put("tags", TagCloud.of(facts.tags()));
    page.put("written", Figures.time(facts.writtenAt()) + " UTC");
    page.put("version", version);
    return page;
  }

  private static List<Stage> flow(ReportFacts facts) {
    RunsView.Counts counts = facts.run().counts();
    return List.of(
        new Stage(
            "Files", Figures.count(facts.files()), Figures.bytes(sum(facts, StateTotal::bytes))),
        new Stage(
            "Documents",
            Figures.count(sum(facts, StateTotal::documents)),
            Figures.count(sum(facts, StateTotal::pages), "page")),
        new Stage(
            "Chunks",
            Figures.count(sum(facts, StateTotal::chunks)),
            Figures.count(sum(facts, StateTotal::characters), "character")),
        new Stage(
            "Vectors embedded",
            Figures.count(orZero(counts.embedded())),
            Figures.count(orZero(counts.reused())) + " reused"));
  }

  private static long sum(ReportFacts facts, ToLongFunction<StateTotal> value) {
    return facts.states().stream().mapToLong(value).sum();
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /** What came in, or what it became. */
  record Stage(String name, String number, String note) {}
}
