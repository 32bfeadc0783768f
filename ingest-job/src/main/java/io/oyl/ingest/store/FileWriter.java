package io.oyl.ingest.store;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.DocumentsTable.FileDocuments;
import io.oyl.ingest.store.DocumentsTable.Written;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.PreparedFile.Refused;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes files' documents, chunks and tags and settles their ledger rows, all in the caller's
 * transaction and all files together. When the database refuses their rows, they are written one by
 * one, each behind a savepoint: the one that is refused is quarantined and costs nothing else.
 */
public final class FileWriter {
  private final LedgerReceipts receipts;
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
    this.receipts = new LedgerReceipts(db, batches);
    this.documents = new DocumentsTable(db, batches);
    this.chunks = new ChunksTable(db, batches);
    this.tags = new TagsTable(db, batches);
    this.savepoint = new TransactionTemplate(manager);
    savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /** Writes files; one that somebody else has settled meanwhile is left alone. */
  public void write(UUID reference, List<PreparedFile> files, Fingerprints fingerprints) {
    Set<UUID> claimed = receipts.claim(files.stream().map(file -> file.file().id()).toList());
    List<ReadFile> landed = new ArrayList<>();
    for (PreparedFile file : files) {
      if (claimed.contains(file.file().id())) {
        switch (file.outcome()) {
          case Refused refused -> refuse(file, refused, fingerprints);
          case Landed documents -> landed.add(new ReadFile(file, documents));
        }
      }
    }
    // sorted, or two runs that add the same tags would wait for each other for ever
    boolean tagsAreIn = behindSavepoint(() -> tags.add(reference, documents(landed))) == null;
    if (behindSavepoint(() -> land(reference, landed, fingerprints, tagsAreIn)) != null) {
      landed.forEach(file -> landAlone(reference, file, fingerprints, tagsAreIn));
    }
  }

  private void landAlone(
      UUID reference, ReadFile file, Fingerprints fingerprints, boolean tagsAreIn) {
    String sqlState =
        behindSavepoint(() -> land(reference, List.of(file), fingerprints, tagsAreIn));
    if (sqlState != null) {
      String why = "PostgreSQL refuses the file's rows (SQLSTATE " + sqlState + ")";
      refuse(file.file(), new Refused(Reason.STORE_REFUSED, why), fingerprints);
    }
  }

  private void refuse(PreparedFile file, Refused refused, Fingerprints fingerprints) {
    receipts.refuse(
        file.file().id(),
        file.read(),
        refused.reason(),
        refused.detail(),
        fingerprints.incomplete());
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

  private void land(
      UUID reference, List<ReadFile> landed, Fingerprints fingerprints, boolean tagsAreIn) {
    if (landed.isEmpty()) {
      return;
    }
    List<UUID> files = landed.stream().map(file -> file.file().file().id()).toList();
    List<PreparedDocument> prepared = documents(landed);
    Written written =
        documents.write(
            reference,
            landed.stream()
                .map(file -> new FileDocuments(file.file().file().id(), file.landed().documents()))
                .toList());
    if (!written.known().isEmpty()) {
      chunks.removeOfOtherDocuments(files, written.ids());
      documents.removeOthers(files, written.ids());
    }
    List<List<UUID>> chunkIds = chunks.write(written.ids(), written.known(), prepared);
    if (!tagsAreIn) {
      tags.add(reference, prepared);
    }
    tags.link(reference, written.known(), prepared, chunkIds);
    tags.ofDocuments(reference, written.ids(), prepared);
    receipts.store(landed.stream().map(file -> stored(file, fingerprints)).toList());
  }

  private static LedgerReceipts.Stored stored(ReadFile file, Fingerprints fingerprints) {
    FileReceipt receipt = FileReceipt.of(file.landed().documents());
    return new LedgerReceipts.Stored(
        file.file().file().id(),
        file.file().read(),
        receipt,
        receipt.reason() == null ? fingerprints.complete() : fingerprints.incomplete());
  }

  private static List<PreparedDocument> documents(List<ReadFile> landed) {
    return landed.stream().flatMap(file -> file.landed().documents().stream()).toList();
  }

  private static @Nullable String sqlState(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException sql ? sql.getSQLState() : null;
  }

  /**
   * Classes 21 (a row twice), 22 (data), 23 (constraint) and 54 (limit exceeded) are about the rows
   * themselves.
   */
  private static boolean isRefusedData(String sqlState) {
    return sqlState.startsWith("21")
        || sqlState.startsWith("22")
        || sqlState.startsWith("23")
        || sqlState.startsWith("54");
  }

  private record ReadFile(PreparedFile file, Landed landed) {}
}
