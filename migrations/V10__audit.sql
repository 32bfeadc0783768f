-- The audit log is append-only: whoever may add to it can neither change nor remove what is in it.

create function ingest_refuse_change() returns trigger
  language plpgsql
  as $$
  begin
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
      using errcode = 'insufficient_privilege',
        hint = 'To remove a tenant for good, the owner of the table disables trigger audit_logs_append_only in that transaction.';
  end
  $$;
comment on function ingest_refuse_change is 'Refuses every statement that it is the trigger of.';
create trigger audit_logs_append_only before update or delete or truncate on audit_logs
  for each statement execute function ingest_refuse_change();

do $$
declare
  holder record;
begin
  for holder in
    select distinct a.grantee
    from pg_class c
    cross join lateral aclexplode(c.relacl) a
    where c.oid = 'audit_logs'::regclass and a.grantee <> c.relowner
      and a.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
  loop
    execute format('revoke update, delete, truncate on audit_logs from %s',
      case when holder.grantee = 0 then 'public' else holder.grantee::regrole::text end);
  end loop;
end
$$;

-- --- who ------------------------------------------------------------------------------------------

create function ingest_actor() returns text
  language sql stable
  return coalesce(nullif(current_setting('app.actor', true), ''), session_user::text);
comment on function ingest_actor is 'Who is at work: what the session was told by set_config(''app.actor'', …), as the ingestion does with user@host of its operating system; else the database user.';

create function ingest_note_actor() returns trigger
  language plpgsql
  as $$
  begin
    new.payload_json := coalesce(new.payload_json, '{}') || jsonb_build_object('by', ingest_actor());
    return new;
  end
  $$;
comment on function ingest_note_actor is 'Adds who did it to a row of the ingestion.';
create trigger audit_logs_note_actor before insert on audit_logs
  for each row when (new.action like 'ingest.%') execute function ingest_note_actor();

-- --- what is noted by itself, whichever way it comes about ----------------------------------------

create function ingest_audit_run() returns trigger
  language plpgsql
  as $$
  begin
    insert into audit_logs (tenant_id, workspace_id, action, payload_json)
    select w.tenant_id, w.id, 'ingest.run', jsonb_strip_nulls(jsonb_build_object(
      'run', r.run, 'job', i.job_name, 'reference', r.reference, 'outcome', r.outcome, 'cause', left(r.cause, 500),
      'seen', r.seen, 'new', r.added, 'changed', r.changed, 'moved', r.moved, 'removed', r.removed,
      'complete', r.complete, 'partial', r.partial, 'empty', r.empty, 'quarantined', r.quarantined,
      'unsettled', r.unsettled, 'documents', r.documents, 'chunks', r.chunks,
      'embedded', r.embedded, 'reused', r.reused))
    from ingest_runs r
    join batch_job_instance i on i.job_instance_id = new.job_instance_id
    left join batch_job_execution_params p on p.job_execution_id = r.run and p.parameter_name = 'request'
    left join ingest_requests q on q.id::text = p.parameter_value
    left join "references" f on f.id = q.reference_id
    left join workspaces w on w.id = f.workspace_id
    where r.run = new.job_execution_id;
    return null;
  end
  $$;
comment on function ingest_audit_run is 'Notes a run that has ended, well or not, in the transaction that ends it.';
create trigger batch_job_execution_audit after update of end_time on batch_job_execution
  for each row when (old.end_time is null and new.end_time is not null) execute function ingest_audit_run();

create function ingest_audit_model() returns trigger
  language plpgsql
  as $$
  begin
    insert into audit_logs (tenant_id, workspace_id, action, payload_json)
    select w.tenant_id, w.id, 'ingest.model', jsonb_build_object(
      'reference', new.name,
      'before', (select m.key from embedding_models m where m.id = old.embedding_model_id),
      'after', (select m.key from embedding_models m where m.id = new.embedding_model_id))
    from workspaces w
    where w.id = new.workspace_id;
    return null;
  end
  $$;
comment on function ingest_audit_model is 'Notes the model that a reference gets, its first one too.';
create trigger references_audit_model after update of embedding_model_id on "references"
  for each row when (new.embedding_model_id is distinct from old.embedding_model_id)
  execute function ingest_audit_model();

-- the settings of a reference's last run, to which the next one's are compared
create index audit_logs_settings on audit_logs (workspace_id, (payload_json ->> 'reference'), created_at)
  where action = 'ingest.settings';

comment on table audit_logs is 'Who did what, append-only. A row is written in the transaction of what it tells.';
comment on column audit_logs.user_id is 'A user of the application. Null for the ingestion, whose rows name the operating system''s user in payload_json.';
comment on column audit_logs.action is 'ingest.run (a run has ended), ingest.retry, ingest.purge, ingest.stop, ingest.model (a reference got its model), ingest.settings (a run''s settings are not those of the run before); other actions are the application''s.';
comment on column audit_logs.payload_json is 'by: user@host; reference; run, outcome, cause and counts, where there are any. ingest.settings: properties (secrets only as set or unset), and changed: those that differ, as {name: {before, after}}.';
