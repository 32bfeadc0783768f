-- A reference may change its model. Its chunks stay as they were cut, so nothing is read again.

alter table "references"
  add column chunk_model_id integer references embedding_models (id),
  add column chunker        text;
create index references_chunk_model on "references" (chunk_model_id);
comment on column "references".embedding_model_id is 'The model whose vectors search uses; set by the first run, changed by reembed in one transaction.';
comment on column "references".chunk_model_id is 'The model by whose tokenizer the chunks are cut, where it is not the one that search uses.';
comment on column "references".chunker is 'Fingerprint of how the last run cut chunks: still valid when that model is not configured any more.';
