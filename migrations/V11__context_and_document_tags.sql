-- What is embedded beside the text, what is set aside of it, and a document's own tags. Rows that were written before have
-- nothing of it: no context, nothing set aside.

alter table chunks add column context text;
comment on column chunks.context is 'Embedded before the text: title and headings that the text does not say itself, a table''s header row. The model is given context || text.';
comment on column chunks.token_count is 'Tokens of context and text in the embedding model, its special ones not counted; never more than embedding_models.max_tokens.';

alter table documents
  add column set_aside       int4multirange,
  add column set_aside_count integer;
comment on column documents.set_aside is 'Spans of the text that no chunk has, in 0-based code points: the frame of a web page.';
comment on column documents.set_aside_count is 'Receipt: code points of set_aside.';

alter table vectors add column token_count integer;
comment on column vectors.token_count is 'Tokens of the input as the model counts them, its special ones not counted; the model''s limit is embedding_models.max_tokens.';
comment on column vectors.ref is 'SHA-256 in hex over tenant id, model key and the exact input (chunks.context || chunks.text), each preceded by its length in bytes.';

create table document_tags (
  document_id uuid             not null references documents (id) on delete cascade,
  tag_id      uuid             not null references tags (id) on delete cascade,
  rank        integer          not null,
  score       double precision not null,
  primary key (document_id, tag_id)
);
create index document_tags_tag on document_tags (tag_id);
comment on table document_tags is 'What a document as a whole is about; its chunks have tags of their own in tag_links.';
comment on column document_tags.rank is 'Place in the document''s list of this source, from 1; 0 for tags that a user gave.';
comment on column document_tags.score is 'How well the tag fits the document, above 0 to 1.';

alter table document_tags add column tenant_id uuid default public.ingest_tenant();
comment on column document_tags.tenant_id is 'The tenant whose row this is, filled in when left out.';
create trigger fill_in_tenant before insert on document_tags for each row when (new.tenant_id is null)
  execute function public.ingest_fill_in_tenant('documents', 'document_id');
alter table document_tags enable row level security;
alter table document_tags force row level security;
create policy owner on document_tags to current_user using (true) with check (true);
create policy tenant on document_tags using (tenant_id = (select public.ingest_tenant()));

-- as before, and document_tags
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
    ' public.ingest_sources, public.ingest_receipts to %I', role);
end
$$;
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'oyl_app') then
    perform ingest_grant_to('oyl_app');
  end if;
end
$$;
