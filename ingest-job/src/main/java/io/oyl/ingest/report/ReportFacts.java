package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView;
import io.oyl.ingest.store.ReportView.Bucket;
import io.oyl.ingest.store.RunsView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What a report tells: the run as the job repository has it, and the files of its sources as they
 * stand now.
 *
 * @param incomplete at most {@link #MOST_FILES}
 * @param sizeWidth tokens in a bucket of {@code sizes}
 * @param timeSeconds seconds in a bucket of {@code documents} and {@code vectors}
 */
public record ReportFacts(
    RunsView.Run run,
    List<RunsView.Step> steps,
    List<String> sources,
    List<ReportView.StateTotal> states,
    List<ReportView.TypeCount> types,
    List<ReportView.IncompleteFile> incomplete,
    ReportView.ChunkTotals chunks,
    int sizeWidth,
    List<Bucket> sizes,
    List<ReportView.TagCount> tags,
    double timeSeconds,
    List<Bucket> documents,
    List<Bucket> vectors,
    OffsetDateTime writtenAt) {

  /** More files that are not complete are only counted, so that the page stays below 1 MB. */
  static final int MOST_FILES = 1000;

  private static final int TAGS = 60;
  private static final int SIZE_BUCKETS = 24;
  private static final int TIME_BUCKETS = 60;

  /** Asks the database for all of it. */
  public static ReportFacts gather(
      RunsView.Run run,
      List<RunsView.Step> steps,
      ReportView view,
      UUID reference,
      OffsetDateTime now) {
    List<String> sources = view.sources(run.run());
    OffsetDateTime from = run.startedAt() == null ? now : run.startedAt();
    OffsetDateTime until = run.endedAt() == null ? now : run.endedAt();
    double seconds =
        Math.max(1, Math.ceil(Duration.between(from, until).toMillis() / 1000.0 / TIME_BUCKETS));
    ReportView.Times times = new ReportView.Times(from, until, seconds);
    ReportView.ChunkTotals chunks = view.chunkTotals(reference, sources);
    int width = Math.max(1, (chunks.largest() + SIZE_BUCKETS) / SIZE_BUCKETS);
    return new ReportFacts(
        run,
        steps,
        sources,
        view.states(reference, sources),
        view.types(reference, sources),
        view.incomplete(reference, sources, MOST_FILES),
        chunks,
        width,
        view.chunkSizes(reference, sources, width),
        view.tags(reference, sources, TAGS),
        seconds,
        view.documents(reference, sources, times),
        view.vectors(reference, sources, times),
        now);
  }

  /** Wall time of the run, until the report was written for one that has not ended. */
  double seconds() {
    BigDecimal seconds = run.seconds();
    return seconds == null ? 0 : seconds.doubleValue();
  }

  long files() {
    return states.stream().mapToLong(ReportView.StateTotal::files).sum();
  }

  /** Files in a state, now. */
  long files(String state) {
    return states.stream()
        .filter(total -> total.state().equals(state))
        .mapToLong(ReportView.StateTotal::files)
        .sum();
  }
}
