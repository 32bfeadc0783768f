package io.oyl.ingest.store;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.PreparedFile.Refused;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a file's documents, chunks and tags and settles its ledger row, all in the caller's
 * transaction. A file whose rows the database refuses is quarantined and costs nothing else: each
 * file stands behind a savepoint.
 */
public final class FileWriter {
  private final LedgerTable ledger;
  private final DocumentsTable documents;
  private final ChunksTable chunks;
  private final TagsTable tags;
  private final TransactionTemplate savepoint;

  /**
   * A writer.
   *
   * @param manager the manager of the caller's transactions
   */
  public FileWriter(
      JdbcClient db, NamedParameterJdbcTemplate batches, PlatformTransactionManager manager) {
    this.ledger = new LedgerTable(db);
    this.documents = new DocumentsTable(db);
    this.chunks = new ChunksTable(db, batches);
    this.tags = new TagsTable(db, batches);
    this.savepoint = new TransactionTemplate(manager);
    savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /** Writes files; one that somebody else has settled meanwhile is left alone. */
  public void write(UUID reference, List<PreparedFile> files, Fingerprints fingerprints) {
    boolean tagsAreIn = tryAddTags(reference, files);
    for (PreparedFile file : files) {
      if (ledger.claim(file.file().id())) {
        write(reference, file, fingerprints, tagsAreIn);
      }
    }
  }

  private void write(
      UUID reference, PreparedFile prepared, Fingerprints fingerprints, boolean tagsAreIn) {
    Refused refused =
        switch (prepared.outcome()) {
          case Refused known -> known;
          case Landed landed -> tryLand(reference, prepared, landed, fingerprints, tagsAreIn);
        };
    if (refused != null) {
      ledger.refuse(
          prepared.file().id(),
          prepared.read(),
          refused.reason(),
          refused.detail(),
          fingerprints.incomplete());
    }
  }

  /**
   * All at once and sorted, or two runs that add the same tags would wait for each other for ever.
   */
  private boolean tryAddTags(UUID reference, List<PreparedFile> files) {
    List<PreparedDocument> documents =
        files.stream()
            .map(PreparedFile::outcome)
            .filter(Landed.class::isInstance)
            .flatMap(landed -> ((Landed) landed).documents().stream())
            .toList();
    return behindSavepoint(() -> tags.add(reference, documents)) == null;
  }

  private @Nullable Refused tryLand(
      UUID reference,
      PreparedFile prepared,
      Landed landed,
      Fingerprints fingerprints,
      boolean tagsAreIn) {
    String sqlState =
        behindSavepoint(
            () -> {
              UUID file = prepared.file().id();
              land(reference, file, landed, tagsAreIn);
              FileReceipt receipt = FileReceipt.of(landed.documents());
              ledger.store(
                  file,
                  prepared.read(),
                  receipt,
                  receipt.reason() == null ? fingerprints.complete() : fingerprints.incomplete());
            });
    return sqlState == null
        ? null
        : new Refused(
            Reason.STORE_REFUSED, "PostgreSQL refuses the file's rows (SQLSTATE " + sqlState + ")");
  }

  /** Null when the work went through, else the SQLSTATE of the refusal; other errors are thrown. */
  private @Nullable String behindSavepoint(Runnable work) {
    try {
      savepoint.executeWithoutResult(status -> work.run());
      return null;
    } catch (DataAccessException e) {
      String sqlState = sqlState(e);
      if (sqlState == null || !isRefusedData(sqlState)) {
        throw e;
      }
      return sqlState;
    }
  }

  private void land(UUID reference, UUID file, Landed landed, boolean tagsAreIn) {
    List<UUID> ids = documents.write(reference, file, landed.documents());
    chunks.removeOfOtherDocuments(file, ids);
    documents.removeOthers(file, ids);
    List<List<UUID>> chunkIds = chunks.write(ids, landed.documents());
    if (!tagsAreIn) {
      tags.add(reference, landed.documents());
    }
    tags.link(reference, ids, landed.documents(), chunkIds);
    tags.ofDocuments(reference, ids, landed.documents());
  }

  private static @Nullable String sqlState(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException sql ? sql.getSQLState() : null;
  }

  /** Classes 22 (data), 23 (constraint) and 54 (limit exceeded) are about the rows themselves. */
  private static boolean isRefusedData(String sqlState) {
    return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
  }
}
