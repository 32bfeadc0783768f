package io.oyl.ingest.store;

import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.store.MissingVectors.Backlog;
import io.oyl.ingest.store.MissingVectors.PendingChunk;
import io.oyl.ingest.store.MissingVectors.Which;
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

  private static final String COUNT_SETTLED_WITHOUT_VECTOR =
      MissingVectors.COUNT
          + """
            and exists (
              select 1 from ingest_files f
              where f.id = d.source_file_id and f.state in ('complete', 'partial'))
          """;

  private static final String OF_FILES_WITHOUT_VECTOR =
      MissingVectors.CHUNKS
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
   * Chunks without a vector of this model.
   *
   * @param own sources of the run that asks
   */
  public MissingVectors missing(UUID reference, List<String> own, int model, Which which) {
    return new MissingVectors(db, reference, own, model, which);
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
    return missing(reference, own, model, look(reference).map(Look::which).orElse(Which.ALL))
        .backlog();
  }

  /** Live chunks of some files of the ledger without a vector of this model. */
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
}
