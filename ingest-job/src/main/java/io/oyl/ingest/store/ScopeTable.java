package io.oyl.ingest.store;

import io.oyl.ingest.embed.ModelId;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code tenants}, {@code workspaces} and {@code "references"} by name. */
public final class ScopeTable {
  private static final String FIND =
      """
      select t.id as tenant_id, w.id as workspace_id, r.id as reference_id, r.embedding_model_id
      from tenants t
      join workspaces w on w.tenant_id = t.id and w.deleted_at is null
      join "references" r on r.workspace_id = w.id and r.deleted_at is null
      where t.deleted_at is null
        and t.name = :tenant and w.name = :workspace and r.name = :reference
      order by t.created_at, w.created_at, r.created_at
      limit 1
      """;

  private static final String FIND_WORKSPACE =
      """
      select t.id as tenant_id, w.id
      from tenants t
      join workspaces w on w.tenant_id = t.id and w.deleted_at is null
      where t.deleted_at is null and t.name = :tenant and w.name = :workspace
      order by t.created_at, w.created_at
      limit 1
      """;

  private static final String FIND_TENANT =
      """
      select id from tenants where name = :tenant and deleted_at is null order by created_at limit 1
      """;

  // names are not unique in the seed schema; the lock keeps two first runs from making one name
  // twice
  private static final String LOCK_NAMES =
      "select pg_advisory_xact_lock(hashtext('oyl-ingest scope'))";

  private static final String ENSURE_TENANT =
      """
      with found as (
        select id from tenants where name = :tenant and deleted_at is null order by created_at limit 1
      ), made as (
        insert into tenants (name)
        select :tenant where not exists (select 1 from found)
          and :fit
        returning id
      )
      select id from found union all select id from made
      """;

  private static final String ENSURE_WORKSPACE =
      """
      with found as (
        select id from workspaces
        where tenant_id = :tenantId and name = :workspace and deleted_at is null
        order by created_at limit 1
      ), made as (
        insert into workspaces (tenant_id, name)
        select :tenantId, :workspace where not exists (select 1 from found)
          and :fit
        returning id
      )
      select id from found union all select id from made
      """;

  private static final String ENSURE_REFERENCE =
      """
      with found as (
        select id from "references"
        where workspace_id = :workspaceId and name = :reference and deleted_at is null
        order by created_at limit 1
      ), made as (
        insert into "references" (workspace_id, name)
        select :workspaceId, :reference where not exists (select 1 from found)
          and :fit
        returning id
      )
      select id from found union all select id from made
      """;

  private static final String ADD_MODEL =
      """
      insert into embedding_models (key, provider, name, dimension, max_tokens)
      values (:key, :provider, :name, :dimension, :maxTokens)
      on conflict (key) do nothing
      """;

  private static final String USE_MODEL =
      """
      update "references" r
      set embedding_model_id = m.id, updated_at = now()
      from embedding_models m
      where m.key = :key and r.id = :reference and r.embedding_model_id is null
      """;

  private static final String MODEL_ID = "select id from embedding_models where key = :key";

  private static final String CHUNKING =
      """
      select m.key as model_key, r.chunker
      from "references" r
      left join embedding_models m on m.id = r.chunk_model_id
      where r.id = :reference
      """;

  private static final String NOTE_CHUNKER =
      """
      update "references" set chunker = :chunker
      where id = :reference and chunker is distinct from :chunker
      """;

  private static final String HOLD_MODEL =
      "select embedding_model_id from \"references\" where id = :reference for share";

  private static final String LOCK_MODEL =
      "select embedding_model_id from \"references\" where id = :reference for update";

  private static final String SWITCH_MODEL =
      """
      update "references"
      set embedding_model_id = :model,
        chunk_model_id =
          nullif(coalesce(chunk_model_id, embedding_model_id), cast(:model as integer)),
        updated_at = now()
      where id = :reference
      """;

  private static final String MODEL_KEY = "select key from embedding_models where id = :id";

  private final JdbcClient db;

  public ScopeTable(JdbcClient db) {
    this.db = db;
  }

  public Optional<Scope> find(ScopeNames names) {
    return db.sql(FIND)
        .param("tenant", names.tenant())
        .param("workspace", names.workspace())
        .param("reference", names.reference())
        .query(
            (row, n) ->
                new Scope(
                    names,
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("workspace_id", UUID.class),
                    row.getObject("reference_id", UUID.class),
                    row.getObject("embedding_model_id", Integer.class)))
        .optional();
  }

  /**
   * Finds the scope and makes what is missing of it; a reference without a model gets this one.
   * Call in a transaction.
   *
   * @throws NameRefusedException when one is missing whose name has a control character
   */
  public Scope ensure(ScopeNames names, ModelId model) {
    Workspace workspace = ensureWorkspace(names);
    UUID reference =
        id(
            "reference",
            names.reference(),
            db.sql(ENSURE_REFERENCE)
                .param("workspaceId", workspace.id())
                .param("reference", names.reference()));
    addModel(model);
    db.sql(USE_MODEL).param("key", model.key()).param("reference", reference).update();
    return find(names).orElseThrow();
  }

  /**
   * Finds tenant and workspace and makes what is missing of them. Call in a transaction.
   *
   * @throws NameRefusedException when one is missing whose name has a control character
   */
  public Workspace ensureWorkspace(ScopeNames names) {
    db.sql(LOCK_NAMES).query().listOfRows();
    UUID tenant =
        id("tenant", names.tenant(), db.sql(ENSURE_TENANT).param("tenant", names.tenant()));
    UUID workspace =
        id(
            "workspace",
            names.workspace(),
            db.sql(ENSURE_WORKSPACE)
                .param("tenantId", tenant)
                .param("workspace", names.workspace()));
    return new Workspace(tenant, workspace);
  }

  /** The workspace, whatever references it has. */
  public Optional<Workspace> findWorkspace(ScopeNames names) {
    return db.sql(FIND_WORKSPACE)
        .param("tenant", names.tenant())
        .param("workspace", names.workspace())
        .query(Workspace.class)
        .optional();
  }

  /** The tenant, whatever workspaces it has. */
  public Optional<UUID> findTenant(ScopeNames names) {
    return db.sql(FIND_TENANT).param("tenant", names.tenant()).query(UUID.class).optional();
  }

  /** Makes a model known. Returns its number. */
  public int addModel(ModelId model) {
    db.sql(ADD_MODEL)
        .param("key", model.key())
        .param("provider", model.provider())
        .param("name", model.name())
        .param("dimension", model.dimension())
        .param("maxTokens", model.maxTokens())
        .update();
    return db.sql(MODEL_ID).param("key", model.key()).query(Integer.class).single();
  }

  /** How the reference's chunks are cut. */
  public Chunking chunking(UUID reference) {
    return db.sql(CHUNKING)
        .param("reference", reference)
        .query(Chunking.class)
        .optional()
        .orElse(new Chunking(null, null));
  }

  /** Notes how chunks are cut from now on. */
  public void noteChunker(UUID reference, String chunker) {
    db.sql(NOTE_CHUNKER).param("reference", reference).param("chunker", chunker).update();
  }

  /** Whether the reference has this model, until the running transaction ends. */
  public boolean holdModel(UUID reference, int model) {
    return Objects.equals(
        model, db.sql(HOLD_MODEL).param("reference", reference).query(Integer.class).single());
  }

  /** Keeps files of the reference from being settled until the running transaction ends. */
  public void lockModel(UUID reference) {
    db.sql(LOCK_MODEL).param("reference", reference).query(Integer.class).single();
  }

  /** From the commit on search uses the vectors of this model; chunks stay as they are cut. */
  public void switchModel(UUID reference, int model) {
    db.sql(SWITCH_MODEL).param("reference", reference).param("model", model).update();
  }

  /** Key of the model that made the reference's vectors. */
  public String modelKey(Scope scope) {
    return scope.modelId() == null
        ? ""
        : db.sql(MODEL_KEY).param("id", scope.modelId()).query(String.class).single();
  }

  private static UUID id(String what, String name, JdbcClient.StatementSpec statement) {
    return statement
        .param("fit", NameRefusedException.isFit(name))
        .query(UUID.class)
        .optional()
        .orElseThrow(() -> new NameRefusedException(what, name));
  }

  /**
   * How chunks are cut.
   *
   * @param modelKey the model whose tokenizer cuts; null: the one that search uses
   * @param chunker fingerprint of the last run's cutting; null before the first
   */
  public record Chunking(@Nullable String modelKey, @Nullable String chunker) {}
}
