package io.oyl.ingest.cli;

import io.oyl.ingest.store.FilesView.FileWithReceipts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the samples must end, held against how they did. */
final class SampleEndings {
  private static final String README = "README.md";
  private static final String GONE = "removed";
  private static final Samples.Ending UNREAD_SCAN = new Samples.Ending("empty", "needs_ocr");
  private static final Samples.Ending COMPLETE = new Samples.Ending("complete", null);

  private SampleEndings() {}

  /**
   * A sample and its two endings.
   *
   * @param expected null for a file that the README does not name
   * @param actual null for a file that the ledger does not have
   */
  record Comparison(
      String file, Samples.@Nullable Ending expected, Samples.@Nullable Ending actual) {
    /** A scan is read where Tesseract is installed, as the samples' README says. */
    boolean isEqual() {
      return expected != null
          && (expected.equals(actual) || (expected.equals(UNREAD_SCAN) && COMPLETE.equals(actual)));
    }

    String sentence() {
      return file
          + ": "
          + (expected == null ? "is not in the README" : "should be " + expected)
          + (actual == null ? ", was not seen" : ", is " + actual);
    }
  }

  /** All samples by name. The README itself need not be in its table. */
  static List<Comparison> compare(
      Map<String, Samples.Ending> expected, List<FileWithReceipts> files) {
    Map<String, Samples.Ending> actual = new LinkedHashMap<>();
    for (FileWithReceipts file : files) {
      if (!file.state().equals(GONE)) {
        actual.put(file.sourceKey(), new Samples.Ending(file.state(), file.reason()));
      }
    }
    List<Comparison> comparisons = new ArrayList<>();
    expected.forEach(
        (file, ending) -> comparisons.add(new Comparison(file, ending, actual.get(file))));
    actual.forEach(
        (file, ending) -> {
          if (!expected.containsKey(file) && !file.equals(README)) {
            comparisons.add(new Comparison(file, null, ending));
          }
        });
    return comparisons;
  }
}
