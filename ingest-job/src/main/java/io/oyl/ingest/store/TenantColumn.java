package io.oyl.ingest.store;

import java.util.List;

/** A table whose {@code tenant_id} is that of the row it belongs to, parents first. */
record TenantColumn(String table, String parent, String link) {
  static final List<TenantColumn> ALL =
      List.of(
          new TenantColumn("\"references\"", "workspaces", "workspace_id"),
          new TenantColumn("assistants", "workspaces", "workspace_id"),
          new TenantColumn("data_sources", "workspaces", "workspace_id"),
          new TenantColumn("integration_configs", "workspaces", "workspace_id"),
          new TenantColumn("workflows", "workspaces", "workspace_id"),
          new TenantColumn("workflow_steps", "workflows", "workflow_id"),
          new TenantColumn("documents", "\"references\"", "reference_id"),
          new TenantColumn("tags", "\"references\"", "reference_id"),
          new TenantColumn("ingest_files", "\"references\"", "reference_id"),
          new TenantColumn("ingest_sources", "\"references\"", "reference_id"),
          new TenantColumn("chunks", "documents", "document_id"),
          new TenantColumn("embeddings", "chunks", "chunk_id"),
          new TenantColumn("tag_links", "chunks", "chunk_id"),
          new TenantColumn("document_tags", "documents", "document_id"));

  /** Rows that tie two rows of one tenant together: what the second one is. */
  static final List<TenantColumn> TIES =
      List.of(
          new TenantColumn("tag_links", "tags", "tag_id"),
          new TenantColumn("document_tags", "tags", "tag_id"));

  String countWrong() {
    return """
    (select count(*) from %s c join %s p on p.id = c.%s where c.tenant_id is distinct from p.tenant_id)
    """
        .formatted(table, parent, link);
  }

  String setRight() {
    return """
    update %s c set tenant_id = p.tenant_id from %s p
    where p.id = c.%s and c.tenant_id is distinct from p.tenant_id
    """
        .formatted(table, parent, link);
  }

  String removeWrong() {
    return """
    delete from %s c using %s p
    where p.id = c.%s and c.tenant_id is distinct from p.tenant_id
    """
        .formatted(table, parent, link);
  }
}
