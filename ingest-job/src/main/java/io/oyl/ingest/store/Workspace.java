package io.oyl.ingest.store;

import java.util.UUID;

/** Where secrets belong: a workspace and its tenant. */
public record Workspace(UUID tenantId, UUID id) {}
