package io.oyl.ingest.cli;

import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.job.Plan;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.StatusView;
import io.oyl.ingest.store.Verification;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that other programs rely on, written out name by name: renaming a record's component
 * must not change an answer.
 */
final class Answers {
  private Answers() {}

  static Map<String, @Nullable Object> run(RunReport report) {
    RunReport.Files files = report.files();
    return object(
        "run", report.run(),
        "state", report.state(),
        "files",
            object(
                "seen", files.seen(),
                "new", files.added(),
                "changed", files.changed(),
                "unchanged", files.unchanged(),
                "moved", files.moved(),
                "removed", files.removed(),
                "vanished", files.vanished(),
                "complete", files.complete(),
                "partial", files.partial(),
                "empty", files.empty(),
                "quarantined", files.quarantined(),
                "unsettled", files.unsettled(),
                "growing", files.growing()),
        "documents", report.documents(),
        "chunks", report.chunks(),
        "vectors",
            object("embedded", report.vectors().embedded(), "reused", report.vectors().reused()),
        "seconds", report.seconds());
  }

  static Map<String, @Nullable Object> plan(Plan plan) {
    return object(
        "files",
            object(
                "add", JsonItems.of(plan.add(), key -> key),
                "change", JsonItems.of(plan.change(), key -> key),
                "outdated", plan.outdated(),
                "remove", JsonItems.of(plan.remove(), key -> key),
                "keep", JsonItems.of(plan.keep(), key -> key),
                "unchanged", plan.unchanged(),
                "moved", plan.moved(),
                "unreadable", plan.unreadable()),
        "chunks", plan.chunks(),
        "embed", object("chunks", plan.toEmbed(), "tokens", plan.tokens(), "price", plan.price()));
  }

  static Map<String, @Nullable Object> purge(
      Purge.Counts counts, OffsetDateTime before, boolean dryRun) {
    return object(
        "before", instant(before),
        "dry_run", dryRun,
        "documents", counts.documents(),
        "chunks", counts.chunks(),
        "tag_links", counts.links(),
        "tags", counts.tags(),
        "embeddings", counts.embeddings(),
        "vectors", counts.vectors());
  }

  /** There was nothing to do, hence no run. */
  static Map<String, @Nullable Object> noRun() {
    return object("run", null, "state", "completed", "files", object("seen", 0));
  }

  /** Made as it is written, in the transaction of the view. */
  static Map<String, @Nullable Object> files(FilesView files, Scope scope, List<String> states) {
    return object(
        "files",
        new JsonItems(
            item -> files.forEach(scope.referenceId(), states, file -> item.accept(file(file)))));
  }

  static Map<String, @Nullable Object> file(FilesView.FileWithReceipts file) {
    return object(
        "source", file.source(),
        "source_key", file.sourceKey(),
        "state", file.state(),
        "reason", file.reason(),
        "detail", file.detail(),
        "attempts", file.attempts(),
        "size_bytes", file.sizeBytes(),
        "documents", list(file.receipts(), Answers::receipt));
  }

  private static Map<String, @Nullable Object> receipt(FilesView.Receipt receipt) {
    return object(
        "document", receipt.document().toString(),
        "filename", receipt.filename(),
        "embedded_path", receipt.embeddedPath(),
        "mime_type", receipt.mimeType(),
        "size_bytes", receipt.sizeBytes(),
        "language", receipt.language(),
        "pages", receipt.pages(),
        "characters", receipt.characters(),
        "set_aside", receipt.setAside(),
        "chunks", receipt.chunks(),
        "vectors", receipt.vectors(),
        "children", receipt.children(),
        "gaps", receipt.gaps());
  }

  static Map<String, @Nullable Object> hits(List<HybridSearch.Hit> hits, boolean explain) {
    return object("hits", list(hits, explain ? Answers::explained : Answers::hit));
  }

  private static Map<String, @Nullable Object> explained(HybridSearch.Hit hit) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(hit(hit));
    HybridSearch.Reason reason = hit.reason();
    answer.put(
        "explain",
        object(
            "vector_rank", reason.vectorRank(),
            "similarity", reason.similarity(),
            "text_rank", reason.textRank(),
            "bm25", reason.textScore()));
    return answer;
  }

  private static Map<String, @Nullable Object> hit(HybridSearch.Hit hit) {
    return object(
        "chunk", hit.chunk().toString(),
        "document", hit.document().toString(),
        "filename", hit.filename(),
        "source_key", hit.sourceKey(),
        "embedded_path", hit.embeddedPath(),
        "position", hit.position(),
        "start_offset", hit.startOffset(),
        "end_offset", hit.endOffset(),
        "first_page", hit.firstPage(),
        "last_page", hit.lastPage(),
        "heading_path", hit.headingPath(),
        "score", hit.score(),
        "text", hit.text());
  }

  static Map<String, @Nullable Object> checks(
      List<Verification.Result> results, String vectorVersion) {
    return object("checks", list(results, Answers::check), "pgvector", vectorVersion);
  }

  /** With what was repaired before; null when nothing was to be. */
  static Map<String, @Nullable Object> checks(
      List<Verification.Result> results,
      String vectorVersion,
      @Nullable List<Repair.Done> repairs) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(checks(results, vectorVersion));
    if (repairs != null) {
      answer.put("repairs", list(repairs, Answers::repair));
    }
    return answer;
  }

  private static Map<String, @Nullable Object> repair(Repair.Done done) {
    return object("check", done.check(), "rows", done.rows(), "what", done.what());
  }

  private static Map<String, @Nullable Object> check(Verification.Result result) {
    return object("name", result.name(), "broken", result.broken(), "promise", result.promise());
  }

  static Map<String, @Nullable Object> status(
      ScopeNames scope, StatusView.Status status, RunsView.@Nullable Run lastRun) {
    StatusView.Totals totals = status.totals();
    return object(
        "tenant", scope.tenant(),
        "workspace", scope.workspace(),
        "reference", scope.reference(),
        "files", totals.files(),
        "documents", totals.documents(),
        "characters", totals.characters(),
        "chunks", totals.chunks(),
        "states",
            list(
                status.states(),
                state ->
                    object(
                        "state", state.state(),
                        "reason", state.reason(),
                        "files", state.files())),
        "waiting",
            list(
                status.queues(),
                queue ->
                    object(
                        "state", queue.state(),
                        "files", queue.files(),
                        "since", instant(queue.since()),
                        "source", queue.source(),
                        "source_key", queue.sourceKey())),
        "backlog",
            status
                .backlog()
                .map(
                    backlog ->
                        object(
                            "provider", backlog.provider(),
                            "model", backlog.model(),
                            "chunks", backlog.chunks(),
                            "tokens", backlog.tokens()))
                .orElse(null),
        "last_run", lastRun == null ? null : PastRunAnswer.of(lastRun));
  }

  static Map<String, @Nullable Object> database(DatabaseSettings database) {
    return object(
        "url", DatabaseUrl.jdbc(database),
        "user", database.user(),
        "password", database.password(),
        "psql", DatabaseUrl.psql(database));
  }

  /** Names and values in turn; the order stays. */
  static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }

  static <T> List<Map<String, @Nullable Object>> list(
      List<T> items, Function<T, Map<String, @Nullable Object>> json) {
    return items.stream().map(json).toList();
  }

  static @Nullable String instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant().toString();
  }
}
