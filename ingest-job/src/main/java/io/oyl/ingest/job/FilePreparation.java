package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbeddingFailedException;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.ExtractorUnavailableException;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.source.Reason;
import io.oyl.ingest.source.SourceEntry;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.Outcome;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.PreparedFile.Read;
import io.oyl.ingest.store.PreparedFile.Refused;
import io.oyl.ingest.tag.TaggedDocument;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one file of the ledger up to tagged chunks. Whatever is wrong with the file is an outcome;
 * only a fault of the machine is an exception. Thread-safe.
 */
final class FilePreparation {
  private static final Logger log = LoggerFactory.getLogger(FilePreparation.class);

  private final Stages stages;

  FilePreparation(Stages stages) {
    this.stages = stages;
  }

  /**
   * What loads that for which the first file would wait, each to be run beside the others while the
   * file's parsing process starts. What cannot be loaded is told to the file that needs it.
   */
  List<Runnable> warmUps() {
    return Stream.<Runnable>of(stages.extractor()::warmUp, stages.chunker()::warmUp)
        .map(FilePreparation::untold)
        .toList();
  }

  private static Runnable untold(Runnable load) {
    return () -> {
      try {
        load.run();
      } catch (RuntimeException | LinkageError e) {
        log.debug("warming up failed", e);
      }
    };
  }

  PreparedFile prepare(LedgerFile file, SourceTree tree) throws InterruptedException {
    Optional<SourceEntry> entry = tree.find(file.key());
    if (entry.isEmpty()) {
      return refused(file, Reason.UNREADABLE, "it was gone when it was to be read");
    }
    return switch (entry.get()) {
      case SourceEntry.Refused refused -> refused(file, refused.reason(), refused.detail());
      case SourceEntry.File found -> read(file, tree, found);
    };
  }

  private PreparedFile read(LedgerFile file, SourceTree tree, SourceEntry.File found)
      throws InterruptedException {
    if (found.sizeBytes() > Integer.MAX_VALUE) {
      return refused(file, Reason.TOO_LARGE, "files of 2 GiB or more cannot be stored");
    }
    Read read;
    try {
      read = new Read(found.sizeBytes(), found.modified(), ContentHash.of(found.path()));
    } catch (IOException e) {
      return refused(file, Reason.UNREADABLE, "reading it failed");
    }
    Outcome outcome = outcome(file, found);
    if (!isStill(file.key(), tree, found, read)) {
      outcome = new Refused(Reason.CHANGED_WHILE_READING, "it changed while it was being read");
    }
    if (outcome instanceof Refused refused) {
      log.warn("{}: {} ({})", file.key(), refused.reason().code(), refused.detail());
    }
    return new PreparedFile(file, read, outcome);
  }

  /** Links to a file and its permissions change its time too; then its content decides. */
  private static boolean isStill(String key, SourceTree tree, SourceEntry.File found, Read read) {
    SourceEntry now = tree.find(key).orElse(null);
    try {
      return found.equals(now)
          || (now instanceof SourceEntry.File file
              && file.sizeBytes() == found.sizeBytes()
              && ContentHash.of(file.path()).equals(read.sha256()));
    } catch (IOException e) {
      return false;
    }
  }

  private Outcome outcome(LedgerFile file, SourceEntry.File found) throws InterruptedException {
    try {
      Extraction extraction =
          found.sizeBytes() == 0 ? emptyFile(file) : stages.extractor().extract(found.path());
      return switch (extraction) {
        case Extraction.Refused refused -> new Refused(refused.reason(), refused.detail());
        case Extraction.Extracted extracted ->
            new Landed(extracted.documents().stream().map(this::chunkAndTag).toList());
      };
    } catch (ExtractorUnavailableException | EmbeddingFailedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      log.error("{}: a fault of this program", file.key(), e);
      return new Refused(Reason.INTERNAL_ERROR, e.getClass().getSimpleName() + " in this program");
    }
  }

  private static Extraction emptyFile(LedgerFile file) {
    return new Extraction.Extracted(
        List.of(
            new ExtractedDocument(
                -1,
                "",
                file.key().substring(file.key().lastIndexOf('/') + 1),
                "application/x-empty",
                0,
                "",
                List.of(),
                PageMap.NONE,
                Map.of(),
                null,
                List.of(new Gap(Reason.EMPTY_FILE, "the file has no bytes")))));
  }

  private PreparedDocument chunkAndTag(ExtractedDocument document) {
    List<TextSpan> setAside = stages.chunker().setAside(document);
    TaggedDocument tagged =
        stages.tagger().tag(document, setAside, stages.chunker().chunk(document));
    return new PreparedDocument(document, setAside, tagged.tags(), tagged.chunks());
  }

  private static PreparedFile refused(LedgerFile file, Reason reason, String detail) {
    log.warn("{}: {} ({})", file.key(), reason.code(), detail);
    return new PreparedFile(file, null, new Refused(reason, detail));
  }
}
