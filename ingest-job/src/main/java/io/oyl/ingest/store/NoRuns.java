package io.oyl.ingest.store;

import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** For what must not happen while a run is under way. */
final class NoRuns {
  // no run can start meanwhile, and those that are under way keep their lease
  private static final String KEEP_RUNS_OUT =
      "lock table ingest_leases in share row exclusive mode";

  private static final String HELD =
      """
      select l.source, l.run_id as run, l.holder
      from ingest_leases l
      join "references" r on r.id = l.reference_id
      join workspaces w on w.id = r.workspace_id
      where (cast(:tenant as uuid) is null or w.tenant_id = :tenant) and ingest_lease_is_held(l)
      limit 1
      """;

  private final JdbcClient db;

  NoRuns(JdbcClient db) {
    this.db = db;
  }

  /**
   * Keeps runs from starting until the running transaction ends.
   *
   * @param tenant whose runs must not be under way, null for those of all tenants
   * @throws SourceBusyException when one is
   */
  void keep(@Nullable UUID tenant) {
    db.sql(KEEP_RUNS_OUT).update();
    Optional<Held> held =
        db.sql(HELD).param("tenant", tenant, Types.OTHER).query(Held.class).optional();
    if (held.isPresent()) {
      throw new SourceBusyException(held.get().source(), held.get().run(), held.get().holder());
    }
  }

  private record Held(String source, @Nullable Long run, @Nullable String holder) {}
}
