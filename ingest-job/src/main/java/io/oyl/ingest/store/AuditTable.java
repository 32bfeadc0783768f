package io.oyl.ingest.store;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * {@code audit_logs}: who did what. Append-only, and the database itself adds who, and notes ended
 * runs and switched models (V10).
 */
public final class AuditTable {
  private static final String ADD =
      """
      insert into audit_logs (tenant_id, workspace_id, action, payload_json)
      values (:tenant, :workspace, :action,
        jsonb_build_object('reference', cast(:reference as text)) || cast(:payload as jsonb))
      """;

  private static final String ADD_OF_SECRETS =
      """
      insert into audit_logs (tenant_id, workspace_id, action, payload_json)
      values (:tenant, cast(:workspace as uuid), :action, cast(:payload as jsonb))
      """;

  private static final String ADD_OF_RUN =
      """
      insert into audit_logs (tenant_id, workspace_id, action, payload_json)
      select w.tenant_id, w.id, :action, jsonb_build_object('run', :run, 'reference', r.name)
      from batch_job_execution_params p
      join ingest_requests q on q.id::text = p.parameter_value
      join "references" r on r.id = q.reference_id
      join workspaces w on w.id = r.workspace_id
      where p.job_execution_id = :run and p.parameter_name = 'request'
      """;

  private static final String LAST_SETTINGS =
      """
      select payload_json ->> 'properties'
      from audit_logs
      where workspace_id = :workspace and payload_json ->> 'reference' = :reference
        and action = 'ingest.settings'
      order by created_at desc
      limit 1
      """;

  private final JdbcClient db;

  public AuditTable(JdbcClient db) {
    this.db = db;
  }

  /** Notes an action; {@code payload} is anything that becomes a JSON object. */
  public void add(Scope scope, String action, Object payload) {
    db.sql(ADD)
        .param("tenant", scope.tenantId())
        .param("workspace", scope.workspaceId())
        .param("reference", scope.names().reference())
        .param("action", action)
        .param("payload", Json.write(payload))
        .update();
  }

  /**
   * Notes what was done to secrets.
   *
   * @param workspace null when they are of several
   */
  public void addOfSecrets(UUID tenant, @Nullable UUID workspace, String action, Object payload) {
    db.sql(ADD_OF_SECRETS)
        .param("tenant", tenant)
        .param("workspace", workspace)
        .param("action", action)
        .param("payload", Json.write(payload))
        .update();
  }

  /** Notes what was done to a run. */
  public void addOfRun(long run, String action) {
    db.sql(ADD_OF_RUN).param("run", run).param("action", action).update();
  }

  /** The properties of the last row {@code ingest.settings} of a reference. */
  public Optional<Map<String, String>> lastSettings(Scope scope) {
    return db.sql(LAST_SETTINGS)
        .param("workspace", scope.workspaceId())
        .param("reference", scope.names().reference())
        .query(String.class)
        .optional()
        .map(properties -> Json.read(properties, new TypeReference<>() {}));
  }
}
