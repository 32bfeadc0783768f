package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many came to be each second of a run, as a curve on 600 × 120 units. */
final class RateCurve {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;
  private static final int TOP = 6;

  /** With fewer points a curve tells nothing. */
  private static final int FEWEST = 3;

  private RateCurve() {}

  static List<Curve> of(ReportFacts facts) {
    int buckets = (int) Math.ceil(facts.seconds() / facts.timeSeconds());
    List<Curve> curves = new ArrayList<>();
    if (buckets >= FEWEST) {
      add(curves, "Documents stored", facts.documents(), buckets, facts);
      add(curves, "Chunks given a vector", facts.vectors(), buckets, facts);
    }
    return curves;
  }

  private static void add(
      List<Curve> curves, String title, List<Bucket> counts, int buckets, ReportFacts facts) {
    if (counts.isEmpty()) {
      return;
    }
    double[] rates = new double[buckets];
    for (Bucket count : counts) {
      rates[Math.clamp(count.bucket(), 0, buckets - 1)] += count.count() / facts.timeSeconds();
    }
    double peak = 0;
    for (double rate : rates) {
      peak = Math.max(peak, rate);
    }
    StringBuilder curve = new StringBuilder();
    for (int i = 0; i < buckets; i++) {
      curve.append(
          String.format(
              Locale.ROOT,
              "%s%.0f %.1f",
              i == 0 ? "M" : "L",
              (double) i * WIDTH / (buckets - 1),
              HEIGHT - rates[i] / peak * (HEIGHT - TOP)));
    }
    String area = curve + "L" + WIDTH + " " + HEIGHT + "L0 " + HEIGHT + "Z";
    curves.add(
        new Curve(
            title, Figures.rate(peak), area, curve.toString(), Figures.duration(facts.seconds())));
  }

  /**
   * A curve.
   *
   * @param area path of what is below it
   * @param end of the time axis
   */
  record Curve(String title, String peak, String area, String curve, String end) {}
}
