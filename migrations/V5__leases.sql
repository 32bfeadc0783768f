-- Who reads a source right now. Spring Batch has no idea whether a run's process lives, and lets two executions of one job
-- run at once; here a run claims its sources, and a later claim locks it out for good.

create table ingest_leases (
  id              uuid primary key,
  reference_id    uuid        not null references "references" (id),
  source          text        not null,
  token           bigint      not null default 0,
  run_id          bigint,
  holder          text,
  session_pid     integer,
  session_started timestamptz,
  stop_requested  boolean     not null default false,
  taken_at        timestamptz not null default now(),
  expires_at      timestamptz not null default '-infinity'
);
create index ingest_leases_reference on ingest_leases (reference_id);
comment on table ingest_leases is 'One row for each source that was ever read into a reference: who may write, until when. A writer holds the row FOR KEY SHARE until it commits; a claim locks it FOR UPDATE, so it waits for a writer and no writer passes after it.';
comment on column ingest_leases.id is 'Derived from reference and source.';
comment on column ingest_leases.token is 'Raised by every claim. A transaction of a run whose token is not this one is rolled back.';
comment on column ingest_leases.run_id is 'BATCH_JOB_EXECUTION.JOB_EXECUTION_ID of the run that holds it or held it last.';
comment on column ingest_leases.holder is 'Process id and host of that run, for people.';
comment on column ingest_leases.session_pid is 'The server process of the holder''s session: when it is gone, so is the holder.';
comment on column ingest_leases.session_started is 'pg_stat_activity.backend_start of that session, since process ids come again.';
comment on column ingest_leases.stop_requested is 'The run is to stop at its next commit.';
comment on column ingest_leases.expires_at is 'By the database''s clock; moved on as long as the run makes progress. -infinity: released.';

create function ingest_lease_is_held(lease ingest_leases) returns boolean
  language sql volatile
  return lease.expires_at > clock_timestamp() and exists (
    select 1
    from pg_stat_activity a
    -- other roles' sessions are listed without their start
    where a.pid = lease.session_pid and coalesce(a.backend_start, lease.session_started) = lease.session_started
  );
comment on function ingest_lease_is_held is 'Neither released nor expired, and the session of the holder is there.';
