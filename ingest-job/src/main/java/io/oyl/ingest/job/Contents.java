package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.Target;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** What a reference holds: its files as the ledger has them, and its passages. */
public final class Contents {
  private final Transactions transactions;
  private final LedgerTable ledger;
  private final FilesView files;
  private final HybridSearch search;
  private final ObjectProvider<ReferenceStages> stages;

  Contents(
      Transactions transactions,
      LedgerTable ledger,
      FilesView files,
      HybridSearch search,
      ObjectProvider<ReferenceStages> stages) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.files = files;
    this.search = search;
    this.stages = stages;
  }

  /**
   * Files that are quarantined, partial or empty.
   *
   * @param keys only these, all when empty
   * @param reason only those with this reason, null for any
   */
  public List<Target> retryable(Scope scope, List<String> keys, @Nullable String reason) {
    return ledger.retryable(scope.referenceId(), keys, reason);
  }

  /** Hands over the files of a reference, as {@link FilesView#forEach} does. */
  public void forEachFile(
      Scope scope, List<String> states, Consumer<FilesView.FileWithReceipts> consumer) {
    transactions
        .own()
        .executeWithoutResult(status -> files.forEach(scope.referenceId(), states, consumer));
  }

  /** Files of these targets that are not complete: how many, and the first of them. */
  public FilesView.Incomplete incomplete(Scope scope, List<Target> targets, int limit) {
    return files.incomplete(scope.referenceId(), targets, limit);
  }

  /**
   * Passages that fit a question, best first.
   *
   * @throws io.oyl.ingest.store.OtherModelException when the reference has vectors of another model
   */
  public List<HybridSearch.Hit> search(
      Scope scope, String text, HybridSearch.Mode mode, int count) {
    EmbeddingVector query = mode == HybridSearch.Mode.TEXT ? null : vector(scope, text);
    return transactions.own().execute(status -> search.search(scope, text, query, mode, count));
  }

  private EmbeddingVector vector(Scope scope, String text) {
    return WrongSetting.named(stages::getObject).embedder(scope).embedQuery(text);
  }
}
