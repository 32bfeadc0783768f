package io.oyl.ingest.store;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.source.ContentHash;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code vectors} and {@code embeddings}: equal text of one tenant is embedded once for each model.
 */
public final class VectorsTable {
  // only chunks of our own making: what other programs have inserted is theirs to embed
  private static final String FROM_WITHOUT_VECTOR =
      """
      from documents d
      join chunks c on c.document_id = d.id
      where d.reference_id = :reference and d.deleted_at is null
        and c.deleted_at is null and c.text_hash is not null
        and not exists (
          select 1
          from embeddings e
          join vectors v on v.ref = e.vector_ref
          where e.chunk_id = c.id and v.model_id = :model
          offset 0) -- looked up for each chunk, not joined with all that have one
      """;

  // settled files had a vector for each passage when they were settled; files that could not be
  // read again keep the passages of an earlier version
  private static final String AND_WAITS =
      """
        and d.source_file_id in (
          select id
          from ingest_files
          where reference_id = :reference and state in ('pending', 'stored', 'quarantined'))
      """;

  // that run embeds them: two would pay for each; those of no file are nobody's
  private static final String AND_IS_NOT_OF_ANOTHER_RUN =
      """
        and not exists (
          select 1
          from ingest_files f
          join ingest_leases l on l.reference_id = f.reference_id and md5(l.source) = md5(f.source)
          where f.id = d.source_file_id and f.state in ('pending', 'stored')
            and l.source <> all (:own)
            and l.expires_at > clock_timestamp() -- most are not, and to ask more takes its time
            and ingest_lease_is_held(l)
          offset 0) -- looked up for each document, not made of all that others have to read
      """;

  private static final String LOOK =
      """
      select l.last_value as losses,
        r.vector_losses is distinct from l.last_value
          or coalesce(r.vectors_looked_at < now() - interval '1 hour', true) as due
      from "references" r, ingest_vector_losses l
      where r.id = :reference
      """;

  private static final String NOTE_LOOK =
      """
      update "references" set vectors_looked_at = now(), vector_losses = :losses where id = :reference
      """;

  private static final String TOKENS =
      "select count(*) as chunks, coalesce(sum(c.token_count), 0) as tokens\n"
          + FROM_WITHOUT_VECTOR;

  private static final String COUNT = "select count(*)\n" + FROM_WITHOUT_VECTOR;

  private static final String COUNT_SETTLED_WITHOUT_VECTOR =
      COUNT
          + """
            and exists (
              select 1 from ingest_files f
              where f.id = d.source_file_id and f.state in ('complete', 'partial'))
          """;

  private static final String PENDING_CHUNK =
      """
      select c.id, c.document_id as document, c.position,
        coalesce(c.context, '') || c.text as text, coalesce(c.token_count, 0) as tokens
      """;

  private static final String PAGE =
      """
        and (c.document_id, c.position) > (:afterDocument, :afterPosition)
      order by c.document_id, c.position
      limit :limit
      """;

  private static final String OF_FILES_WITHOUT_VECTOR =
      PENDING_CHUNK
          + FROM_WITHOUT_VECTOR
          + """
              and d.source_file_id = any (cast(:files as uuid[]))
            order by c.document_id, c.position
            """;

  // what is missing from the text is said in the same place, and stays
  private static final String NOTE_REFUSED =
      """
      update ingest_files f
      set detail = case when f.reason is null then :detail else f.detail end
      from documents d
      where d.id = :document and f.id = d.source_file_id and f.state = 'stored'
      returning f.source_key
      """;

  private static final String KNOWN = "select ref from vectors where ref = any (:refs)";

  private static final String STAGED_VECTORS = "ref text, embedding vector, token_count integer";

  private static final String STAGED_EMBEDDINGS = "id uuid, chunk_id uuid, vector_ref text";

  // in order, or two runs that add the same vectors would wait for each other for ever
  private static final String ADD_VECTORS =
      """
      insert into vectors (ref, tenant_id, model_id, embedding, checksum, token_count)
      select ref, :tenant, :model, embedding, md5(cast(embedding as text)), token_count
      from pg_temp.ingest_staged_vectors
      order by ref
      on conflict (ref) do nothing
      """;

  // the vector may have been deleted and made again, or the chunk may have pointed elsewhere
  private static final String PUT_EMBEDDINGS =
      """
      insert into embeddings (id, chunk_id, vector_ref)
      select id, chunk_id, vector_ref
      from pg_temp.ingest_staged_embeddings
      on conflict (id) do update
      set vector_ref = excluded.vector_ref
      where embeddings.vector_ref is distinct from excluded.vector_ref
      """;

  private final JdbcClient db;
  private final Staging stagedVectors;
  private final Staging stagedEmbeddings;

  public VectorsTable(JdbcClient db, NamedParameterJdbcTemplate batches) {
    this.db = db;
    this.stagedVectors = new Staging(batches, "ingest_staged_vectors", STAGED_VECTORS);
    this.stagedEmbeddings = new Staging(batches, "ingest_staged_embeddings", STAGED_EMBEDDINGS);
  }

  /** Content address of the vector of what is embedded. */
  public static String ref(UUID tenant, ModelId model, String text) {
    return HexFormat.of().formatHex(ContentHash.ofParts(tenant.toString(), model.key(), text));
  }

  /**
   * How many chunks have no vector of this model.
   *
   * @param own sources of the run that asks
   */
  public long countWithoutVector(UUID reference, List<String> own, int model, Which which) {
    return db.sql(which.in(COUNT))
        .param("reference", reference)
        .param("own", own.toArray(String[]::new))
        .param("model", model)
        .query(Long.class)
        .single();
  }

  /** Chunks of files that are settled, and have no vector of this model. */
  public long countSettledWithoutVector(UUID reference, int model) {
    return db.sql(COUNT_SETTLED_WITHOUT_VECTOR)
        .param("reference", reference)
        .param("model", model)
        .query(Long.class)
        .single();
  }

  /** Chunks that wait for a vector of the reference's model, and their tokens. */
  public Backlog backlog(UUID reference, List<String> own, int model) {
    Which which = look(reference).map(Look::which).orElse(Which.ALL);
    return db.sql(which.in(TOKENS))
        .param("reference", reference)
        .param("own", own.toArray(String[]::new))
        .param("model", model)
        .query(Backlog.class)
        .single();
  }

  /** Live chunks without a vector of this model, in the order of documents and positions. */
  public List<PendingChunk> withoutVector(
      UUID reference,
      List<String> own,
      int model,
      Which which,
      UUID afterDocument,
      int afterPosition,
      int limit) {
    return db.sql(which.in(PENDING_CHUNK + FROM_WITHOUT_VECTOR) + PAGE)
        .param("reference", reference)
        .param("own", own.toArray(String[]::new))
        .param("model", model)
        .param("afterDocument", afterDocument)
        .param("afterPosition", afterPosition)
        .param("limit", limit)
        .query(PendingChunk.class)
        .list();
  }

  /** As above, all those of some files of the ledger. */
  public List<PendingChunk> withoutVector(UUID reference, int model, List<UUID> files) {
    return db.sql(OF_FILES_WITHOUT_VECTOR)
        .param("reference", reference)
        .param("model", model)
        .param("files", SqlArrays.of(files))
        .query(PendingChunk.class)
        .list();
  }

  /** Notes why a chunk of a stored file gets no vector. Returns the file's key, for people. */
  public String noteRefused(UUID document, String detail) {
    return db.sql(NOTE_REFUSED)
        .param("document", document)
        .param("detail", detail)
        .query(String.class)
        .optional()
        .orElseGet(document::toString);
  }

  /** Which of these vectors are stored already. */
  public Set<String> known(Collection<String> refs) {
    return new HashSet<>(
        db.sql(KNOWN).param("refs", refs.toArray(String[]::new)).query(String.class).list());
  }

  /**
   * Adds vectors by content address and points chunks to them.
   *
   * @param tokens how long the input of each vector is
   */
  public void write(
      UUID tenant,
      int model,
      Map<String, EmbeddingVector> vectors,
      Map<String, Integer> tokens,
      Map<UUID, String> refsOfChunks) {
    if (!vectors.isEmpty()) {
      stagedVectors.fill(
          rows -> {
            for (Map.Entry<String, EmbeddingVector> vector : vectors.entrySet()) {
              rows.row(3)
                  .text(vector.getKey())
                  .vector(vector.getValue().values())
                  .integer(tokens.get(vector.getKey()));
            }
          });
      db.sql(ADD_VECTORS).param("tenant", tenant).param("model", model).update();
    }
    stagedEmbeddings.fill(
        rows -> {
          for (Map.Entry<UUID, String> chunk : refsOfChunks.entrySet()) {
            UUID id = Ids.of("embedding", chunk.getKey().toString(), Integer.toString(model));
            rows.row(3).uuid(id).uuid(chunk.getKey()).text(chunk.getValue());
          }
        });
    db.sql(PUT_EMBEDDINGS).update();
  }

  /**
   * Whether all chunks of a reference are to be looked at: somebody may have taken vectors away, or
   * it is an hour since. Empty when there is no such reference.
   */
  public Optional<Look> look(UUID reference) {
    return db.sql(LOOK).param("reference", reference).query(Look.class).optional();
  }

  /** All chunks have been looked at, and have their vectors. */
  public void noteLook(UUID reference, Look look) {
    db.sql(NOTE_LOOK).param("losses", look.losses()).param("reference", reference).update();
  }

  /**
   * When to look at all chunks.
   *
   * @param losses how often somebody may have taken vectors away until now
   */
  public record Look(long losses, boolean due) {
    public Which which() {
      return due ? Which.ALL : Which.WAITING;
    }
  }

  /** Which chunks are looked at. */
  public enum Which {
    /** Those of files that are not settled and that no other run is at. */
    WAITING(AND_WAITS + AND_IS_NOT_OF_ANOTHER_RUN),
    /** Those of settled files, too: they may have lost their vectors. */
    ALL(AND_IS_NOT_OF_ANOTHER_RUN),
    /** Whoever is at them: they are to be given another model. */
    EVERY("");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }

    private String in(String query) {
      return query + condition;
    }
  }

  /** What is to be embedded; {@code tokens} of the model, its special ones not counted. */
  public record Backlog(long chunks, long tokens) {}

  /**
   * A chunk that waits for its vector.
   *
   * @param text what is embedded, its context included
   */
  public record PendingChunk(UUID id, UUID document, int position, String text, int tokens) {}
}
