-- When each schedule fired last, so that what was missed is known and two processes with the same schedule take turns.

create table ingest_schedules (
  id         uuid primary key,
  name       text        not null,
  reads      text        not null,
  fired_for  timestamptz,
  started_at timestamptz,
  ended_at   timestamptz,
  run_id     bigint,
  outcome    text        check (outcome in ('complete', 'incomplete', 'skipped', 'failed', 'stopped')),
  message    text,
  created_at timestamptz not null default now()
);
comment on table ingest_schedules is 'Schedules that a process has served. A process takes a time by moving fired_for on; the others see that and leave it.';
comment on column ingest_schedules.id is 'Derived from the name, what it reads and where to: a schedule that reads something else is another one.';
comment on column ingest_schedules.reads is 'Paths and tenant / workspace / reference, for people.';
comment on column ingest_schedules.fired_for is 'The time by cron that was taken last; null before the first.';
comment on column ingest_schedules.started_at is 'When work for that time began, after jitter and waiting.';
comment on column ingest_schedules.ended_at is 'Null while it is under way.';
comment on column ingest_schedules.run_id is 'BATCH_JOB_EXECUTION.JOB_EXECUTION_ID of the run that it led to.';
comment on column ingest_schedules.outcome is 'complete; incomplete: some file is not complete; skipped: another run had the source; failed: will be tried again; stopped: by an order.';
comment on column ingest_schedules.message is 'Why it was skipped or failed.';
