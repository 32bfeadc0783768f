package io.oyl.ingest.job;

import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.UnendedRuns;
import io.oyl.ingest.store.UnsettledView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Runs that were started, here or elsewhere: what became of them, and orders to them. */
public final class Runs {
  /** No reference has this id. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final Transactions transactions;
  private final UnendedRuns unended;
  private final RunsView view;
  private final RequestsTable requests;
  private final UnsettledView unsettled;
  private final AuditTable audit;

  Runs(
      Transactions transactions,
      UnendedRuns unended,
      RunsView view,
      RequestsTable requests,
      UnsettledView unsettled,
      AuditTable audit) {
    this.transactions = transactions;
    this.unended = unended;
    this.view = view;
    this.requests = requests;
    this.unsettled = unsettled;
    this.audit = audit;
  }

  public RunsView view() {
    return view;
  }

  /** Asks a run to stop at its next commit, wherever it runs; false when it does not run. */
  public boolean stop(long run) {
    return audited(run, "ingest.stop", unended::requestStop);
  }

  /**
   * Gives up a run that has not ended; false when it has. It writes nothing any more, its sources
   * are free, and what it did not come to stays pending.
   */
  public boolean abandon(long run) {
    return audited(run, "ingest.abandon", unended::abandon);
  }

  private boolean audited(long run, String action, LongPredicate order) {
    return transactions
        .own()
        .execute(
            status -> {
              boolean obeyed = order.test(run);
              if (obeyed) {
                audit.addOfRun(run, action);
              }
              return obeyed;
            });
  }

  /** What a run was asked to read, to ask for it again; empty when that is not known. */
  public Optional<RunRequest> requestOf(long run) {
    return requests
        .ofRun(run)
        .map(
            asked ->
                new RunRequest(
                    asked.scope(),
                    asked.targets(),
                    Sweep.valueOf(
                        asked.parameters().getOrDefault("sweep", "safe").toUpperCase(Locale.ROOT)),
                    Duration.parse(asked.parameters().getOrDefault("settle", "PT0S")),
                    asked.parameters().getOrDefault("scan", "yes").equals("yes"),
                    asked.parameters().getOrDefault("reread", "no").equals("yes"),
                    asked.tags(),
                    "restart of " + run));
  }

  /** Ends, in the job repository, the runs whose process is dead. */
  public void endDead() {
    transactions.own().executeWithoutResult(status -> unended.endDead(NOBODY, List.of()));
  }

  /** Sources that have something to settle and that no run holds. */
  public List<UnsettledView.Unsettled> unsettled() {
    return unsettled.free();
  }
}
