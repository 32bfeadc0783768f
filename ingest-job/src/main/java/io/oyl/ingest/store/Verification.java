package io.oyl.ingest.store;

import io.oyl.ingest.secret.KeyRing;
import java.util.List;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The promises as checks, in SQL but for one: each counts the rows that break one. They cover the
 * whole database, all tenants and references, and only rows that the ingestion has written.
 */
public final class Verification {
  private static final List<Check> CHECKS =
      List.of(
          new Check(
              "ledger_rows",
              "each scanned source has as many ledger rows as were counted when they were made",
              """
              select count(*)
              from ingest_sources s
              where s.file_count <> (
                select count(*) from ingest_files f
                where f.reference_id = s.reference_id and md5(f.source) = md5(s.source))
              """),
          new Check(
              "ledger_sources",
              "each ledger row belongs to a source that was scanned",
              """
              select count(*)
              from ingest_files f
              where not exists (
                select 1 from ingest_sources s
                where s.reference_id = f.reference_id and md5(s.source) = md5(f.source))
              """),
          new Check(
              "documents_in_ledger",
              "each live document that was ingested has its ledger row",
              """
              select count(*)
              from documents d
              where d.deleted_at is null and d.embedded_path is not null
                and not exists (
                  select 1 from ingest_files f
                  where f.id = d.source_file_id and f.reference_id = d.reference_id)
              """),
          new Check(
              "file_receipts",
              "a settled file has the documents, pages, characters and chunks of its receipt",
              """
              select count(*)
              from ingest_files f
              cross join lateral (
                select count(*) as documents, coalesce(sum(d.page_count), 0) as pages,
                  coalesce(sum(d.character_count), 0) as characters,
                  coalesce(sum(d.chunk_count), 0) as chunks
                from documents d
                where d.source_file_id = f.id and d.deleted_at is null
              ) d
              where f.state in ('stored', 'complete', 'partial', 'empty')
                and (f.state = 'empty') <> (f.chunk_count = 0)
                or f.state in ('stored', 'complete', 'partial', 'empty')
                and (d.documents, d.pages, d.characters, d.chunks)
                  is distinct from
                  (f.document_count, f.page_count, f.character_count, f.chunk_count)
              """),
          new Check(
              "document_receipts",
              "a live document has the characters, chunks and children of its receipt",
              """
              select count(*)
              from documents d
              where d.deleted_at is null and d.embedded_path is not null
                and (d.character_count is distinct from char_length(d.text)
                  or d.chunk_count is distinct from (
                    select count(*) from chunks c
                    where c.document_id = d.id and c.deleted_at is null and c.text_hash is not null)
                  or d.child_count is distinct from (
                    select count(*) from documents child
                    where child.parent_document_id = d.id and child.deleted_at is null))
              """),
          new Check(
              "no_silent_gaps",
              "a complete file has no gap: nothing of it was cut, skipped or failed",
              "select count(*)\n" + BrokenRows.GAPS),
          new Check(
              "removed_files",
              "a removed file has no live documents",
              """
              select count(*)
              from ingest_files f
              where f.state = 'removed' and exists (
                select 1 from documents d where d.source_file_id = f.id and d.deleted_at is null)
              """),
          new Check(
              "positions",
              "a live chunk's text is the document's text at its offsets",
              "select count(*)\n" + BrokenRows.POSITIONS),
          new Check(
              "chunk_order",
              "positions of a document's live chunks count 0, 1, 2, … in the order of the text",
              "select count(*)\n" + BrokenRows.ORDER),
          new Check(
              "coverage",
              "the chunks of a document cover all of its text that is not white space or set aside",
              "select count(*)\n" + BrokenRows.COVERAGE),
          new Check(
              "pages",
              "a chunk's pages lie within its document's pages",
              "select count(*)\n" + BrokenRows.PAGES),
          new Check(
              "vectors_complete",
              "each chunk of a complete or partial file has a vector of the reference's model",
              """
              select count(*)
              from ingest_files f
              join "references" r on r.id = f.reference_id
              join documents d on d.source_file_id = f.id and d.deleted_at is null
              join chunks c
                on c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
              where f.state in ('complete', 'partial')
                and not exists (
                  select 1
                  from embeddings e
                  join vectors v on v.ref = e.vector_ref
                  where e.chunk_id = c.id and v.model_id = r.embedding_model_id)
              """),
          new Check(
              "vector_refs",
              "each embedding of an ingested chunk points to a vector",
              """
              select count(*)
              from embeddings e
              join chunks c on c.id = e.chunk_id
              where c.text_hash is not null and e.vector_ref ~ '^[0-9a-f]{64}$'
                and not exists (select 1 from vectors v where v.ref = e.vector_ref)
              """),
          new Check(
              "vector_addresses",
              "a vector's address is that of its tenant, its model and what the chunk embeds",
              """
              select count(*)
              from embeddings e
              join chunks c on c.id = e.chunk_id and c.text_hash is not null
              join documents d on d.id = c.document_id
              join "references" r on r.id = d.reference_id
              join workspaces w on w.id = r.workspace_id
              join vectors v on v.ref = e.vector_ref
              join embedding_models m on m.id = v.model_id
              where v.tenant_id is distinct from w.tenant_id
                or e.vector_ref <> %s
              """
                  .formatted(BrokenRows.ADDRESS)),
          new Check(
              "vector_values",
              "a vector has its model's dimension, is not zero and is the one that was stored",
              """
              select count(*)
              from vectors v
              join embedding_models m on m.id = v.model_id
              where vector_dims(v.embedding) <> m.dimension or vector_norm(v.embedding) = 0
                or v.checksum <> md5(v.embedding::text)
              """),
          new Check(
              "text_hashes",
              "a chunk's hash is that of its text",
              """
              select count(*)
              from chunks
              where text_hash is not null
                and text_hash <> encode(sha256(convert_to(text, 'UTF8')), 'hex')
              """),
          new Check(
              "searchable",
              "a chunk can be found by its words",
              """
              select count(*)
              from chunks c
              where c.deleted_at is null and c.text_hash is not null and c.text_search is null
              """),
          new Check(
              "tag_links",
              "tags_text names the tags that are linked and no other, and these are of the chunk's"
                  + " reference",
              """
              select count(*)
              from chunks c
              join documents d on d.id = c.document_id
              left join lateral (
                select array_agg(t.tag) as names,
                  array_agg(t.tag) filter (where l.score is not null) as own,
                  bool_and(t.id is not null and t.reference_id = d.reference_id) as sound
                from tag_links l
                left join tags t on t.id = l.tag_id
                where l.chunk_id = c.id
              ) linked on true
              where c.deleted_at is null and d.deleted_at is null and c.text_hash is not null
                and (not coalesce(linked.sound, true)
                  or not coalesce(linked.own, '{}') <@ coalesce(c.tags_text, '{}')
                  or not coalesce(c.tags_text, '{}') <@ coalesce(linked.names, '{}'))
              """),
          new Check(
              "orphans",
              "no link, embedding or chunk is left without what it belongs to",
              """
              select
                (select count(*) from tag_links l
                 where not exists (select 1 from chunks c where c.id = l.chunk_id)
                   or not exists (select 1 from tags t where t.id = l.tag_id))
                + (select count(*) from embeddings e
                   where not exists (select 1 from chunks c where c.id = e.chunk_id))
                + (select count(*) from chunks c
                   where not exists (select 1 from documents d where d.id = c.document_id))
              """),
          new Check(
              "duplicates",
              "no chunk stands twice at one place, no tag twice in one reference, no chunk has two"
                  + " vectors of one model",
              """
              select
                (select count(*) from (
                   select 1 from chunks where deleted_at is null and text_hash is not null
                   group by document_id, start_offset having count(*) > 1) c)
                + (select count(*) from (
                   select 1
                   from embeddings e
                   join vectors v on v.ref = e.vector_ref
                   join chunks c on c.id = e.chunk_id and c.text_hash is not null
                   group by e.chunk_id, v.model_id having count(*) > 1) e)
                + (select count(*) from (
                   select 1 from tag_links where score is not null
                   group by tag_id, chunk_id having count(*) > 1) l)
              """),
          new Check(
              "tenants",
              "a document inside another one, and a ledger row, belong to the same reference",
              """
              select count(*)
              from documents d
              join documents parent on parent.id = d.parent_document_id
              where parent.reference_id is distinct from d.reference_id
                or parent.source_file_id is distinct from d.source_file_id
              """),
          new Check(
              "tenant_of_rows",
              "each row is of the tenant of what it belongs to, a tag as well as what it is given to",
              "select "
                  + Stream.concat(TenantColumn.ALL.stream(), TenantColumn.TIES.stream())
                      .map(TenantColumn::countWrong)
                      .collect(Collectors.joining(" + "))),
          new Check(
              "row_security",
              "each table of tenants shows a row to its owner and to that tenant's sessions only",
              """
              select count(*)
              from pg_class c
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                and exists (
                  select 1 from pg_attribute a
                  where a.attrelid = c.oid and not a.attisdropped
                    and (a.attname in ('tenant_id', 'workspace_id', 'reference_id', 'document_id',
                        'chunk_id', 'tag_id', 'workflow_id') or c.relname = 'tenants'))
                and not (c.relrowsecurity and c.relforcerowsecurity and exists (
                  select 1
                  from pg_policy p
                  join pg_roles me on me.rolname = current_user
                  where p.polrelid = c.oid
                    and (me.oid = any (p.polroles) or me.rolsuper or me.rolbypassrls)))
              """),
          new Check(
              "secrets_sealed",
              "secrets of workspaces and tenants are ciphertext at rest, nothing in plain",
              (db, keys) -> new SecretsTable(db).countPlain()),
          new Check(
              "secrets_open",
              "each secret opens for its own tenant and name, as far as keys are given",
              (db, keys) -> new SecretsTable(db).countUnopenable(keys)),
          new Check(
              "leases",
              "a source has one lease, and who holds it is a run that is under way",
              """
              select
                (select count(*) from ingest_leases l
                 where ingest_lease_is_held(l) and l.run_id is not null and not exists (
                   select 1 from batch_job_execution e
                   where e.job_execution_id = l.run_id
                     and (e.end_time is null
                       or e.end_time > now() at time zone 'UTC' - interval '1 minute')))
                + (select count(*) from (
                   select 1 from ingest_leases group by reference_id, source having count(*) > 1) l)
                + (select count(*) from ingest_leases where token < 0)
              """));

  private static final String VECTOR_VERSION =
      "select extversion from pg_extension where extname = 'vector'";

  private final JdbcClient db;
  private final KeyRing keys;

  /**
   * Checks nothing yet.
   *
   * @param keys that should open what is sealed; without any this is not checked
   */
  public Verification(JdbcClient db, KeyRing keys) {
    this.db = db;
    this.keys = keys;
  }

  /** Names of all checks, in the order in which they run. */
  public static List<String> names() {
    return CHECKS.stream().map(Check::name).toList();
  }

  /** Runs one check. */
  public Result run(String name) {
    Check check = CHECKS.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    return new Result(name, check.promise(), check.count().applyAsLong(db, keys));
  }

  /** Version of the pgvector extension, as the database has it. */
  public String vectorVersion() {
    return db.sql(VECTOR_VERSION).query(String.class).single();
  }

  /** What counts the rows that break the promise: SQL, or what only keys can tell. */
  private record Check(String name, String promise, ToLongBiFunction<JdbcClient, KeyRing> count) {
    Check(String name, String promise, String sql) {
      this(name, promise, (db, keys) -> db.sql(sql).query(Long.class).single());
    }
  }

  /** How many rows break a promise. */
  public record Result(String name, String promise, long broken) {}
}
