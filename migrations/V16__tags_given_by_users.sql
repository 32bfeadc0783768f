-- Tags that people give to files outlive every version of the file, so the ledger keeps them.

alter table ingest_files add column user_tags text[];
comment on column ingest_files.user_tags is 'Tags that runs were told to give (run --tag), each once, sorted: all documents and chunks of the file carry them, with source user; null for none.';
comment on column chunks.tags_text is 'Names of the tags that tag_links gives this chunk, each once, best first; those of source user come last.';
