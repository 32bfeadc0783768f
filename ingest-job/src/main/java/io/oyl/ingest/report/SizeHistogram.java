package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView.Bucket;
import java.util.List;
import java.util.Locale;

/** Chunks by their number of tokens, as bars on 600 × 180 units. */
final class SizeHistogram {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 180;
  private static final int GAP = 2;

  private SizeHistogram() {}

  static List<Bar> of(ReportFacts facts) {
    int bars = bars(facts);
    long highest = facts.sizes().stream().mapToLong(Bucket::count).max().orElse(1);
    double step = (double) WIDTH / bars;
    return facts.sizes().stream()
        .map(
            size -> {
              double height = Math.max(1, (double) HEIGHT * size.count() / highest);
              int from = size.bucket() * facts.sizeWidth();
              return new Bar(
                  units(size.bucket() * step),
                  units(HEIGHT - height),
                  units(step - GAP),
                  units(height),
                  "%d to %d tokens: %s"
                      .formatted(
                          from,
                          from + facts.sizeWidth() - 1,
                          Figures.count(size.count(), "chunk")));
            })
        .toList();
  }

  /** What stands below the left end, the middle and the right end. */
  static List<String> ticks(ReportFacts facts) {
    int end = bars(facts) * facts.sizeWidth();
    return List.of("0", Figures.count(end / 2), Figures.count(end));
  }

  private static int bars(ReportFacts facts) {
    return facts.chunks().largest() / facts.sizeWidth() + 1;
  }

  private static String units(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  record Bar(String x, String y, String width, String height, String title) {}
}
