package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs that have not ended in the job repository: orders to stop, and an end for those that will
 * not come to theirs. A trigger keeps that end: the rows do not change any more when a process
 * wakes that was only frozen, and its run ends since Spring Batch cannot update them.
 */
public final class UnendedRuns {
  // a run may come to its own end meanwhile, so its state is asked again where its row is locked
  private static final String END =
      """
      , steps as (
        update batch_step_execution s
        set status = :status, exit_code = :code, exit_message = :message,
          end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC'
        from given_up
        where s.job_execution_id = given_up.id
          and s.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      )
      update batch_job_execution e
      set status = :status, exit_code = :code, exit_message = :message,
        end_time = now() at time zone 'UTC', last_updated = now() at time zone 'UTC'
      from given_up
      where e.job_execution_id = given_up.id
        and e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      """;

  // with the sources' lease in one's own hands, whoever ran them before is dead
  private static final String END_DEAD =
      """
      with given_up as (
        select e.job_execution_id as id
        from batch_job_execution e
        join batch_job_execution_params p
          on p.job_execution_id = e.job_execution_id and p.parameter_name = 'request'
        join ingest_requests r on r.id::text = p.parameter_value
        cross join lateral (
          select
            bool_or(r.reference_id = :reference and t ->> 'source' = any (:sources)) as ours,
            bool_or(exists (
              select 1 from ingest_leases l
              where l.reference_id = r.reference_id and l.source = t ->> 'source'
                and ingest_lease_is_held(l))) as held
          from jsonb_array_elements(r.targets) t
        ) s
        where e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN') and (s.ours or not s.held)
      )
      """
          + END;

  private static final String ABANDON =
      """
      with given_up as (
        select e.job_execution_id as id
        from batch_job_execution e
        where e.job_execution_id = :run
          and e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      )
      """
          + END;

  private static final String REQUEST_STOP =
      """
      update ingest_leases l
      set stop_requested = true
      where run_id = :run and ingest_lease_is_held(l)
      """;

  // waits for the transactions that have checked the lease; none passes after it
  private static final String LOCK_LEASES =
      "select id from ingest_leases where run_id = :run order by id for update";

  private static final String TAKE_LEASES_AWAY =
      """
      update ingest_leases
      set token = token + 1, expires_at = '-infinity', stop_requested = false
      where run_id = :run
      """;

  private final JdbcClient db;

  public UnendedRuns(JdbcClient db) {
    this.db = db;
  }

  /** Asks a run to stop at its next commit; false when it does not run. */
  public boolean requestStop(long run) {
    return db.sql(REQUEST_STOP).param("run", run).update() > 0;
  }

  /**
   * Ends the runs that are dead: those of these sources, whose lease the caller holds, and all
   * others whose lease nobody holds.
   */
  public int endDead(UUID reference, List<String> sources) {
    return db.sql(END_DEAD)
        .param("reference", reference)
        .param("sources", sources.toArray(String[]::new))
        .param("status", "FAILED")
        .param("code", "DIED")
        .param("message", "the process died or lost the database")
        .update();
  }

  /**
   * Gives up a run, whether its process lives or not: from now on it writes nothing any more, and
   * its sources are free. False when it has ended. Call in a transaction.
   */
  public boolean abandon(long run) {
    db.sql(LOCK_LEASES).param("run", run).query().listOfRows();
    int ended =
        db.sql(ABANDON)
            .param("run", run)
            .param("status", "ABANDONED")
            .param("code", "ABANDONED")
            .param("message", "the run was abandoned")
            .update();
    if (ended == 0) {
      return false;
    }
    db.sql(TAKE_LEASES_AWAY).param("run", run).update();
    return true;
  }
}
