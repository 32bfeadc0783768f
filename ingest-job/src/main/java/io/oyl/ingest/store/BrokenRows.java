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
   * The text of document d in pieces, made once: a passage is taken out of one or two of them.
   * Taken out of the whole text, each of a long document's passages would unpack all of it.
   */
  private static final String PIECES =
      """
      cross join lateral (
        select array_agg(substr(d.text, piece * 65536 + 1, 65536) order by piece) as pieces
        from generate_series(0, char_length(d.text) / 65536) piece
      ) whole
      """;

  /** Code points from the first offset to the second of the text whose pieces these are. */
  private static String passage(String from, String to) {
    return """
    substr(array_to_string(pieces[%1$s / 65536 + 1 : (%2$s - 1) / 65536 + 1], ''),
      %1$s %% 65536 + 1, %2$s - %1$s)
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
          .formatted(PIECES, passage("c.start_offset", "c.end_offset"));

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
          coalesce(max(c.end_offset) over before, 0) as gap_start,
          coalesce(c.start_offset, d.character_count) as gap_end
        from (
          select start_offset, end_offset from chunks c
          where c.document_id = d.id and c.deleted_at is null and c.text_hash is not null
          union all select null, null
        ) c
        window before as (
          order by c.start_offset nulls last rows between unbounded preceding and 1 preceding)
      ) gap
      cross join lateral unnest(
        int4multirange(int4range(gap_start, greatest(gap_start, gap_end)))
          - coalesce(d.set_aside, int4multirange())) as missing
      where d.deleted_at is null and d.embedded_path is not null
        and %s !~ '^%s*$'
      """
          .formatted(PIECES, passage("lower(missing)", "upper(missing)"), Visible.postgresClass());

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
