package io.oyl.ingest.job;

import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.LedgerUpdate;
import io.oyl.ingest.store.MovedFiles;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SearchTerms;
import io.oyl.ingest.store.UserTags;
import io.oyl.ingest.store.VanishedFiles;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;

/** What the steps of a run read and write. */
record RunTables(
    ScanTable scan,
    MovedFiles moved,
    LedgerTable ledger,
    LedgerUpdate ledgerUpdate,
    VanishedFiles vanished,
    ScopeTable scopes,
    UserTags userTags,
    FileWriter files,
    SearchTerms terms,
    VectorsTable vectors,
    VectorIndex index,
    Housekeeping housekeeping) {}
