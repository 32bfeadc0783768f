package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Copies of the tables that a scan changes, for the running transaction alone: temporary tables of
 * the same names come first in its search path, so what it does to the ledger touches no row that
 * others see and waits for nobody. {@code documents} is copied without its rows.
 */
public final class LedgerCopy {
  private static final List<String> TABLES =
      List.of("ingest_scan", "ingest_files", "ingest_sources", "documents");

  private static final String CREATE =
      "create temporary table %1$s (like public.%1$s including all) on commit drop";

  private static final String COPY =
      """
      insert into %1$s
      select * from public.%1$s where reference_id = :reference and source = any (:sources)
      """;

  // the transaction stands idle while files are hashed
  private static final String ALLOW_IDLING = "set local idle_in_transaction_session_timeout = 0";

  // or statements that the session has prepared would go on to use the tables they found then
  private static final String FORGET_STATEMENTS = "discard plans";

  private final JdbcClient db;

  public LedgerCopy(JdbcClient db) {
    this.db = db;
  }

  /** Call first in a transaction. */
  public void use(UUID reference, List<String> sources) {
    db.sql(ALLOW_IDLING).update();
    TABLES.forEach(table -> db.sql(CREATE.formatted(table)).update());
    for (String table : List.of("ingest_files", "ingest_sources")) {
      db.sql(COPY.formatted(table))
          .param("reference", reference)
          .param("sources", sources.toArray(String[]::new))
          .update();
    }
    db.sql(FORGET_STATEMENTS).update();
  }
}
