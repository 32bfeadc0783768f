-- The OYL schema: the tables that applications know. Later migrations only add to it, nullable or with a default, so that a
-- program that knows only these columns can still insert into every table.

create type tag_source_enum as enum ('document', 'user', 'automatic');
create type integration_type_enum as enum ('webhook', 's3', 'google_drive', 'sharepoint', 'confluence', 'slack', 'email', 'other');
create type workflow_step_type_enum as enum ('assistant', 'search', 'transform', 'approval', 'notification', 'other');

create table tenants (
  id                 uuid primary key default gen_random_uuid(),
  name               text,
  metadata_encrypted jsonb,
  created_at         timestamptz default now(),
  updated_at         timestamptz default now(),
  deleted_at         timestamptz
);

create table workspaces (
  id          uuid primary key default gen_random_uuid(),
  tenant_id   uuid references tenants (id),
  name        text,
  description text,
  created_at  timestamptz default now(),
  updated_at  timestamptz default now(),
  deleted_at  timestamptz
);

create table assistants (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid references workspaces (id),
  name           text,
  instruction    text,
  ai_instruction text,
  settings_json  jsonb,
  created_at     timestamptz default now(),
  updated_at     timestamptz default now(),
  deleted_at     timestamptz
);

create table "references" (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid references workspaces (id),
  name         text,
  description  text,
  created_at   timestamptz default now(),
  updated_at   timestamptz default now(),
  deleted_at   timestamptz
);

create table documents (
  id            uuid primary key default gen_random_uuid(),
  reference_id  uuid references "references" (id),
  filename      text,
  mime_type     text,
  size_bytes    integer,
  metadata_json jsonb,
  text          text,
  created_at    timestamptz default now(),
  updated_at    timestamptz default now(),
  deleted_at    timestamptz
);

create table chunks (
  id          uuid primary key default gen_random_uuid(),
  document_id uuid references documents (id),
  position    integer,
  text        text,
  tags_text   text[],
  created_at  timestamptz default now(),
  deleted_at  timestamptz
);

create table embeddings (
  id         uuid primary key default gen_random_uuid(),
  chunk_id   uuid references chunks (id),
  vector_ref text,
  created_at timestamptz default now()
);

create table tags (
  id           uuid primary key default gen_random_uuid(),
  reference_id uuid references "references" (id),
  tag          text,
  source       tag_source_enum,
  created_at   timestamptz default now()
);

create table tag_links (
  id         uuid primary key default gen_random_uuid(),
  tag_id     uuid references tags (id),
  chunk_id   uuid references chunks (id),
  created_at timestamptz default now()
);

create table data_sources (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid references workspaces (id),
  name         text,
  schema_json  jsonb,
  row_count    integer,
  created_at   timestamptz default now(),
  updated_at   timestamptz default now(),
  deleted_at   timestamptz
);

create table integration_configs (
  id                    uuid primary key default gen_random_uuid(),
  workspace_id          uuid references workspaces (id),
  type_enum             integration_type_enum,
  config_encrypted_json jsonb,
  created_at            timestamptz default now(),
  updated_at            timestamptz default now(),
  deleted_at            timestamptz
);

create table workflows (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid references workspaces (id),
  name         text,
  description  text,
  created_at   timestamptz default now(),
  updated_at   timestamptz default now(),
  deleted_at   timestamptz
);

create table workflow_steps (
  id           uuid primary key default gen_random_uuid(),
  workflow_id  uuid references workflows (id),
  position     integer,
  type_enum    workflow_step_type_enum,
  assistant_id uuid references assistants (id),
  instruction  text,
  config_json  jsonb,
  created_at   timestamptz default now(),
  deleted_at   timestamptz
);

create table audit_logs (
  id           uuid primary key default gen_random_uuid(),
  tenant_id    uuid references tenants (id),
  workspace_id uuid references workspaces (id),
  user_id      uuid,
  action       text,
  payload_json jsonb,
  created_at   timestamptz default now()
);

comment on table tenants is 'Customers of the application. Rows of two tenants never meet.';
comment on column tenants.metadata_encrypted is 'Ciphertext at rest, never plain JSON.';
comment on table workspaces is 'A tenant''s separate areas of work.';
comment on table assistants is 'Assistants of a workspace. Not written by the ingestion.';
comment on table "references" is 'Collections of documents that are searched together. The name is a reserved word and must be quoted.';
comment on table documents is 'One row for each file, attachment and archive member with its whole text. Live while deleted_at is null.';
comment on column documents.size_bytes is 'Bytes of the document itself; 32 bits: larger files are refused with a reason.';
comment on column documents.text is 'All text that was read. Positions in it count code points, as PostgreSQL''s substr does.';
comment on column documents.metadata_json is 'Normalized keys (title, authors, created, …) and, under "raw", what the parser found.';
comment on table chunks is 'Passages of a document that are found by search. Live while deleted_at is null.';
comment on column chunks.position is '0-based order in the document, without holes among the live chunks.';
comment on column chunks.text is 'Exactly the document''s text between start_offset and end_offset.';
comment on column chunks.tags_text is 'Names of the tags that tag_links gives this chunk, each once, best first.';
comment on table embeddings is 'Which vector belongs to which chunk.';
comment on column embeddings.vector_ref is 'Content address of the vector: equals vectors.ref.';
comment on table tags is 'Tags of a reference, one row for each name and source.';
comment on column tags.source is 'document: the file''s own keywords; user: given by people, never overwritten; automatic: found in the text.';
comment on table tag_links is 'Which chunk carries which tag.';
comment on table data_sources is 'Tabular sources of a workspace. Not written by the ingestion.';
comment on column data_sources.row_count is 'Rows when last counted.';
comment on table integration_configs is 'Connections to other systems. Not written by the ingestion.';
comment on column integration_configs.config_encrypted_json is 'Ciphertext at rest, never plain JSON.';
comment on table workflows is 'Workflows of a workspace. Not written by the ingestion.';
comment on table workflow_steps is 'Steps of a workflow. Not written by the ingestion.';
comment on column workflow_steps.position is '0-based order in the workflow.';
comment on table audit_logs is 'Who did what. Each finished run writes one row, in the transaction that finishes it.';
comment on column audit_logs.payload_json is 'For action ingest.run: the run''s id and its counts.';
