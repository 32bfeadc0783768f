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

-- The owner, who runs the ingestion, sees all tenants; every other role needs a policy that lets it see a row.
create function ingest_protect(name text, tenant text) returns void
  language plpgsql
  as $$
begin
  execute format('alter table public.%I enable row level security', name);
  execute format('alter table public.%I force row level security', name);
  execute format('create policy owner on public.%I to current_user using (true) with check (true)', name);
  if tenant is not null then
    execute format('create policy tenant on public.%I using (%I = (select public.ingest_tenant()))', name, tenant);
  end if;
end
$$;
comment on function ingest_protect(text, text) is 'For migrations: forces row-level security on a table; tenant is the column that holds it, null when nobody but the owner is to see a row.';

create function ingest_protect(name text, parent text, link text) returns void
  language plpgsql
  as $$
begin
  execute format('alter table public.%I add column tenant_id uuid', name);
  execute format(
    'update public.%I c set tenant_id = p.tenant_id from public.%I p where p.id = c.%I and p.tenant_id is not null',
    name, parent, link);
  -- the ingestion names its tenant once a transaction, so its many rows need no trigger
  execute format('alter table public.%I alter column tenant_id set default public.ingest_tenant()', name);
  execute format(
    'create trigger fill_in_tenant before insert on public.%I for each row when (new.tenant_id is null)'
    ' execute function public.ingest_fill_in_tenant(%L, %L)',
    name, parent, link);
  execute format(
    'comment on column public.%I.tenant_id is %L', name, 'The tenant whose row this is, filled in when left out.');
  perform public.ingest_protect(name, 'tenant_id');
  -- a row of one's own must not hang on one of another tenant: the parent has to be visible
  execute format(
    'alter policy tenant on public.%1$I with check (tenant_id = (select public.ingest_tenant())'
    ' and (%3$I is null or exists (select 1 from public.%2$I p where p.id = %1$I.%3$I)))',
    name, parent, link);
end
$$;
comment on function ingest_protect(text, text, text) is 'For migrations: gives a table its tenant, that of the row it links to, and forces row-level security on it. Parents first.';
revoke execute on function ingest_protect(text, text), ingest_protect(text, text, text) from public;

select ingest_protect('tenants', 'id');
select ingest_protect('workspaces', 'tenant_id');
select ingest_protect('audit_logs', 'tenant_id');
select ingest_protect('vectors', 'tenant_id');
select ingest_protect('references', 'workspaces', 'workspace_id');
select ingest_protect('assistants', 'workspaces', 'workspace_id');
select ingest_protect('data_sources', 'workspaces', 'workspace_id');
select ingest_protect('integration_configs', 'workspaces', 'workspace_id');
select ingest_protect('workflows', 'workspaces', 'workspace_id');
select ingest_protect('workflow_steps', 'workflows', 'workflow_id');
select ingest_protect('documents', 'references', 'reference_id');
select ingest_protect('tags', 'references', 'reference_id');
select ingest_protect('ingest_files', 'references', 'reference_id');
select ingest_protect('ingest_sources', 'references', 'reference_id');
select ingest_protect('chunks', 'documents', 'document_id');
select ingest_protect('embeddings', 'chunks', 'chunk_id');
select ingest_protect('tag_links', 'chunks', 'chunk_id');
select ingest_protect('ingest_requests', null);
select ingest_protect('ingest_scan', null);
select ingest_protect('ingest_leases', null);

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
