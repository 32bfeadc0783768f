-- The ledger knows of vectors that are lost: whoever deletes one has the files whose passages it was of wait for vectors, as
-- `stored`, and the next run makes them. So a run asks for missing vectors only where the ledger says that there are some,
-- instead of at every passage of the reference.

create function ingest_note_lost_vectors() returns trigger
  language plpgsql
  security definer -- an application may delete passages, but not write into the ledger
  set search_path = public, pg_temp
  as $$
declare
  losers uuid[];
begin
  if tg_op = 'TRUNCATE' then
    update ingest_files set state = 'stored', updated_at = now()
    where state in ('complete', 'partial') and chunk_count > 0;
    return null;
  end if;
  if tg_table_name = 'vectors' then
    losers := array(select e.chunk_id from gone g join embeddings e on e.vector_ref = g.ref);
  else
    losers := array(select chunk_id from gone);
  end if;
  if cardinality(losers) > 0 then
    update ingest_files f set state = 'stored', updated_at = now()
    where f.state in ('complete', 'partial') and f.id in (
      select d.source_file_id
      from unnest(losers) l
      join chunks c on c.id = l and c.deleted_at is null and c.text_hash is not null
      join documents d on d.id = c.document_id and d.deleted_at is null
      join "references" r on r.id = d.reference_id
      where not exists (
        select 1
        from embeddings e
        join vectors v on v.ref = e.vector_ref
        where e.chunk_id = c.id and v.model_id = r.embedding_model_id));
  end if;
  return null;
end
$$;
comment on function ingest_note_lost_vectors is 'Files of which a live passage has no vector of the reference''s model any more become stored: their vectors are to be made.';
revoke execute on function ingest_note_lost_vectors from public;

create trigger note_lost_vectors after delete on embeddings
  referencing old table as gone for each statement execute function ingest_note_lost_vectors();
create trigger note_lost_vectors after delete on vectors
  referencing old table as gone for each statement execute function ingest_note_lost_vectors();
create trigger note_all_vectors_lost after truncate on embeddings
  for each statement execute function ingest_note_lost_vectors();
create trigger note_all_vectors_lost after truncate on vectors
  for each statement execute function ingest_note_lost_vectors();

-- what was lost before
update ingest_files f
set state = 'stored', updated_at = now()
where f.state in ('complete', 'partial') and exists (
  select 1
  from "references" r
  join documents d on d.source_file_id = f.id and d.deleted_at is null
  join chunks c on c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
  where r.id = f.reference_id
    and not exists (
      select 1
      from embeddings e
      join vectors v on v.ref = e.vector_ref
      where e.chunk_id = c.id and v.model_id = r.embedding_model_id));
