package io.oyl.ingest.store;

import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code audit_logs}: who did what. */
public final class AuditTable {
  private static final String ADD =
      """
      insert into audit_logs (tenant_id, workspace_id, action, payload_json)
      values (:tenant, :workspace, :action, cast(:payload as jsonb))
      """;

  private final JdbcClient db;

  public AuditTable(JdbcClient db) {
    this.db = db;
  }

  /** Notes an action; {@code payload} is anything that JSON can hold. */
  public void add(Scope scope, String action, Object payload) {
    db.sql(ADD)
        .param("tenant", scope.tenantId())
        .param("workspace", scope.workspaceId())
        .param("action", action)
        .param("payload", Json.write(payload))
        .update();
  }
}
