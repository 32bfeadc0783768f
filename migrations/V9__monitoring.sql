-- Monitoring by plain SQL: what ran, what stands still, what failed and why. Each view's documented questions stand in
-- migrations/README.md. The views see what their caller may see.

-- --- how long a file has stood as it stands -------------------------------------------------------

alter table ingest_files
  add column state_since      timestamptz not null default now(),
  add column incomplete_since timestamptz;
update ingest_files
set state_since = updated_at,
  incomplete_since = case when state in ('partial', 'empty', 'quarantined') then updated_at end;
comment on column ingest_files.state_since is 'When the file came into its state.';
comment on column ingest_files.incomplete_since is 'Since when the file has not been whole, retries included: set when it ends partial, empty or quarantined, null again once it is complete or removed.';

create function ingest_note_state() returns trigger
  language plpgsql
  as $$
  begin
    if tg_op = 'INSERT' or new.state is distinct from old.state then
      new.state_since := now();
      new.incomplete_since := case
        when new.state in ('partial', 'empty', 'quarantined') then coalesce(new.incomplete_since, now())
        when new.state in ('complete', 'removed') then null
        else new.incomplete_since
      end;
    end if;
    return new;
  end
  $$;
comment on function ingest_note_state is 'Keeps ingest_files.state_since and incomplete_since, whoever writes the state.';
create trigger ingest_files_note_state before insert or update of state on ingest_files
  for each row execute function ingest_note_state();

-- --- indexes for the questions below --------------------------------------------------------------

create index ingest_files_waiting on ingest_files (reference_id, state, state_since) include (chunk_count)
  where state in ('pending', 'stored');
create index ingest_files_incomplete on ingest_files (reference_id, state, incomplete_since)
  where state in ('partial', 'empty', 'quarantined');
-- counts of a large ledger without reading its rows
create index ingest_files_counts on ingest_files (reference_id, state, reason)
  include (document_count, page_count, character_count, chunk_count, size_bytes);

-- --- words ----------------------------------------------------------------------------------------

create function ingest_kept(context jsonb, name text) returns bigint
  language sql immutable parallel safe
  return (context -> name ->> 1)::bigint;
comment on function ingest_kept is 'A number that a step has kept in its execution context, where Spring Batch writes it as ["java.lang.Long", n].';

create function ingest_cause(message text) returns text
  language sql immutable parallel safe
  return nullif(regexp_replace(split_part(
    coalesce(substring(message from '.*\nCaused by: ([^\n]*)'), message),
    E'\n', 1), '^([[:alnum:]_$]+\.)+[[:alnum:]_$]+(: |$)', ''), '');
comment on function ingest_cause is 'The cause that says most in what a failed step has left: the innermost exception''s message, without class names and stack trace.';

-- --- runs and steps -------------------------------------------------------------------------------

create or replace view ingest_run_steps with (security_invoker = true) as
select
  s.job_execution_id as run,
  s.step_execution_id as id,
  s.step_name as step,
  lower(s.status) as state,
  round(extract(epoch from coalesce(s.end_time, now() at time zone 'UTC') - s.start_time)::numeric, 3) as seconds,
  case s.step_name
    when 'scan' then ingest_kept(c.kept, 'seen')
    when 'ingest' then ingest_kept(c.kept, 'files')
    when 'embed' then ingest_kept(c.kept, 'embedded') + ingest_kept(c.kept, 'reused')
  end as items,
  s.commit_count as commits,
  s.rollback_count as rollbacks,
  nullif(s.exit_message, '') as message,
  s.start_time at time zone 'UTC' as started_at,
  s.end_time at time zone 'UTC' as ended_at,
  s.last_updated at time zone 'UTC' as last_commit_at,
  round(case s.step_name
    when 'scan' then ingest_kept(c.kept, 'seen')
    when 'ingest' then ingest_kept(c.kept, 'files')
    when 'embed' then ingest_kept(c.kept, 'embedded') + ingest_kept(c.kept, 'reused')
  end / nullif(extract(epoch from coalesce(s.end_time, now() at time zone 'UTC') - s.start_time), 0)::numeric, 2)
    as items_per_second,
  ingest_cause(s.exit_message) as cause,
  c.kept as counts,
  case when s.step_name in ('ingest', 'embed') then ingest_kept(c.kept, 'embedded') + ingest_kept(c.kept, 'reused') end
    as chunks
from batch_step_execution s
left join lateral (
  select coalesce(x.serialized_context, x.short_context)::jsonb as kept
  from batch_step_execution_context x
  where x.step_execution_id = s.step_execution_id
) c on true;
comment on column ingest_run_steps.last_commit_at is 'When the step last committed; in a dead run, the last sign of life.';
comment on column ingest_run_steps.items_per_second is 'Items over the step''s wall time.';
comment on column ingest_run_steps.cause is 'Why the step failed, in words.';
comment on column ingest_run_steps.items is 'Files seen by scan, files written by ingest, chunks given a vector by embed.';
comment on column ingest_run_steps.chunks is 'Chunks given a vector; ingest gives some, while it reads files.';
comment on column ingest_run_steps.counts is 'All that the step has counted, as Spring Batch keeps it: {name: ["java.lang.Long", n]}.';

create or replace view ingest_runs with (security_invoker = true) as
select
  e.job_execution_id as run,
  lower(e.status) as state,
  e.start_time at time zone 'UTC' as started_at,
  e.end_time at time zone 'UTC' as ended_at,
  round(extract(epoch from coalesce(e.end_time, now() at time zone 'UTC') - e.start_time)::numeric, 3) as seconds,
  p.tenant,
  p.workspace,
  p.reference,
  p.source,
  nullif(e.exit_message, '') as message,
  case
    when e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN') then
      case
        when held.run is null then 'dead'
        when held.stop_requested or e.status = 'STOPPING' then 'stopping'
        else 'running'
      end
    when e.status = 'COMPLETED' then
      case when coalesce(c.complete, 0) = coalesce(c.seen, 0) then 'complete' else 'incomplete' end
    else lower(e.status)
  end as outcome,
  case
    when e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN') then
      case
        when held.run is null then 'its process is gone; the next run of the source goes on from there'
        when held.stop_requested then 'it was asked to stop'
      end
    when e.status = 'COMPLETED' then
      nullif(concat_ws(', ',
        nullif(c.partial, 0) || ' partial',
        nullif(c.empty, 0) || ' empty',
        nullif(c.quarantined, 0) || ' quarantined',
        nullif(c.unsettled, 0) || ' unsettled'), '')
    when e.status = 'STOPPED' then 'it was stopped'
    else coalesce(ingest_cause(c.message), ingest_cause(e.exit_message))
  end as cause,
  c.seen,
  c.added,
  c.changed,
  c.seen - c.added - c.changed as unchanged,
  c.moved,
  c.removed,
  c.vanished,
  c.complete,
  c.partial,
  c.empty,
  c.quarantined,
  c.unsettled,
  c.files_read,
  c.documents,
  c.chunks,
  c.embedded,
  c.reused,
  round(c.files_read / nullif(c.ingest_seconds, 0), 2) as files_per_second,
  round((c.embedded + c.reused) / nullif(coalesce(c.ingest_seconds, 0) + c.embed_seconds, 0), 2) as chunks_per_second
from batch_job_execution e
cross join lateral (
  select
    max(parameter_value) filter (where parameter_name = 'tenant') as tenant,
    max(parameter_value) filter (where parameter_name = 'workspace') as workspace,
    max(parameter_value) filter (where parameter_name = 'reference') as reference,
    max(parameter_value) filter (where parameter_name = 'source') as source
  from batch_job_execution_params p
  where p.job_execution_id = e.job_execution_id
) p
cross join lateral (
  select
    max(ingest_kept(s.counts, 'seen')) filter (where s.step = 'scan') as seen,
    max(ingest_kept(s.counts, 'added')) filter (where s.step = 'scan') as added,
    max(ingest_kept(s.counts, 'changed')) filter (where s.step = 'scan') as changed,
    max(ingest_kept(s.counts, 'moved')) filter (where s.step = 'scan') as moved,
    max(ingest_kept(s.counts, 'removed')) filter (where s.step = 'finish') as removed,
    max(ingest_kept(s.counts, 'vanished')) filter (where s.step = 'finish') as vanished,
    max(coalesce(ingest_kept(s.counts, 'state.complete'), 0)) filter (where s.step = 'finish') as complete,
    max(coalesce(ingest_kept(s.counts, 'state.partial'), 0)) filter (where s.step = 'finish') as partial,
    max(coalesce(ingest_kept(s.counts, 'state.empty'), 0)) filter (where s.step = 'finish') as empty,
    max(coalesce(ingest_kept(s.counts, 'state.quarantined'), 0)) filter (where s.step = 'finish') as quarantined,
    max(coalesce(ingest_kept(s.counts, 'state.pending'), 0) + coalesce(ingest_kept(s.counts, 'state.stored'), 0))
      filter (where s.step = 'finish') as unsettled,
    max(s.items) filter (where s.step = 'ingest') as files_read,
    max(s.seconds) filter (where s.step = 'ingest') as ingest_seconds,
    max(ingest_kept(s.counts, 'documents')) filter (where s.step = 'finish') as documents,
    max(ingest_kept(s.counts, 'chunks')) filter (where s.step = 'finish') as chunks,
    sum(ingest_kept(s.counts, 'embedded'))::bigint as embedded,
    sum(ingest_kept(s.counts, 'reused'))::bigint as reused,
    max(s.seconds) filter (where s.step = 'embed') as embed_seconds,
    max(s.message) filter (where s.state = 'failed') as message
  from ingest_run_steps s
  where s.run = e.job_execution_id
) c
left join lateral (
  select l.run_id as run, bool_or(l.stop_requested) as stop_requested
  from ingest_leases l
  where l.run_id = e.job_execution_id and ingest_lease_is_held(l)
    and e.status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
  group by l.run_id
) held on true;
comment on column ingest_runs.outcome is 'complete or incomplete (it finished, and each or not each file is complete), failed, stopped, abandoned; running, stopping; dead: the job repository takes it for running, and nobody holds its sources.';
comment on column ingest_runs.cause is 'Why the outcome is not complete, in words.';
comment on column ingest_runs.seen is 'Files that the scan has seen: added (new), changed and unchanged, of which some have moved. Null before the scan has ended, as are all counts before their step.';
comment on column ingest_runs.removed is 'Files that have vanished from the source and were removed; vanished: those that were kept.';
comment on column ingest_runs.complete is 'How the seen files stood at the end, with partial, empty, quarantined and unsettled (pending or stored).';
comment on column ingest_runs.files_read is 'Files that step ingest has written, so far.';
comment on column ingest_runs.documents is 'Live documents of the seen files; chunks: their live chunks.';
comment on column ingest_runs.embedded is 'Texts that the model has computed; reused: chunks that were pointed to a vector that was there.';
comment on column ingest_runs.files_per_second is 'files_read over the wall time of step ingest.';
comment on column ingest_runs.chunks_per_second is 'embedded and reused over the wall time of steps ingest and embed, which both give vectors.';

create view ingest_dead_runs with (security_invoker = true) as
select r.run, r.tenant, r.workspace, r.reference, r.source, r.started_at, s.step, s.last_commit_at, l.holder
from ingest_runs r
left join lateral (
  select step, last_commit_at from ingest_run_steps s where s.run = r.run order by s.id desc limit 1
) s on true
left join lateral (
  select holder from ingest_leases l where l.run_id = r.run limit 1
) l on true
where r.outcome = 'dead';
comment on view ingest_dead_runs is 'Runs that have not ended and whose process is gone or has lost its place. Nothing needs to be done by hand: the next run ends them and goes on from there.';
comment on column ingest_dead_runs.step is 'The step it died in; last_commit_at: its last sign of life.';
comment on column ingest_dead_runs.holder is 'Process id and host that it had.';

create view ingest_throughput with (security_invoker = true) as
select
  h.hour,
  p.tenant,
  p.workspace,
  p.reference,
  count(distinct s.run) as runs,
  coalesce(round(sum(s.items * o.share) filter (where s.step = 'ingest')), 0)::bigint as files,
  coalesce(round(sum(s.chunks * o.share)), 0)::bigint as chunks,
  coalesce(round(sum(s.seconds * o.share) filter (where s.step = 'ingest')), 0)::bigint as ingest_seconds,
  coalesce(round(sum(s.seconds * o.share) filter (where s.step = 'embed')), 0)::bigint as embed_seconds
from ingest_run_steps s
cross join lateral (
  select
    max(parameter_value) filter (where parameter_name = 'tenant') as tenant,
    max(parameter_value) filter (where parameter_name = 'workspace') as workspace,
    max(parameter_value) filter (where parameter_name = 'reference') as reference
  from batch_job_execution_params p
  where p.job_execution_id = s.run
) p
cross join lateral (select coalesce(s.ended_at, now()) as ended_at) e
cross join lateral generate_series(date_trunc('hour', s.started_at, 'UTC'), e.ended_at, interval '1 hour') h (hour)
cross join lateral (
  select coalesce(
    extract(epoch from least(e.ended_at, h.hour + interval '1 hour') - greatest(s.started_at, h.hour))
      / nullif(extract(epoch from e.ended_at - s.started_at), 0), 1) as share
) o
where s.step in ('ingest', 'embed')
group by h.hour, p.tenant, p.workspace, p.reference;
comment on view ingest_throughput is 'Files read and chunks given a vector, by hour (UTC). What a step did in several hours is spread evenly over them.';
comment on column ingest_throughput.runs is 'Runs that were at work in this hour.';
comment on column ingest_throughput.files is 'Files written by step ingest in ingest_seconds; chunks: given a vector meanwhile, and by step embed in embed_seconds.';

-- --- the ledger -----------------------------------------------------------------------------------

create view ingest_file_states with (security_invoker = true) as
select
  t.name as tenant,
  w.name as workspace,
  r.name as reference,
  f.reference_id,
  f.state,
  f.reason,
  f.files,
  f.documents,
  f.pages,
  f.characters,
  f.chunks,
  f.bytes
from (
  select
    reference_id,
    state,
    reason,
    count(*) as files,
    sum(document_count)::bigint as documents,
    sum(page_count)::bigint as pages,
    sum(character_count)::bigint as characters,
    sum(chunk_count)::bigint as chunks,
    coalesce(sum(size_bytes), 0)::bigint as bytes
  from ingest_files
  group by reference_id, state, reason
) f
join "references" r on r.id = f.reference_id
join workspaces w on w.id = r.workspace_id
join tenants t on t.id = w.tenant_id;
comment on view ingest_file_states is 'Files of each reference by state and reason, with what they became.';

create view ingest_incomplete with (security_invoker = true) as
select
  t.name as tenant,
  w.name as workspace,
  r.name as reference,
  f.reference_id,
  f.id as file_id,
  f.source,
  f.source_key,
  f.state,
  f.reason,
  f.detail,
  f.incomplete_since as since,
  f.attempts,
  f.size_bytes
from ingest_files f
join "references" r on r.id = f.reference_id
join workspaces w on w.id = r.workspace_id
join tenants t on t.id = w.tenant_id
where f.state in ('partial', 'empty', 'quarantined');
comment on view ingest_incomplete is 'Files that did not come in whole (quarantined, empty, partial), why, and since when.';
comment on column ingest_incomplete.since is 'First time that the file ended so; trying again in vain does not move it.';

create view ingest_waiting with (security_invoker = true) as
select
  t.name as tenant,
  w.name as workspace,
  r.name as reference,
  r.id as reference_id,
  s.state,
  c.files,
  c.chunks,
  o.since,
  o.source,
  o.source_key
from "references" r
join workspaces w on w.id = r.workspace_id
join tenants t on t.id = w.tenant_id
cross join (values ('pending'), ('stored')) s (state)
cross join lateral (
  select f.state_since as since, f.source, f.source_key
  from ingest_files f
  where f.reference_id = r.id and f.state = s.state and f.state in ('pending', 'stored')
  order by f.state_since
  limit 1
) o
cross join lateral (
  select count(*) as files, coalesce(sum(f.chunk_count), 0)::bigint as chunks
  from ingest_files f
  where f.reference_id = r.id and f.state = s.state and f.state in ('pending', 'stored')
) c;
comment on view ingest_waiting is 'The queues of each reference, pending (to be read) and stored (to be embedded): how many files wait, and which has waited longest.';
comment on column ingest_waiting.chunks is 'Chunks of these files; of stored ones some may have their vector already, see ingest_vector_backlog.';
comment on column ingest_waiting.since is 'When the file that has waited longest, source and source_key, came into the queue.';

create view ingest_vector_backlog with (security_invoker = true) as
select
  t.name as tenant,
  w.name as workspace,
  r.name as reference,
  r.id as reference_id,
  m.provider,
  m.name as model,
  b.chunks,
  b.tokens
from "references" r
join workspaces w on w.id = r.workspace_id
join tenants t on t.id = w.tenant_id
join embedding_models m on m.id = r.embedding_model_id
cross join lateral (
  select count(*) as chunks, coalesce(sum(c.token_count), 0)::bigint as tokens
  from ingest_files f
  join documents d on d.source_file_id = f.id and d.deleted_at is null
  join chunks c on c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
  where f.reference_id = r.id and f.state = 'stored'
    and not exists (
      select 1
      from embeddings e
      join vectors v on v.ref = e.vector_ref
      where e.chunk_id = c.id and v.model_id = m.id)
) b;
alter view ingest_receipts set (security_invoker = true);

comment on view ingest_vector_backlog is 'Chunks of stored files that wait for a vector of their reference''s model, and their tokens. 0: none waits.';
