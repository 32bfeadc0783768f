package io.oyl.ingest.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.oyl.ingest.store.ReportView.StateTotal;
import io.oyl.ingest.store.RunsView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private static Page page(ReportFacts facts, String version) {
    RunsView.Run run = facts.run();
    List<StateParts.Part> states =
        StateParts.of(
            facts.states().stream()
                .collect(Collectors.toMap(StateTotal::state, StateTotal::files)));
    List<RateCurve.Curve> throughput = RateCurve.of(facts);
    List<SizeHistogram.Bar> sizes = SizeHistogram.of(facts);
    return new Page(
        String.valueOf(run.run()),
        run.tenant() + " / " + run.workspace() + " / " + run.reference(),
        run.outcome(),
        Sentences.lead(facts),
        Figures.time(run.startedAt()) + " UTC",
        Figures.duration(facts.seconds()),
        facts.sources(),
        flow(facts),
        states,
        StateParts.inWords(states),
        StepBars.of(facts),
        !throughput.isEmpty(),
        throughput,
        TypeBars.of(facts.types()),
        Sentences.sizes(facts),
        !sizes.isEmpty(),
        sizes,
        SizeHistogram.ticks(facts),
        Sentences.incomplete(facts),
        IncompleteGroups.of(facts.incomplete()),
        Sentences.tags(facts),
        TagCloud.of(facts.tags()),
        Figures.time(facts.writtenAt()) + " UTC",
        version);
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

  /** All that the template names. */
  record Page(
      String run,
      String scope,
      String outcome,
      String sentence,
      String started,
      String took,
      List<String> sources,
      List<Stage> flow,
      List<StateParts.Part> states,
      String statesInWords,
      List<StepBars.Bar> steps,
      boolean hasThroughput,
      List<RateCurve.Curve> throughput,
      List<TypeBars.Bar> types,
      String sizesNote,
      boolean hasSizes,
      List<SizeHistogram.Bar> sizes,
      List<String> sizeTicks,
      String incompleteNote,
      List<IncompleteGroups.Group> groups,
      String tagsNote,
      List<TagCloud.SizedTag> tags,
      String written,
      String version) {}
}
