package io.oyl.ingest.store;

import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code tags} and {@code tag_links}. Links to tags of source {@code user} are never touched. */
final class TagsTable {
  private static final String ADD_TAGS =
      """
      insert into tags (id, reference_id, tag, source)
      select cast(id as uuid), :reference, tag, cast(source as tag_source_enum)
      from unnest(cast(:ids as text[]), cast(:tags as text[]), cast(:sources as text[]))
        as t (id, tag, source)
      where not exists (select 1 from tags known where known.id = cast(t.id as uuid))
      order by 1
      on conflict (id) do nothing
      """;

  private static final String STAGED =
      "id uuid, tag_id uuid, chunk_id uuid, score double precision";

  // of documents that were not there before
  private static final String ADD_LINKS =
      """
      insert into tag_links (id, tag_id, chunk_id, score)
      select id, tag_id, chunk_id, score
      from pg_temp.ingest_staged_links
      """;

  private static final String PUT_LINKS =
      ADD_LINKS
          + """
      on conflict (id) do update
      set score = excluded.score
      where tag_links.score is distinct from excluded.score
      """;

  private static final String REMOVE_OTHER_LINKS =
      """
      delete from tag_links l
      using tags t, chunks c
      where t.id = l.tag_id and t.source <> 'user' and l.score is not null and c.id = l.chunk_id
        and c.document_id = any (cast(:documents as uuid[]))
        and c.deleted_at is null and l.id <> all (cast(:ids as uuid[]))
      """;

  private static final String REMOVE_OF_DOCUMENTS =
      """
      delete from document_tags l
      using tags t
      where t.id = l.tag_id and t.source <> 'user'
        and l.document_id = any (cast(:documents as uuid[]))
      """;

  private static final String PUT_OF_DOCUMENT =
      """
      insert into document_tags (document_id, tag_id, rank, score)
      values (:document, :tag, :rank, :score)
      on conflict do nothing
      """;

  private final JdbcClient db;
  private final NamedParameterJdbcTemplate batches;
  private final Staging staging;

  TagsTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.batches = batches;
    this.staging = new Staging(batches, "ingest_staged_links", STAGED);
  }

  /** Adds what is missing of the documents' tags, in the order of their ids. */
  void add(UUID reference, List<PreparedDocument> documents) {
    TagIds ids = new TagIds(reference);
    Map<UUID, Tag> tags = new TreeMap<>();
    for (PreparedDocument document : documents) {
      for (TaggedChunk chunk : document.chunks()) {
        chunk.tags().forEach(tag -> tags.put(ids.of(tag), tag));
      }
      document.tags().forEach(tag -> tags.put(ids.of(tag), tag));
    }
    if (!tags.isEmpty()) {
      db.sql(ADD_TAGS)
          .param("reference", reference)
          .param("ids", SqlArrays.of(List.copyOf(tags.keySet())))
          .param("tags", tags.values().stream().map(Tag::name).toArray(String[]::new))
          .param(
              "sources",
              tags.values().stream().map(tag -> tag.source().code()).toArray(String[]::new))
          .update();
    }
  }

  /**
   * Links chunks to their tags, which are in, and removes the links that they had before.
   *
   * @param known those of the documents that were there before
   */
  void link(
      UUID reference,
      List<UUID> known,
      List<PreparedDocument> documents,
      List<List<UUID>> chunkIds) {
    TagIds ids = new TagIds(reference);
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      List<TaggedChunk> chunks = documents.get(i).chunks();
      for (int j = 0; j < chunks.size(); j++) {
        UUID chunk = chunkIds.get(i).get(j);
        for (Tag tag : chunks.get(j).tags()) {
          UUID tagId = ids.of(tag);
          UUID id = Ids.within(chunk, "tag_link", tagId.toString());
          links.add(new Link(id, tagId, chunk, tag.score()));
        }
      }
    }
    if (!known.isEmpty()) {
      db.sql(REMOVE_OTHER_LINKS)
          .param("documents", SqlArrays.of(known))
          .param("ids", SqlArrays.of(links.stream().map(Link::id).toList()))
          .update();
    }
    if (!links.isEmpty()) {
      staging.fill(
          rows -> {
            for (Link link : links) {
              rows.row(4)
                  .uuid(link.id())
                  .uuid(link.tag())
                  .uuid(link.chunk())
                  .doublePrecision(link.score());
            }
          });
      db.sql(known.isEmpty() ? ADD_LINKS : PUT_LINKS).update();
    }
  }

  /** Gives documents their own tags, which are in, in the place of those that they had before. */
  void ofDocuments(UUID reference, List<UUID> documentIds, List<PreparedDocument> documents) {
    db.sql(REMOVE_OF_DOCUMENTS).param("documents", SqlArrays.of(documentIds)).update();
    List<SqlParameterSource> rows = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Map<Tag.Source, Integer> ranks = new EnumMap<>(Tag.Source.class);
      for (Tag tag : documents.get(i).tags()) {
        rows.add(
            new MapSqlParameterSource()
                .addValue("document", documentIds.get(i))
                .addValue("tag", tagId(reference, tag))
                .addValue("rank", ranks.merge(tag.source(), 1, Integer::sum))
                .addValue("score", tag.score()));
      }
    }
    if (!rows.isEmpty()) {
      batches.batchUpdate(PUT_OF_DOCUMENT, rows.toArray(SqlParameterSource[]::new));
    }
  }

  static UUID tagId(UUID reference, Tag tag) {
    return Ids.of("tag", reference.toString(), tag.source().code(), tag.name());
  }

  /** Of the tags of one reference, each made once. */
  private record TagIds(UUID reference, Map<String, UUID> known) {
    TagIds(UUID reference) {
      this(reference, new HashMap<>());
    }

    UUID of(Tag tag) {
      return known.computeIfAbsent(
          tag.source().code() + ' ' + tag.name(), name -> tagId(reference, tag));
    }
  }

  private record Link(UUID id, UUID tag, UUID chunk, double score) {}
}
