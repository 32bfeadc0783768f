package io.oyl.ingest.report;

import io.oyl.ingest.store.RunsView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a run on one time line of 1,000 units. */
final class StepBars {
  private static final int LENGTH = 1000;
  private static final int SHORTEST = 4;

  private StepBars() {}

  static List<Bar> of(ReportFacts facts) {
    OffsetDateTime from = facts.run().startedAt();
    return facts.steps().stream().map(step -> bar(step, from, facts.seconds())).toList();
  }

  private static Bar bar(RunsView.Step step, @Nullable OffsetDateTime from, double total) {
    double seconds = number(step.seconds());
    double start =
        from == null || step.startedAt() == null
            ? 0
            : Duration.between(from, step.startedAt()).toMillis() / 1000.0;
    double unit = LENGTH / Math.max(total, 0.001);
    long width = Math.clamp(Math.round(seconds * unit), SHORTEST, LENGTH);
    return new Bar(
        step.step(),
        Math.clamp(Math.round(start * unit), 0, LENGTH - width),
        width,
        Figures.duration(seconds),
        note(step));
  }

  private static String note(RunsView.Step step) {
    Long items = step.items();
    if (!step.state().equals("completed")) {
      return step.state();
    }
    if (items == null) {
      return "";
    }
    String noun = step.step().equals("embed") ? "chunk" : "file";
    String rate = Figures.rate(number(step.itemsPerSecond()));
    return Figures.count(items, noun) + (items == 0 ? "" : ", " + rate + " a second");
  }

  private static double number(@Nullable BigDecimal number) {
    return number == null ? 0 : number.doubleValue();
  }

  record Bar(String name, long x, long width, String duration, String note) {}
}
