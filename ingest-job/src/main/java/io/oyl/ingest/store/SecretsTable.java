package io.oyl.ingest.store;

import io.oyl.ingest.secret.KeyRing;
import io.oyl.ingest.secret.SealedText;
import io.oyl.ingest.secret.UnopenableException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code integration_configs.config_encrypted_json} and {@code tenants.metadata_encrypted}: objects
 * whose values are sealed texts. A secret of our own has a row of its own, with an id that follows
 * from workspace and name.
 */
public final class SecretsTable {
  private static final String FIND =
      """
      select config_encrypted_json ->> :name
      from integration_configs
      where id = :id and config_encrypted_json ->> :name is not null and deleted_at is null
      """;

  private static final String PUT =
      """
      insert into integration_configs (id, workspace_id, type_enum, config_encrypted_json)
      values (:id, :workspace, 'other', jsonb_build_object(cast(:name as text), cast(:sealed as text)))
      on conflict (id) do update
      set config_encrypted_json = excluded.config_encrypted_json, updated_at = now(),
        deleted_at = null
      """;

  private static final String REMOVE = "delete from integration_configs where id = :id";

  // whatever has the form, no matter who wrote it: a deleted row's is ciphertext at rest, too
  private static final String SEALED =
      """
      with rows as (
        select id, tenant_id, workspace_id, config_encrypted_json as config, updated_at, deleted_at
        from integration_configs
        union all
        select id, id, null, metadata_encrypted, updated_at, deleted_at
        from tenants
      ), sealed as (
        select r.id, r.tenant_id, r.workspace_id, e.key as name, e.value #>> '{}' as text,
          r.updated_at, r.deleted_at
        from rows r
        cross join lateral jsonb_each(
          case jsonb_typeof(r.config) when 'object' then r.config else '{}' end) e
        where jsonb_typeof(e.value) = 'string' and e.value #>> '{}' ~ :form
      )
      select id, coalesce(tenant_id, '00000000-0000-0000-0000-000000000000') as tenant, name, text,
        updated_at as written_at
      from sealed
      """;

  private static final String ALL = SEALED + " order by id, name";

  private static final String OF_WORKSPACE =
      SEALED + " where workspace_id = :workspace and deleted_at is null order by name, id";

  /** Until the transaction ends, others only read. */
  private static final String LOCK =
      "lock table integration_configs, tenants in share row exclusive mode";

  private static final String REPLACE =
      """
      update integration_configs
      set config_encrypted_json =
          jsonb_set(config_encrypted_json, array[:name], to_jsonb(cast(:sealed as text))),
        updated_at = now()
      where id = :id
      """;

  private static final String REPLACE_OF_TENANT =
      """
      update tenants
      set metadata_encrypted =
          jsonb_set(metadata_encrypted, array[:name], to_jsonb(cast(:sealed as text))),
        updated_at = now()
      where id = :id
      """;

  // of names like our settings': what an application keeps there under its own names is its
  // business
  private static final String COUNT_PLAIN =
      """
      select count(*)
      from (
        select config_encrypted_json as config from integration_configs
        union all
        select metadata_encrypted from tenants
      ) c
      where exists (
        select 1
        from jsonb_each(case jsonb_typeof(config) when 'object' then config else '{}' end) e
        where e.key like 'ingest.%'
          and (jsonb_typeof(e.value) <> 'string' or e.value #>> '{}' !~ :form))
      """;

  private final JdbcClient db;

  public SecretsTable(JdbcClient db) {
    this.db = db;
  }

  /** The text of a secret, which should be a sealed one; empty when there is none. */
  public Optional<String> find(UUID workspace, String name) {
    return db.sql(FIND)
        .param("id", id(workspace, name))
        .param("name", name)
        .query(String.class)
        .optional();
  }

  /** Adds a secret or replaces it. */
  public void put(UUID workspace, String name, SealedText sealed) {
    db.sql(PUT)
        .param("id", id(workspace, name))
        .param("workspace", workspace)
        .param("name", name)
        .param("sealed", sealed.toString())
        .update();
  }

  /** Removes a secret for good. Returns whether it was there. */
  public boolean remove(UUID workspace, String name) {
    return db.sql(REMOVE).param("id", id(workspace, name)).update() > 0;
  }

  /** What is sealed in a workspace, by name. */
  public List<Secret> of(UUID workspace) {
    return db.sql(OF_WORKSPACE)
        .param("form", SealedText.FORM)
        .param("workspace", workspace)
        .query(Secret.class)
        .list();
  }

  /** What is sealed anywhere, in rows that are deleted too. */
  public List<Secret> all() {
    return db.sql(ALL).param("form", SealedText.FORM).query(Secret.class).list();
  }

  /** Keeps everybody from writing until the running transaction ends. */
  public void lock() {
    db.sql(LOCK).update();
  }

  /** Puts another sealed text in the place of one. */
  public void replace(Secret secret, SealedText by) {
    db.sql(secret.isOfTenant() ? REPLACE_OF_TENANT : REPLACE)
        .param("id", secret.id())
        .param("name", secret.name())
        .param("sealed", by.toString())
        .update();
  }

  /** Rows with a secret of ours that is not sealed. */
  long countPlain() {
    return db.sql(COUNT_PLAIN).param("form", SealedText.FORM).query(Long.class).single();
  }

  /** Sealed values that do not open for their own tenant and name; 0 without keys. */
  long countUnopenable(KeyRing keys) {
    return keys.isEmpty() ? 0 : all().stream().filter(secret -> !opens(secret, keys)).count();
  }

  private static boolean opens(Secret secret, KeyRing keys) {
    try {
      secret.open(keys);
      return true;
    } catch (UnopenableException e) {
      return false;
    }
  }

  private static UUID id(UUID workspace, String name) {
    return Ids.of("secret", workspace.toString(), name);
  }

  /**
   * A sealed value as it is stored.
   *
   * @param id of its row
   * @param tenant whose it is; all zeros when its row belongs to none, so that it opens for nobody
   * @param writtenAt when its row was written last, null when its writer did not say
   */
  public record Secret(
      UUID id, UUID tenant, String name, String text, @Nullable OffsetDateTime writtenAt) {

    public SealedText sealed() {
      return SealedText.in(text).orElseThrow();
    }

    /** Throws as {@link KeyRing#open} does. */
    public String open(KeyRing keys) throws UnopenableException {
      return keys.open(tenant, name, sealed());
    }

    boolean isOfTenant() {
      return id.equals(tenant);
    }
  }
}
