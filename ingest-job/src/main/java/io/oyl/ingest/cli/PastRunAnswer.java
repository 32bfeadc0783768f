package io.oyl.ingest.cli;

import io.oyl.ingest.store.RunsView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run that began earlier, as JSON. */
final class PastRunAnswer {
  private PastRunAnswer() {}

  static Map<String, @Nullable Object> all(List<RunsView.Run> runs) {
    return Answers.object("runs", JsonItems.of(runs, PastRunAnswer::of));
  }

  static Map<String, @Nullable Object> of(RunsView.Run run) {
    return Answers.object(
        "run", run.run(),
        "state", run.state(),
        "started_at", Answers.instant(run.startedAt()),
        "ended_at", Answers.instant(run.endedAt()),
        "seconds", run.seconds(),
        "tenant", run.tenant(),
        "workspace", run.workspace(),
        "reference", run.reference(),
        "source", run.source(),
        "message", run.message(),
        "outcome", run.outcome(),
        "cause", run.cause(),
        "counts", counts(run.counts()));
  }

  private static Map<String, @Nullable Object> counts(RunsView.Counts counts) {
    return Answers.object(
        "seen", counts.seen(),
        "new", counts.added(),
        "changed", counts.changed(),
        "unchanged", counts.unchanged(),
        "moved", counts.moved(),
        "removed", counts.removed(),
        "complete", counts.complete(),
        "partial", counts.partial(),
        "empty", counts.empty(),
        "quarantined", counts.quarantined(),
        "unsettled", counts.unsettled(),
        "read", counts.filesRead(),
        "documents", counts.documents(),
        "chunks", counts.chunks(),
        "embedded", counts.embedded(),
        "reused", counts.reused(),
        "files_per_second", counts.filesPerSecond(),
        "chunks_per_second", counts.chunksPerSecond());
  }

  static Map<String, @Nullable Object> of(RunsView.Run run, List<RunsView.Step> steps) {
    Map<String, @Nullable Object> answer = of(run);
    answer.put("steps", Answers.list(steps, PastRunAnswer::step));
    return answer;
  }

  private static Map<String, @Nullable Object> step(RunsView.Step step) {
    return Answers.object(
        "step", step.step(),
        "state", step.state(),
        "seconds", step.seconds(),
        "items", step.items(),
        "commits", step.commits(),
        "rollbacks", step.rollbacks(),
        "message", step.message(),
        "started_at", Answers.instant(step.startedAt()),
        "ended_at", Answers.instant(step.endedAt()),
        "items_per_second", step.itemsPerSecond(),
        "cause", step.cause());
  }
}
