package io.oyl.ingest.extract.pdf;

import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.metadata.Metadata;

/** Counts what was mended in the text of a PDF, to be told in its metadata. */
public final class PdfRepairs {
  /** Name of the metadata that tells what was mended. */
  public static final String NAME = "oyl:repairs";

  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void tell(Metadata metadata) {
    metadata.remove(NAME);
    counts.forEach((what, times) -> metadata.add(NAME, what + " " + times));
  }
}
