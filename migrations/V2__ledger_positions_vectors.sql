-- What the ingestion adds to the seed schema: the ledger, positions, vectors by content address. Everything added to a seed
-- table is nullable; rows without it were written by other programs and are left alone.

create extension if not exists vector;

create table embedding_models (
  id         integer generated always as identity primary key,
  key        text        not null unique,
  provider   text        not null,
  name       text        not null,
  dimension  integer     not null check (dimension > 0),
  max_tokens integer     not null check (max_tokens > 0),
  created_at timestamptz not null default now()
);
comment on table embedding_models is 'Models that have made vectors.';
comment on column embedding_models.key is 'Equal keys give equal vectors for equal text; part of every content address.';
comment on column embedding_models.dimension is 'Values in a vector.';
comment on column embedding_models.max_tokens is 'Longest text that the model reads whole, in its own tokens, special ones not counted.';

create table vectors (
  ref        text primary key,
  tenant_id  uuid        not null references tenants (id),
  model_id   integer     not null references embedding_models (id),
  embedding  vector      not null,
  checksum   text,
  created_at timestamptz not null default now()
);
create index vectors_model on vectors (model_id);
create index vectors_tenant on vectors (tenant_id);
comment on table vectors is 'Vectors by content address: equal text of one tenant under one model is embedded and stored once.';
comment on column vectors.ref is 'SHA-256 in hex over tenant id, model key and the exact text, each preceded by its length in bytes.';
comment on column vectors.checksum is 'MD5 of the vector as text, so that a changed value is noticed.';
comment on column vectors.embedding is 'As many values as embedding_models.dimension says; finite, not all zero.';

alter table "references" add column embedding_model_id integer references embedding_models (id);
create index references_embedding_model on "references" (embedding_model_id);
comment on column "references".embedding_model_id is 'The model whose vectors search uses; set by the first run.';

create table ingest_files (
  id              uuid primary key,
  reference_id    uuid        not null references "references" (id),
  source          text        not null,
  source_key      text        not null,
  state           text        not null default 'pending'
                  check (state in ('pending', 'stored', 'complete', 'partial', 'empty', 'quarantined', 'removed')),
  reason          text,
  detail          text,
  attempts        integer     not null default 0,
  size_bytes      bigint,
  modified_at     timestamptz,
  sha256          text,
  fingerprint     text,
  document_count  integer     not null default 0,
  page_count      integer     not null default 0,
  character_count bigint      not null default 0,
  chunk_count     integer     not null default 0,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  check (state not in ('partial', 'empty', 'quarantined') or reason is not null),
  check (state <> 'complete' or reason is null)
);
-- md5 because a path may be longer than the third of a page that a btree entry may have
create unique index ingest_files_key on ingest_files (reference_id, md5(source), md5(source_key));
create index ingest_files_unsettled on ingest_files (reference_id, state, id) where state in ('pending', 'stored');
comment on table ingest_files is 'The ledger: one row for every file that was ever seen, whatever became of it.';
comment on column ingest_files.id is 'Derived from reference, source and key, so that no race can make a second row.';
comment on column ingest_files.source is 'Name of the scanned root, by default its real path.';
comment on column ingest_files.source_key is 'Path below the root, parts joined with /.';
comment on column ingest_files.state is 'pending: to be read; stored: text is in, vectors are not; complete; partial: something is missing, see reason; empty: no text; quarantined: could not be read, see reason; removed: vanished from the source.';
comment on column ingest_files.reason is 'Typed cause, from a fixed list; null for a complete file.';
comment on column ingest_files.detail is 'The cause in one sentence for people.';
comment on column ingest_files.attempts is 'How often this content was read.';
comment on column ingest_files.size_bytes is 'Bytes, when last seen.';
comment on column ingest_files.modified_at is 'The file system''s time of last change, in microseconds.';
comment on column ingest_files.sha256 is 'Hex digest of the bytes that were last read.';
comment on column ingest_files.fingerprint is 'Code and settings that made the stored rows; another fingerprint makes the file pending again.';
comment on column ingest_files.document_count is 'Receipt: live documents of this file, itself and those inside it.';
comment on column ingest_files.page_count is 'Receipt: pages, slides and sheets of these documents.';
comment on column ingest_files.character_count is 'Receipt: code points of their texts.';
comment on column ingest_files.chunk_count is 'Receipt: their live chunks.';

create table ingest_sources (
  id           uuid primary key,
  reference_id uuid        not null references "references" (id),
  source       text        not null,
  root         text        not null,
  file_count   bigint      not null default 0,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create unique index ingest_sources_key on ingest_sources (reference_id, md5(source));
comment on table ingest_sources is 'Roots that were scanned. Holds the number of ledger rows a second time, so that a lost row is noticed.';
comment on column ingest_sources.root is 'Real path of the folder, when last scanned; retry reads files from there.';
comment on column ingest_sources.file_count is 'Rows that ingest_files must have for this source, removed files included.';

create table ingest_requests (
  id           uuid primary key,
  reference_id uuid        not null references "references" (id),
  targets      jsonb       not null,
  created_at   timestamptz not null default now()
);
create index ingest_requests_reference on ingest_requests (reference_id);
comment on table ingest_requests is 'What each run was asked to read. The run''s job parameter "request" points here, since a Batch parameter holds 2,500 characters only.';
comment on column ingest_requests.targets is 'Array of {source, root, key}; without key the whole root is scanned and swept.';

create table ingest_scan (
  run_id       bigint not null,
  file_id      uuid   not null,
  reference_id uuid   not null,
  source       text   not null,
  source_key   text   not null,
  size_bytes   bigint,
  modified_at  timestamptz,
  sha256       text,
  reason       text,
  detail       text,
  primary key (run_id, file_id)
);
comment on table ingest_scan is 'What the scan of a running run has seen; emptied when the run ends.';
comment on column ingest_scan.run_id is 'BATCH_JOB_EXECUTION.JOB_EXECUTION_ID of the run.';
comment on column ingest_scan.sha256 is 'Set only where size and time could not tell whether the file has changed.';
comment on column ingest_scan.reason is 'Set where the scan itself found that the file can''t be read.';

alter table documents
  add column source_file_id     uuid references ingest_files (id) on delete set null,
  add column parent_document_id uuid references documents (id),
  add column embedded_path      text,
  add column language           text,
  add column page_count         integer,
  add column character_count    integer,
  add column chunk_count        integer,
  add column child_count        integer,
  add column gaps               jsonb;
create index documents_reference on documents (reference_id) where deleted_at is null;
create index documents_source_file on documents (source_file_id);
create index documents_parent on documents (parent_document_id) where parent_document_id is not null;
comment on column documents.source_file_id is 'The ledger row of the file that this document was read from.';
comment on column documents.parent_document_id is 'The document that contains this one (attachment, archive member).';
comment on column documents.embedded_path is 'Path inside the file; empty for the file itself.';
comment on column documents.language is 'ISO 639-1 code, as detected in the text.';
comment on column documents.page_count is 'Receipt: pages, slides or sheets; 0 where the format has none.';
comment on column documents.character_count is 'Receipt: code points of text.';
comment on column documents.chunk_count is 'Receipt: live chunks.';
comment on column documents.child_count is 'Receipt: documents directly inside this one.';
comment on column documents.gaps is 'Receipt: array of {reason, detail}: what is missing from the text; [] means that all of it is there.';

alter table chunks
  add column start_offset integer,
  add column end_offset   integer,
  add column first_page   integer,
  add column last_page    integer,
  add column heading_path text[],
  add column text_hash    text,
  add column token_count  integer,
  add column text_search  tsvector;
create index chunks_document on chunks (document_id, position);
create index chunks_text_search on chunks using gin (text_search) where deleted_at is null;
comment on column chunks.start_offset is '0-based first code point in documents.text.';
comment on column chunks.end_offset is 'Exclusive end, in code points of documents.text.';
comment on column chunks.first_page is '1-based page, slide or sheet of the first character; null without pages.';
comment on column chunks.last_page is '1-based page, slide or sheet of the last character; null without pages.';
comment on column chunks.heading_path is 'Headings above the passage, outermost first.';
comment on column chunks.text_hash is 'SHA-256 of the text in hex: identity over versions of the document.';
comment on column chunks.token_count is 'Tokens of the embedding model, its special ones not counted.';
comment on column chunks.text_search is 'For full text search, in the configuration of the document''s language.';

create index embeddings_chunk on embeddings (chunk_id);
create index embeddings_vector_ref on embeddings (vector_ref);

alter table tag_links add column score double precision;
create index tags_reference on tags (reference_id);
create index tag_links_tag on tag_links (tag_id);
create index tag_links_chunk on tag_links (chunk_id);
comment on column tag_links.score is 'How well the tag fits the chunk, above 0 to 1.';

create index workspaces_tenant on workspaces (tenant_id);
create index references_workspace on "references" (workspace_id);
create index assistants_workspace on assistants (workspace_id);
create index data_sources_workspace on data_sources (workspace_id);
create index integration_configs_workspace on integration_configs (workspace_id);
create index workflows_workspace on workflows (workspace_id);
create index workflow_steps_workflow on workflow_steps (workflow_id);
create index workflow_steps_assistant on workflow_steps (assistant_id);
create index audit_logs_tenant on audit_logs (tenant_id, created_at);
create index audit_logs_workspace on audit_logs (workspace_id);

create function ingest_text_config(language text) returns regconfig
  language sql immutable parallel safe
  return case language
    when 'ar' then 'pg_catalog.arabic'::regconfig
    when 'ca' then 'pg_catalog.catalan'::regconfig
    when 'da' then 'pg_catalog.danish'::regconfig
    when 'de' then 'pg_catalog.german'::regconfig
    when 'el' then 'pg_catalog.greek'::regconfig
    when 'en' then 'pg_catalog.english'::regconfig
    when 'es' then 'pg_catalog.spanish'::regconfig
    when 'eu' then 'pg_catalog.basque'::regconfig
    when 'fi' then 'pg_catalog.finnish'::regconfig
    when 'fr' then 'pg_catalog.french'::regconfig
    when 'ga' then 'pg_catalog.irish'::regconfig
    when 'hi' then 'pg_catalog.hindi'::regconfig
    when 'hu' then 'pg_catalog.hungarian'::regconfig
    when 'hy' then 'pg_catalog.armenian'::regconfig
    when 'id' then 'pg_catalog.indonesian'::regconfig
    when 'it' then 'pg_catalog.italian'::regconfig
    when 'lt' then 'pg_catalog.lithuanian'::regconfig
    when 'ne' then 'pg_catalog.nepali'::regconfig
    when 'nl' then 'pg_catalog.dutch'::regconfig
    when 'no' then 'pg_catalog.norwegian'::regconfig
    when 'nb' then 'pg_catalog.norwegian'::regconfig
    when 'nn' then 'pg_catalog.norwegian'::regconfig
    when 'pt' then 'pg_catalog.portuguese'::regconfig
    when 'ro' then 'pg_catalog.romanian'::regconfig
    when 'ru' then 'pg_catalog.russian'::regconfig
    when 'sr' then 'pg_catalog.serbian'::regconfig
    when 'sv' then 'pg_catalog.swedish'::regconfig
    when 'ta' then 'pg_catalog.tamil'::regconfig
    when 'tr' then 'pg_catalog.turkish'::regconfig
    when 'yi' then 'pg_catalog.yiddish'::regconfig
    else 'pg_catalog.simple'::regconfig
  end;
comment on function ingest_text_config is 'The full text search configuration for a language; simple where PostgreSQL has none.';
