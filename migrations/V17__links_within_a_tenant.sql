-- A row of one's own must not hang on one of another tenant by any of its links: V7 asked for the one that gives the row its
-- tenant. Such a link would tell nothing of the other tenant's row, but keep its owner from removing it.

-- Not inlined, since a policy must not read its own table.
create function ingest_sees_document(document uuid) returns boolean
  language plpgsql stable
  as $$
begin
  return exists (select 1 from public.documents d where d.id = document);
end
$$;
comment on function ingest_sees_document is 'Whether the session sees a document: for the policy of documents, whose rows can lie in one another.';

create function ingest_protect_link(name text, sees text) returns void
  language plpgsql
  as $$
declare
  before text;
begin
  select coalesce(p.with_check, p.qual) into strict before
  from pg_policies p
  where p.schemaname = 'public' and p.tablename = name and p.policyname = 'tenant';
  execute format('alter policy tenant on public.%I with check (%s and %s)', name, before, sees);
end
$$;
comment on function ingest_protect_link is 'For migrations: what a tenant writes into a table must also meet a condition; ingest_protect comes first.';
revoke execute on function ingest_protect_link from public;

select ingest_protect_link('tag_links',
  '(tag_id is null or exists (select 1 from public.tags t where t.id = tag_links.tag_id))');
select ingest_protect_link('document_tags',
  'exists (select 1 from public.tags t where t.id = document_tags.tag_id)');
select ingest_protect_link('documents',
  '(source_file_id is null or exists (select 1 from public.ingest_files f where f.id = documents.source_file_id))');
select ingest_protect_link('documents',
  '(parent_document_id is null or public.ingest_sees_document(parent_document_id))');
select ingest_protect_link('workflow_steps',
  '(assistant_id is null or exists (select 1 from public.assistants a where a.id = workflow_steps.assistant_id))');
select ingest_protect_link('audit_logs',
  '(workspace_id is null or exists (select 1 from public.workspaces w where w.id = audit_logs.workspace_id))');

-- Tags that were given to files which no run has read yet, since they were still being written.
create table ingest_awaited_tags (
  file_id    uuid primary key,
  tags       text[]      not null,
  created_at timestamptz not null default now()
);
comment on table ingest_awaited_tags is 'Tags given (run --tag) to files that were still being written and are not in the ledger yet: the run that finds them whole moves them to ingest_files.user_tags.';
comment on column ingest_awaited_tags.file_id is 'The id that the file''s row in ingest_files will have.';
select ingest_protect('ingest_awaited_tags', null);
