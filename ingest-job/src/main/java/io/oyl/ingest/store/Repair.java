package io.oyl.ingest.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts right what {@link Verification} finds, as far as it follows from what is stored; files of
 * which more is broken become pending, so that the next run of their source reads them again. Call
 * {@link #run} in a transaction.
 */
public final class Repair {
  // before all else, since nothing is repaired while a run is under way
  private static final String RELEASE_LEASES =
      """
      update ingest_leases l
      set expires_at = '-infinity', token = greatest(token, 0) + 1
      where token < 0 or ingest_lease_is_held(l) and run_id is not null
        and not exists (
          select 1 from batch_job_execution e
          where e.job_execution_id = l.run_id
            and (e.end_time is null
              or e.end_time > now() at time zone 'UTC' - interval '1 minute'))
      """;

  private static final String MISSING_SOURCES =
      """
      select distinct f.reference_id as reference, f.source
      from ingest_files f
      where not exists (
        select 1 from ingest_sources s
        where s.reference_id = f.reference_id and md5(s.source) = md5(f.source))
      """;

  private static final String ADD_SOURCE =
      """
      insert into ingest_sources (id, reference_id, source, root)
      values (:id, :reference, :source, :source)
      """;

  private static final String UNFORCED_TABLES =
      """
      select c.relname
      from pg_class c
      join pg_policy p on p.polrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and not (c.relrowsecurity and c.relforcerowsecurity)
      group by c.relname
      """;

  private final JdbcClient db;

  public Repair(JdbcClient db) {
    this.db = db;
  }

  /**
   * Repairs, and tells what was done; what is still broken afterwards needs a run, or a person.
   *
   * @throws SourceBusyException when a run is under way
   */
  public List<Done> run() {
    List<Done> done = new ArrayList<>();
    note(done, "leases", "released", db.sql(RELEASE_LEASES).update());
    new NoRuns(db).keep(null);
    for (String table : db.sql(UNFORCED_TABLES).query(String.class).list()) {
      db.sql("alter table \"%s\" enable row level security".formatted(table)).update();
      db.sql("alter table \"%s\" force row level security".formatted(table)).update();
      done.add(new Done("row_security", "forced for " + table, 1));
    }
    note(done, "ledger_sources", "noted again", addMissingSources());
    RepairSteps.ROWS.forEach(step -> run(done, step));
    db.sql(RepairSteps.NOTE_BROKEN_FILES).update();
    RepairSteps.RECEIPTS.forEach(step -> run(done, step));
    return done;
  }

  private void run(List<Done> done, RepairSteps.Step step) {
    note(done, step.check(), step.what(), db.sql(step.sql()).update());
  }

  private static void note(List<Done> done, String check, String what, int rows) {
    if (rows > 0) {
      done.add(new Done(check, what, rows));
    }
  }

  private int addMissingSources() {
    List<Source> missing = db.sql(MISSING_SOURCES).query(Source.class).list();
    for (Source source : missing) {
      db.sql(ADD_SOURCE)
          .param("id", Ids.of("source", source.reference().toString(), source.source()))
          .param("reference", source.reference())
          .param("source", source.source())
          .update();
    }
    return missing.size();
  }

  private record Source(UUID reference, String source) {}

  /** So many rows of a check were changed, and how. */
  public record Done(String check, String what, int rows) {}
}
