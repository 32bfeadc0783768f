package io.oyl.ingest.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where documents belong.
 *
 * @param modelId the reference's embedding model, null before its first run
 */
public record Scope(
    ScopeNames names,
    UUID tenantId,
    UUID workspaceId,
    UUID referenceId,
    @Nullable Integer modelId) {
  /** The same place seen with another model. */
  public Scope withModel(int model) {
    return new Scope(names, tenantId, workspaceId, referenceId, model);
  }
}
