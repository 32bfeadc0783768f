-- document_tags is protected as all tables of tenants are, and applications may look at the ledger's views.

-- V11 did this by hand, without the check that a row's document is one that its tenant sees. Without its protection first,
-- or the owner's update below would see no row.
alter table document_tags no force row level security;
alter table document_tags disable row level security;
drop policy owner on document_tags;
drop policy tenant on document_tags;
drop trigger fill_in_tenant on document_tags;
alter table document_tags drop column tenant_id;
select ingest_protect('document_tags', 'documents', 'document_id');

-- as before, and the views over the ledger; those over the job repository are left out, since it knows no tenants
create or replace function ingest_grant_to(role text) returns void
  language plpgsql
  as $$
begin
  execute format('grant usage on schema public to %I', role);
  execute format(
    'grant select, insert, update, delete on public.workspaces, public.assistants, public."references", public.documents,'
    ' public.chunks, public.embeddings, public.tags, public.tag_links, public.document_tags, public.data_sources,'
    ' public.integration_configs, public.workflows, public.workflow_steps to %I', role);
  execute format('grant select, insert on public.audit_logs to %I', role);
  execute format(
    'grant select on public.tenants, public.vectors, public.embedding_models, public.ingest_files,'
    ' public.ingest_sources, public.ingest_receipts, public.ingest_file_states, public.ingest_incomplete,'
    ' public.ingest_waiting, public.ingest_vector_backlog to %I', role);
end
$$;

-- every role that has been given its rights by an earlier version of the function
do $$
declare
  holder record;
begin
  for holder in
    select distinct r.rolname as name
    from pg_class c
    cross join lateral aclexplode(c.relacl) a
    join pg_roles r on r.oid = a.grantee
    where c.oid = 'ingest_receipts'::regclass and a.grantee <> c.relowner
      and a.privilege_type = 'SELECT'
  loop
    perform ingest_grant_to(holder.name);
  end loop;
end
$$;

comment on column audit_logs.action is 'ingest.run (a run has ended), ingest.retry, ingest.purge, ingest.stop, ingest.abandon, ingest.drop_old_vectors, ingest.model (a reference got its model), ingest.settings (a run''s settings are not those of the run before); other actions are the application''s. ingest.reembed, of earlier versions, tells what ingest.model does.';
