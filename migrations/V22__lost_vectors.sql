-- A run asks for missing vectors where the ledger says that files wait for them. It looks at all passages of its reference only
-- when others may have taken vectors away: such statements are counted here. Counting locks nothing and reads no row, so it
-- stands in nobody's way. A statement that was not committed yet when a run looked is found by the look of the next hour.

create sequence ingest_vector_losses;
comment on sequence ingest_vector_losses is 'Counts the statements by which a live passage may have lost its vector; those of the ingestion are not among them. Its value means nothing, only its change.';
select nextval('ingest_vector_losses'); -- the first one changes no last_value

create function ingest_count_vector_loss() returns trigger
  language plpgsql
  security definer -- an application may delete its passages and has no right to the sequence
  set search_path = public, pg_temp
  as $$
begin
  perform nextval('public.ingest_vector_losses');
  return null;
end
$$;
comment on function ingest_count_vector_loss is 'Notes in ingest_vector_losses that vectors may be missing.';
revoke execute on function ingest_count_vector_loss from public;

-- the ingestion sees to its own statements, and says so on its connections
do $$
declare
  change text[];
begin
  foreach change slice 1 in array array[
    ['embeddings', 'update or delete'], ['embeddings', 'truncate'], ['vectors', 'update or delete'], ['vectors', 'truncate'],
    ['chunks', 'update of deleted_at, text_hash'], ['documents', 'update of deleted_at, reference_id'],
    ['references', 'update of embedding_model_id']]
  loop
    execute format(
      'create trigger count_vector_loss_%s after %s on %I for each statement'
      ' when (current_setting(''ingest.keeps_vectors'', true) is distinct from ''on'')'
      ' execute function ingest_count_vector_loss()',
      split_part(change[2], ' ', 1), change[2], change[1]);
  end loop;
end
$$;

alter table "references"
  add column vectors_looked_at timestamptz,
  add column vector_losses bigint;
comment on column "references".vectors_looked_at is 'When a run last looked at all passages for one without a vector, and all had theirs.';
comment on column "references".vector_losses is 'What ingest_vector_losses said then.';
