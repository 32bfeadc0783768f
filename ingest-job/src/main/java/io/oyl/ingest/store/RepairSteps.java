package io.oyl.ingest.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * The statements of {@link Repair}, in their order: {@link #ROWS}, {@link #NOTE_BROKEN_FILES},
 * {@link #RECEIPTS}.
 */
final class RepairSteps {
  private static final String ORPHANED_CHUNKS =
      "select id from chunks c where not exists (select 1 from documents d where d.id = c.document_id)";

  /** A chunk that neither its document nor its hash vouches for. */
  private static final String ALIEN_CHUNKS =
      """
      select id from chunks
      where text_hash is not null and deleted_at is null
        and text_hash <> encode(sha256(convert_to(text, 'UTF8')), 'hex')
      """;

  private static final String REMOVE_CHUNKS =
      """
      with gone as materialized (%s),
      links as (delete from tag_links where chunk_id in (select id from gone)),
      refs as (delete from embeddings where chunk_id in (select id from gone))
      delete from chunks where id in (select id from gone)
      """;

  private static final List<Step> OWNERS =
      Stream.of(
              Stream.of(
                  new Step(
                      "tenants",
                      "given to the reference of the document around",
                      """
                      with recursive tree as (
                        select id, reference_id, source_file_id
                        from documents where parent_document_id is null
                        union all
                        select d.id, t.reference_id, t.source_file_id
                        from documents d join tree t on t.id = d.parent_document_id
                      )
                      update documents d
                      set reference_id = t.reference_id, source_file_id = t.source_file_id
                      from tree t
                      where t.id = d.id and (d.reference_id, d.source_file_id)
                        is distinct from (t.reference_id, t.source_file_id)
                      """)),
              TenantColumn.ALL.stream()
                  .map(column -> new Step("tenant_of_rows", "set right", column.setRight())),
              TenantColumn.TIES.stream()
                  .map(tie -> new Step("tenant_of_rows", "removed", tie.removeWrong())))
          .flatMap(steps -> steps)
          .toList();

  private static final List<Step> ORPHANS =
      List.of(
          new Step(
              "orphans",
              "removed",
              """
              delete from tag_links l
              where not exists (select 1 from chunks c where c.id = l.chunk_id)
                or not exists (select 1 from tags t where t.id = l.tag_id)
              """),
          new Step(
              "orphans",
              "removed",
              """
              delete from embeddings e
              where not exists (select 1 from chunks c where c.id = e.chunk_id)
              """),
          new Step("orphans", "removed", REMOVE_CHUNKS.formatted(ORPHANED_CHUNKS)));

  private static final List<Step> TEXTS =
      List.of(
          new Step(
              "text_hashes",
              "text taken from the document",
              """
              update chunks c
              set text = substr(d.text, c.start_offset + 1, c.end_offset - c.start_offset)
              from documents d
              where d.id = c.document_id and c.text_hash is not null
                and c.end_offset > c.start_offset and c.start_offset >= 0
                and c.text_hash <> encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
                and c.text_hash = encode(sha256(convert_to(
                  substr(d.text, c.start_offset + 1, c.end_offset - c.start_offset),
                  'UTF8')), 'hex')
              """),
          new Step(
              "text_hashes",
              "set right",
              """
              update chunks c
              set text_hash = encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
              from documents d
              where d.id = c.document_id and c.text_hash is not null
                and c.text_hash <> encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
                and (c.deleted_at is not null or c.end_offset > c.start_offset
                  and c.start_offset >= 0 and c.text =
                    substr(d.text, c.start_offset + 1, c.end_offset - c.start_offset))
              """),
          new Step("text_hashes", "removed", REMOVE_CHUNKS.formatted(ALIEN_CHUNKS)),
          new Step(
              "searchable",
              "made searchable again",
              """
              update chunks c
              set text_search = ingest_text_search(d.language, c.context, c.text)
              from documents d
              where d.id = c.document_id and c.deleted_at is null
                and c.text_hash is not null and c.text_search is null
              """));

  private static final List<Step> VECTORS =
      List.of(
          new Step(
              "vector_addresses",
              "given back to its tenant",
              """
              update vectors v
              set tenant_id = o.tenant_id
              from (
                select v.ref, v.tenant_id
                from (
                  select distinct v.ref, v.model_id, c.tenant_id, e.chunk_id
                  from vectors v
                  join embeddings e on e.vector_ref = v.ref
                  join chunks c on c.id = e.chunk_id and c.tenant_id <> v.tenant_id
                ) v
                join chunks c on c.id = v.chunk_id
                join embedding_models m on m.id = v.model_id
                where v.ref = %s
              ) o
              where o.ref = v.ref
              """
                  .formatted(BrokenRows.ADDRESS)),
          new Step(
              "vector_values",
              "dropped",
              """
              delete from vectors v
              using embedding_models m
              where m.id = v.model_id
                and (vector_dims(v.embedding) <> m.dimension or vector_norm(v.embedding) = 0
                  or v.checksum <> md5(v.embedding::text))
              """),
          new Step(
              "vector_addresses",
              "dropped",
              """
              delete from embeddings e
              using chunks c, vectors v, embedding_models m
              where c.id = e.chunk_id and c.text_hash is not null and v.ref = e.vector_ref
                and m.id = v.model_id
                and (v.tenant_id is distinct from c.tenant_id or e.vector_ref <> %s)
              """
                  .formatted(BrokenRows.ADDRESS)),
          new Step(
              "vector_refs",
              "dropped",
              """
              delete from embeddings e
              using chunks c
              where c.id = e.chunk_id and c.text_hash is not null
                and e.vector_ref ~ '^[0-9a-f]{64}$'
                and not exists (select 1 from vectors v where v.ref = e.vector_ref)
              """));

  private static final List<Step> DUPLICATES =
      List.of(
          new Step(
              "duplicates",
              "removed",
              """
              delete from embeddings e
              using embeddings other, chunks c
              where other.chunk_id = e.chunk_id and other.vector_ref = e.vector_ref
                and other.id < e.id and c.id = e.chunk_id and c.text_hash is not null
              """),
          new Step(
              "duplicates",
              "removed",
              """
              delete from tag_links l
              using tag_links other
              where other.tag_id = l.tag_id and other.chunk_id = l.chunk_id
                and other.id < l.id and l.score is not null and other.score is not null
              """),
          new Step(
              "duplicates",
              "removed softly",
              """
              update chunks c
              set deleted_at = now()
              from (
                select id, row_number() over (
                  partition by document_id, start_offset
                  order by (select count(*) from embeddings e where e.chunk_id = c.id) desc, id
                ) as nth
                from chunks c
                where deleted_at is null and text_hash is not null
              ) n
              where n.id = c.id and n.nth > 1
              """));

  private static final List<Step> TAGS =
      List.of(
          new Step(
              "tag_links",
              "removed",
              """
              delete from tag_links l
              using tags t, chunks c, documents d
              where t.id = l.tag_id and c.id = l.chunk_id and d.id = c.document_id
                and c.text_hash is not null and t.reference_id is distinct from d.reference_id
              """),
          new Step(
              "tag_links",
              "tags_text taken from the links",
              """
              update chunks c
              set tags_text = n.names
              from (
                select c.id, coalesce(array_agg(l.tag order by l.score desc nulls last, l.tag)
                  filter (where l.tag is not null), '{}') as names,
                  coalesce(array_agg(l.tag) filter (where l.score is not null), '{}') as own
                from chunks c
                join documents d on d.id = c.document_id and d.deleted_at is null
                left join (
                  select l.chunk_id, t.tag, max(l.score) as score
                  from tag_links l join tags t on t.id = l.tag_id
                  group by l.chunk_id, t.tag
                ) l on l.chunk_id = c.id
                where c.deleted_at is null and c.text_hash is not null
                group by c.id
              ) n
              where n.id = c.id
                and (not n.own <@ coalesce(c.tags_text, '{}')
                  or not coalesce(c.tags_text, '{}') <@ n.names)
              """));

  private static final List<Step> LEDGER =
      List.of(
          new Step(
              "documents_in_ledger",
              "removed softly; a run brings back what is still in its source",
              """
              update documents d
              set deleted_at = now()
              where d.deleted_at is null and d.embedded_path is not null
                and not exists (
                  select 1 from ingest_files f
                  where f.id = d.source_file_id and f.reference_id = d.reference_id)
              """),
          new Step(
              "removed_files",
              "removed softly",
              """
              update documents d
              set deleted_at = now()
              from ingest_files f
              where f.id = d.source_file_id and f.state = 'removed' and d.deleted_at is null
              """),
          new Step(
              "ledger_rows",
              "counted again; a run finds the files that were lost",
              """
              update ingest_sources s
              set file_count = f.files
              from (
                select s.id, (
                  select count(*) from ingest_files f
                  where f.reference_id = s.reference_id and md5(f.source) = md5(s.source)
                ) as files
                from ingest_sources s
              ) f
              where f.id = s.id and f.files <> s.file_count
              """));

  /** What rests on other rows comes after them. */
  static final List<Step> ROWS =
      Stream.of(OWNERS, ORPHANS, TEXTS, VECTORS, DUPLICATES, TAGS, LEDGER)
          .flatMap(List::stream)
          .toList();

  /** Notes the files of which more is broken than {@link #ROWS} put right. */
  static final String NOTE_BROKEN_FILES =
      """
      create temporary table broken_files on commit drop as
      select d.source_file_id as id
      from documents d
      where d.deleted_at is null and d.id in (
        select c.document_id %s union select d.document %s union select document %s
        union select c.document_id %s)
      union select f.id %s
      union select d.source_file_id
      from documents d
      where d.deleted_at is null and d.embedded_path is not null
        and (d.character_count is distinct from char_length(d.text)
          or d.chunk_count > (
            select count(*) from chunks c
            where c.document_id = d.id and c.deleted_at is null and c.text_hash is not null)
          or d.child_count > (
            select count(*) from documents child
            where child.parent_document_id = d.id and child.deleted_at is null))
      union select f.id
      from ingest_files f
      where f.state in ('stored', 'complete', 'partial', 'empty')
        and ((f.state = 'empty') <> (f.chunk_count = 0)
          or f.document_count > (
            select count(*) from documents d
            where d.source_file_id = f.id and d.deleted_at is null))
      """
          .formatted(
              BrokenRows.POSITIONS,
              BrokenRows.ORDER,
              BrokenRows.COVERAGE,
              BrokenRows.PAGES,
              BrokenRows.GAPS);

  /** Files and documents whose receipts are wrong, after {@link #NOTE_BROKEN_FILES}. */
  static final List<Step> RECEIPTS =
      List.of(
          new Step(
              "file_receipts",
              "made pending: the next run of its source reads it again",
              """
              update ingest_files f
              set state = 'pending', reason = null, detail = null, updated_at = now()
              where f.id in (select id from broken_files)
                and f.state in ('stored', 'complete', 'partial', 'empty')
              """),
          new Step(
              "document_receipts",
              "counted again",
              """
              update documents d
              set character_count = n.characters, chunk_count = n.chunks,
                child_count = n.children
              from (
                select d.id, char_length(d.text) as characters,
                  (select count(*) from chunks c
                   where c.document_id = d.id and c.deleted_at is null
                     and c.text_hash is not null) as chunks,
                  (select count(*) from documents child
                   where child.parent_document_id = d.id and child.deleted_at is null
                  ) as children
                from documents d
                where d.deleted_at is null and d.embedded_path is not null
              ) n
              where n.id = d.id
                and (d.character_count, d.chunk_count, d.child_count)
                  is distinct from (n.characters, n.chunks, n.children)
              """),
          new Step(
              "file_receipts",
              "counted again",
              """
              update ingest_files f
              set document_count = n.documents, page_count = n.pages,
                character_count = n.characters, chunk_count = n.chunks, updated_at = now()
              from (
                select f.id, count(d.id) as documents, coalesce(sum(d.page_count), 0) as pages,
                  coalesce(sum(d.character_count), 0) as characters,
                  coalesce(sum(d.chunk_count), 0) as chunks
                from ingest_files f
                left join documents d on d.source_file_id = f.id and d.deleted_at is null
                where f.state in ('stored', 'complete', 'partial', 'empty')
                group by f.id
              ) n
              where n.id = f.id
                and (f.document_count, f.page_count, f.character_count, f.chunk_count)
                  is distinct from (n.documents, n.pages, n.characters, n.chunks)
              """),
          new Step(
              "vectors_complete",
              "waiting for vectors: the next run of the reference makes them",
              """
              update ingest_files f
              set state = 'stored', updated_at = now()
              where f.state in ('complete', 'partial') and exists (
                select 1
                from "references" r
                join documents d on d.source_file_id = f.id and d.deleted_at is null
                join chunks c
                  on c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
                where r.id = f.reference_id
                  and not exists (
                    select 1
                    from embeddings e
                    join vectors v on v.ref = e.vector_ref
                    where e.chunk_id = c.id and v.model_id = r.embedding_model_id))
              """));

  private RepairSteps() {}

  /** The {@code sql} changes rows that break a check. */
  record Step(String check, String what, String sql) {}
}
