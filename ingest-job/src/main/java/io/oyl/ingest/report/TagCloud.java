package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView.TagCount;
import java.util.Comparator;
import java.util.List;

/** Tags in the order of the alphabet, in six sizes by how many chunks carry them. */
final class TagCloud {
  private static final int SIZES = 6;
  private static final int LONGEST = 60;

  private TagCloud() {}

  static List<SizedTag> of(List<TagCount> tags) {
    double most = Math.log((double) tags.stream().mapToLong(TagCount::count).max().orElse(1));
    double least = Math.log((double) tags.stream().mapToLong(TagCount::count).min().orElse(1));
    return tags.stream()
        .sorted(Comparator.comparing(TagCount::tag, String.CASE_INSENSITIVE_ORDER))
        .map(
            tag ->
                new SizedTag(
                    Figures.cut(tag.tag(), LONGEST),
                    size(Math.log((double) tag.count()), least, most),
                    Figures.count(tag.count(), "chunk")))
        .toList();
  }

  private static int size(double value, double least, double most) {
    double share = most > least ? (value - least) / (most - least) : 0;
    return 1 + (int) Math.min(SIZES - 1, Math.floor(share * SIZES));
  }

  record SizedTag(String tag, int size, String count) {}
}
