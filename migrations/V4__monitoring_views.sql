-- What people and monitoring ask most, so that nobody has to know the tables below.

create view ingest_runs as
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
  nullif(e.exit_message, '') as message
from batch_job_execution e
cross join lateral (
  select
    max(parameter_value) filter (where parameter_name = 'tenant') as tenant,
    max(parameter_value) filter (where parameter_name = 'workspace') as workspace,
    max(parameter_value) filter (where parameter_name = 'reference') as reference,
    max(parameter_value) filter (where parameter_name = 'source') as source
  from batch_job_execution_params p
  where p.job_execution_id = e.job_execution_id
) p;
comment on view ingest_runs is 'Runs of the ingestion, from the Batch job repository.';
comment on column ingest_runs.seconds is 'Wall time, until now for a run that has not ended.';

create view ingest_run_steps as
select
  s.job_execution_id as run,
  s.step_execution_id as id,
  s.step_name as step,
  lower(s.status) as state,
  round(extract(epoch from coalesce(s.end_time, now() at time zone 'UTC') - s.start_time)::numeric, 3) as seconds,
  case s.step_name
    when 'scan' then (c.kept -> 'seen' ->> 1)::bigint
    when 'ingest' then (c.kept -> 'files' ->> 1)::bigint
    when 'embed' then (c.kept -> 'embedded' ->> 1)::bigint + (c.kept -> 'reused' ->> 1)::bigint
  end as items,
  s.commit_count as commits,
  s.rollback_count as rollbacks,
  nullif(s.exit_message, '') as message
from batch_step_execution s
left join lateral (
  select coalesce(x.serialized_context, x.short_context)::jsonb as kept
  from batch_step_execution_context x
  where x.step_execution_id = s.step_execution_id
) c on true;
comment on view ingest_run_steps is 'Steps of the runs with their progress, as last committed.';
comment on column ingest_run_steps.items is 'scan: files seen; ingest: files written; embed: chunks given a vector.';

create view ingest_receipts as
select
  d.id as document_id,
  d.source_file_id as file_id,
  d.reference_id,
  d.parent_document_id,
  d.filename,
  d.embedded_path,
  d.mime_type,
  d.size_bytes,
  d.language,
  d.page_count,
  d.character_count,
  d.chunk_count,
  (
    select count(*)
    from chunks c
    where c.document_id = d.id
      and c.deleted_at is null
      and exists (
        select 1
        from embeddings e
        join vectors v on v.ref = e.vector_ref
        where e.chunk_id = c.id and v.model_id = r.embedding_model_id
      )
  ) as vector_count,
  d.child_count,
  d.gaps
from documents d
join "references" r on r.id = d.reference_id
where d.source_file_id is not null and d.deleted_at is null;
comment on view ingest_receipts is 'Receipt of every live document: what came in, what it became, what is missing.';
comment on column ingest_receipts.vector_count is 'Live chunks that have a vector of the reference''s model.';
