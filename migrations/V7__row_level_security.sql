-- Tenants never meet: an application's role sees the rows of the tenant that its transaction names, and none without one.
-- Each row carries its tenant, since a policy that asked the row's parents would be asked for every row of every query.

create function ingest_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;
comment on function ingest_tenant is 'The tenant that this transaction is about: select set_config(''app.tenant'', ''…'', true). Null when none is named.';

-- Programs that do not know the column get it filled in from the row's parent.
create function ingest_fill_in_tenant() returns trigger
  language plpgsql
  as $$
declare
  parent text := tg_argv[0];
  column_name text := tg_argv[1];
  parent_id uuid := (to_jsonb(new) ->> column_name)::uuid;
begin
  execute format('select tenant_id from public.%I where id = $1', parent) into new.tenant_id using parent_id;
  return new;
end
$$;
comment on function ingest_fill_in_tenant is 'Takes the tenant from the parent: table and column are the trigger''s arguments.';

do $$
declare
  child record;
begin
  -- parents first: each takes its tenant from the one before
  for child in
    select * from (values
      ('references', 'workspaces', 'workspace_id'),
      ('assistants', 'workspaces', 'workspace_id'),
      ('data_sources', 'workspaces', 'workspace_id'),
      ('integration_configs', 'workspaces', 'workspace_id'),
      ('workflows', 'workspaces', 'workspace_id'),
      ('workflow_steps', 'workflows', 'workflow_id'),
      ('documents', 'references', 'reference_id'),
      ('tags', 'references', 'reference_id'),
      ('ingest_files', 'references', 'reference_id'),
      ('ingest_sources', 'references', 'reference_id'),
      ('chunks', 'documents', 'document_id'),
      ('embeddings', 'chunks', 'chunk_id'),
      ('tag_links', 'chunks', 'chunk_id')
    ) as t (name, parent, link)
  loop
    execute format('alter table public.%I add column tenant_id uuid', child.name);
    execute format(
      'update public.%I c set tenant_id = p.tenant_id from public.%I p where p.id = c.%I and p.tenant_id is not null',
      child.name, child.parent, child.link);
    -- the ingestion names its tenant once a transaction, so its many rows need no trigger
    execute format('alter table public.%I alter column tenant_id set default public.ingest_tenant()', child.name);
    execute format(
      'create trigger fill_in_tenant before insert on public.%I for each row when (new.tenant_id is null)'
      ' execute function public.ingest_fill_in_tenant(%L, %L)',
      child.name, child.parent, child.link);
    execute format(
      'comment on column public.%I.tenant_id is %L',
      child.name, 'The tenant whose row this is, filled in when left out.');
  end loop;
end
$$;

-- The owner, who runs the ingestion, sees all tenants; every other role needs a policy that lets it see a row.
do $$
declare
  name text;
begin
  foreach name in array array[
    'tenants', 'workspaces', 'assistants', 'references', 'documents', 'chunks', 'embeddings', 'tags', 'tag_links',
    'data_sources', 'integration_configs', 'workflows', 'workflow_steps', 'audit_logs',
    'vectors', 'ingest_files', 'ingest_sources', 'ingest_requests', 'ingest_scan', 'ingest_leases']
  loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('create policy owner on public.%I to current_user using (true) with check (true)', name);
    if name not in ('ingest_requests', 'ingest_scan', 'ingest_leases') then
      execute format(
        'create policy tenant on public.%I using (%s = (select public.ingest_tenant()))',
        name, case name when 'tenants' then 'id' else 'tenant_id' end);
    end if;
  end loop;
end
$$;

-- or it would show to whoever may read it what its owner may see
alter view ingest_receipts set (security_invoker = true);

create function ingest_grant_to(role text) returns void
  language plpgsql
  as $$
begin
  execute format('grant usage on schema public to %I', role);
  execute format(
    'grant select, insert, update, delete on public.workspaces, public.assistants, public."references", public.documents,'
    ' public.chunks, public.embeddings, public.tags, public.tag_links, public.data_sources,'
    ' public.integration_configs, public.workflows, public.workflow_steps to %I', role);
  execute format('grant select, insert on public.audit_logs to %I', role);
  execute format(
    'grant select on public.tenants, public.vectors, public.embedding_models, public.ingest_files,'
    ' public.ingest_sources, public.ingest_receipts to %I', role);
end
$$;
comment on function ingest_grant_to is 'Lets a role of an application read and write the rows of the tenant that its transaction names.';
revoke execute on function ingest_grant_to from public;

-- A role for applications to be members of; where this one may not make roles, an administrator does and grants to it.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'oyl_app') then
    create role oyl_app nologin;
  end if;
exception
  when insufficient_privilege or duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'oyl_app') then
    perform ingest_grant_to('oyl_app');
  end if;
end
$$;
