package io.oyl.ingest.store;

import java.util.UUID;

/** A file of the ledger that is to be read. */
public record LedgerFile(UUID id, String source, String key) {}
