package io.oyl.ingest.job;

import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.OldVectors;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.Verification;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Proves, repairs and clears out what is stored. While a run is under way, what changes rows throws
 * {@link io.oyl.ingest.store.SourceBusyException}.
 */
public final class Upkeep {
  private final Transactions transactions;
  private final Verification verification;
  private final Repair repair;
  private final Purge purge;
  private final OldVectors oldVectors;
  private final VectorIndex index;
  private final AuditTable audit;

  Upkeep(
      Transactions transactions,
      Verification verification,
      Repair repair,
      Purge purge,
      OldVectors oldVectors,
      VectorIndex index,
      AuditTable audit) {
    this.transactions = transactions;
    this.verification = verification;
    this.repair = repair;
    this.purge = purge;
    this.oldVectors = oldVectors;
    this.index = index;
    this.audit = audit;
  }

  public Verification verification() {
    return verification;
  }

  /** Puts right what {@link #verification} finds, as far as it follows from what is stored. */
  public List<Repair.Done> repair() {
    return transactions.own().execute(status -> repair.run());
  }

  /**
   * Removes for good what was removed softly before a time.
   *
   * @param dryRun only count
   */
  public Purge.Counts purge(Scope scope, OffsetDateTime before, boolean dryRun) {
    return transactions
        .own()
        .execute(
            status -> {
              Purge.Counts counts = purge.purge(scope, before);
              if (dryRun) {
                status.setRollbackOnly();
              } else {
                audit.add(scope, "ingest.purge", counts);
              }
              return counts;
            });
  }

  /** Removes for good the vectors of models that a reference does not use. */
  public OldVectors.Counts dropOldVectors(Scope scope) {
    OldVectors.Counts counts =
        transactions
            .own()
            .execute(
                status -> {
                  OldVectors.Counts dropped = oldVectors.drop(scope);
                  audit.add(scope, "ingest.drop_old_vectors", dropped);
                  return dropped;
                });
    index.dropUnused();
    return counts;
  }
}
