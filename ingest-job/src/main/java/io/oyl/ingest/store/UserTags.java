package io.oyl.ingest.store;

import io.oyl.ingest.tag.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tags that people give to files. The ledger keeps them, so that they outlive every version of a
 * file; its documents and chunks carry them as tags of source {@code user}.
 */
public final class UserTags {
  private static final String GIVE =
      """
      update ingest_files f
      set user_tags = (
        select array_agg(distinct tag order by tag)
        from unnest(coalesce(f.user_tags, '{}') || cast(:tags as text[])) t (tag))
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id
        and not coalesce(f.user_tags, '{}') @> cast(:tags as text[])
      """;

  // of files that the ledger does not have yet, since they are still being written
  private static final String KEEP =
      """
      insert into ingest_awaited_tags (file_id, tags)
      select s.file_id, cast(:tags as text[])
      from ingest_scan s
      where s.run_id = :run and s.reason = 'growing'
        and not exists (select 1 from ingest_files f where f.id = s.file_id)
      on conflict (file_id) do update
      set tags = array(select unnest(ingest_awaited_tags.tags) union select unnest(excluded.tags))
      """;

  private static final String GIVE_KEPT =
      """
      with kept as (
        delete from ingest_awaited_tags a using ingest_scan s, ingest_files f
        where s.run_id = :run and a.file_id = s.file_id and f.id = s.file_id
        returning a.file_id, a.tags
      )
      update ingest_files f
      set user_tags =
        array(select unnest(f.user_tags) union select unnest(kept.tags) order by 1)
      from kept
      where f.id = kept.file_id
      """;

  // what was stored since the last run that came to its end, and what was given tags just now
  private static final String TAGGED =
      """
      with tagged as (
        select f.id, f.user_tags
        from ingest_files f
        where f.reference_id = :reference and f.state = 'stored' and f.user_tags is not null
        union
        select f.id, f.user_tags
        from ingest_scan s
        join ingest_files f on f.id = s.file_id
        where :given and s.run_id = :run and f.user_tags is not null
      )
      """;

  // links have no key that would keep two runs from making the same
  private static final String TAKE_TURNS =
      "select pg_advisory_xact_lock(hashtextextended('user tags of ' || :reference, 0))";

  private static final String NAMES =
      TAGGED + " select distinct t.tag from tagged, unnest(user_tags) t (tag) order by t.tag";

  // an application may have a tag of this name already
  private static final String ADD =
      """
      insert into tags (id, reference_id, tag, source)
      select :id, :reference, :tag, 'user'
      where not exists (
        select 1 from tags where reference_id = :reference and tag = :tag and source = 'user')
      on conflict (id) do nothing
      """;

  private static final String DOCUMENTS =
      """
        from tagged f
        join documents d on d.source_file_id = f.id and d.deleted_at is null
        join tags t
          on t.reference_id = :reference and t.source = 'user' and t.tag = any (f.user_tags)
      """;

  private static final String GIVE_DOCUMENTS =
      TAGGED
          + """
          insert into document_tags (document_id, tag_id, rank, score)
          select d.id, t.id, 0, 1
          """
          + DOCUMENTS
          + " on conflict do nothing";

  private static final String GIVE_CHUNKS =
      TAGGED
          + """
          , added as (
            insert into tag_links (tag_id, chunk_id, score)
            select t.id, c.id, 1
          """
          + DOCUMENTS
          + """
            join chunks c on c.document_id = d.id and c.deleted_at is null
            where not exists (
              select 1 from tag_links l where l.tag_id = t.id and l.chunk_id = c.id)
            returning tag_id, chunk_id
          )
          update chunks c
          set tags_text = coalesce(c.tags_text, '{}')
            || array(select unnest(a.names) except select unnest(c.tags_text) order by 1)
          from (
            select added.chunk_id, array_agg(t.tag) as names
            from added
            join tags t on t.id = added.tag_id
            group by added.chunk_id
          ) a
          where c.id = a.chunk_id
          """;

  private final JdbcClient db;

  public UserTags(JdbcClient db) {
    this.db = db;
  }

  /**
   * Gives tags to all files that a run has seen, beside those that they have, and to what is stored
   * of them, since the run may not come to its end. What is still being written gets its own from
   * the run that reads it.
   */
  public void give(long run, UUID reference, List<String> tags) {
    db.sql(GIVE_KEPT).param("run", run).update();
    if (!tags.isEmpty()) {
      String[] names = tags.toArray(String[]::new);
      db.sql(GIVE).param("run", run).param("tags", names).update();
      db.sql(KEEP).param("run", run).param("tags", names).update();
      spread(run, reference, true);
    }
  }

  /**
   * Waits until no other run gives tags in a reference, and keeps others waiting until the
   * transaction ends. To be called before it locks any row, or two runs would wait for each other.
   */
  public void takeTurns(UUID reference) {
    db.sql(TAKE_TURNS).param("reference", reference.toString()).query().singleRow();
  }

  /**
   * Gives documents and chunks what their files were given: those that were stored and not yet
   * settled.
   *
   * @param given whether the run was told to give tags, so that files count that have not changed
   */
  public void spread(long run, UUID reference, boolean given) {
    List<String> names = on(NAMES, run, reference, given).query(String.class).list();
    if (names.isEmpty()) {
      return;
    }
    for (String name : names) {
      db.sql(ADD)
          .param("id", TagsTable.tagId(reference, new Tag(name, Tag.Source.USER, 1)))
          .param("reference", reference)
          .param("tag", name)
          .update();
    }
    on(GIVE_DOCUMENTS, run, reference, given).update();
    on(GIVE_CHUNKS, run, reference, given).update();
  }

  private JdbcClient.StatementSpec on(String sql, long run, UUID reference, boolean given) {
    return db.sql(sql).param("run", run).param("reference", reference).param("given", given);
  }
}
