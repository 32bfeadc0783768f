package io.oyl.ingest.store;

import io.oyl.ingest.chunk.Visible;

/**
 * Rows that break a promise about text: what {@link Verification} counts and {@link Repair} finds.
 */
final class BrokenRows {
  /** Content address of the vector of chunk c, tenant v.tenant_id and model m. */
  static final String ADDRESS =
      """
      encode(sha256(
        convert_to(
          octet_length(v.tenant_id::text) || ':' || v.tenant_id
          || octet_length(m.key) || ':' || m.key
          || octet_length(coalesce(c.context, '') || c.text) || ':'
          || coalesce(c.context, '') || c.text, 'UTF8')), 'hex')
      """;

  /**
   * The text of document d as bytes, and where in them each 4,096th character starts, found in one
   * pass: PostgreSQL counts characters from the start of a text, so that each passage taken out of
   * the text itself would cost as much as all that stands before it.
   */
  private static final String BYTES =
      """
      cross join lateral (select convert_to(d.text, 'UTF8') as bytes offset 0) whole
      cross join lateral (
        with recursive piece(start) as (
          select 0
          union all
          select start + octet_length(
            left(convert_from(substr(bytes, start + 1, piece_end - start), 'UTF8'), 4096))
          from piece
          cross join lateral (
            select max(i) as piece_end
            from (select least(start + 4096 * 4, octet_length(bytes)) as most) m
            cross join generate_series(greatest(most - 3, start), most) i
            where case when i = octet_length(bytes) then true
              else get_byte(bytes, i) & 192 <> 128 end
          ) ends_with_a_character
          where start < octet_length(bytes)
        )
        select array_agg(start order by start) as starts from piece
      ) pieces
      """;

  /** Code points from the first offset to the second of the text whose bytes these are. */
  private static String passage(String from, String to) {
    return """
    substr(
      convert_from(
        substr(bytes, starts[%1$s / 4096 + 1] + 1,
          starts[(%2$s - 1) / 4096 + 2] - starts[%1$s / 4096 + 1]), 'UTF8'),
      %1$s %% 4096 + 1, %2$s - %1$s)
    """
        .formatted(from, to);
  }

  static final String POSITIONS =
      """
      from documents d
      %s
      cross join lateral (
        select * from chunks c
        where c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
      ) c
      where d.deleted_at is null
        and (c.start_offset is null or c.end_offset is null
          or c.start_offset < 0 or c.end_offset <= c.start_offset
          or %s is distinct from c.text)
      """
          .formatted(BYTES, passage("c.start_offset", "c.end_offset"));

  static final String ORDER =
      """
      from (
        select c.document_id as document, c.position, c.start_offset,
          row_number() over by_position - 1 as expected,
          lag(c.start_offset) over by_position as before
        from chunks c
        join documents d on d.id = c.document_id
        where c.deleted_at is null and d.deleted_at is null and c.text_hash is not null
        window by_position as (partition by c.document_id order by c.position, c.id)
      ) d
      where d.position is distinct from d.expected or d.start_offset < d.before
      """;

  static final String COVERAGE =
      """
      from documents d
      %s
      cross join lateral (
        select d.id as document,
          int4multirange(int4range(0, greatest(d.character_count, 0)))
            - coalesce(d.set_aside, int4multirange())
            - coalesce(range_agg(int4range(c.start_offset, c.end_offset)), int4multirange())
            as gaps
        from chunks c
        where c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
          and c.start_offset < c.end_offset
      ) missing
      cross join lateral unnest(missing.gaps) as gap
      where d.deleted_at is null and d.embedded_path is not null
        and %s !~ '^%s*$'
      """
          .formatted(BYTES, passage("lower(gap)", "upper(gap)"), Visible.postgresClass());

  static final String PAGES =
      """
      from chunks c
      join documents d on d.id = c.document_id
      where c.deleted_at is null and d.deleted_at is null and c.text_hash is not null
        and case when d.page_count = 0 then c.first_page is not null or c.last_page is not null
          else c.first_page is null or c.last_page is null or c.first_page < 1
            or c.last_page < c.first_page or c.last_page > d.page_count end
      """;

  static final String GAPS =
      """
      from ingest_files f
      where f.state = 'complete'
        and (f.chunk_count = 0 or f.document_count = 0 or exists (
          select 1
          from documents d
          cross join lateral jsonb_array_elements(d.gaps) gap
          where d.source_file_id = f.id and d.deleted_at is null
            and gap ->> 'reason' <> 'no_text'))
      """;

  private BrokenRows() {}
}
