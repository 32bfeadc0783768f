package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.markup.XmlReader;
import io.oyl.ingest.extract.office.DamagedPackage;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.poi.poifs.filesystem.FileMagic;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** What is tried where a parser failed, and asked where it did not. */
final class Rescue {
  private final FileReading file;
  private final CutCounter.Seen seen;
  private final DocumentDraft draft;

  Rescue(FileReading file, CutCounter.Seen seen, DocumentDraft draft) {
    this.file = file;
    this.seen = seen;
    this.draft = draft;
  }

  /**
   * Reads by another way what can be read by it.
   *
   * @param copy the bytes, where the document may be read a second time
   * @param thrown by the parser; null when all went well
   * @return what is wrong with the document still
   */
  @Nullable Throwable attempt(
      TikaInputStream stream, String type, @Nullable Path copy, @Nullable Throwable thrown) {
    Throwable left = thrown;
    if (left != null && copy != null && draft.text.isEmpty()) {
      left = malformed(copy, left);
    }
    if (left != null && copy != null && MistakenFailure.isKnownOf(type)) {
      left = MistakenFailure.corrected(left, copy, type);
    }
    left = salvaged(stream, type, left);
    if (left == null) {
      compareChecksums(stream);
    }
    return left;
  }

  /** Reads XML that its parser refused before there was any text. */
  private @Nullable Throwable malformed(Path copy, Throwable thrown) {
    try {
      return XmlReader.isXml(draft.mimeType())
              && !Failure.isWriteLimit(thrown)
              && XmlReader.readMalformed(copy, draft, seen, thrown)
          ? null
          : thrown;
    } catch (IOException | SAXException | RuntimeException e) {
      return thrown;
    }
  }

  /** Reads what is left of an Office package where the usual way found no text for its damage. */
  private @Nullable Throwable salvaged(
      TikaInputStream stream, String type, @Nullable Throwable thrown) {
    if (!draft.text.isEmpty()
        || !DamagedPackage.isFor(type)
        || (thrown != null && (Failure.isEncrypted(thrown) || Failure.isWriteLimit(thrown)))) {
      return thrown;
    }
    try {
      Path copy = stream.getPath();
      boolean damaged = thrown != null || FileEnd.isMissing(copy, type);
      String damage = thrown == null ? "it is damaged" : Failure.of(thrown).detail();
      return damaged && DamagedPackage.read(copy, type, draft, file.unpacked(), damage)
          ? null
          : thrown;
    } catch (IOException | RuntimeException e) {
      return thrown;
    }
  }

  /** A package that its parser has found nothing wrong with. */
  private void compareChecksums(TikaInputStream stream) {
    try {
      if (draft.gaps.stream().noneMatch(gap -> gap.reason() == Reason.PARSE_ERROR)
          && stream.hasFile()
          && FileMagic.valueOf(stream.getFile()) == FileMagic.OOXML) {
        file.checksums()
            .damage(stream.getPath(), draft.mimeType())
            .ifPresent(damage -> draft.gap(Reason.PARSE_ERROR, damage));
      }
    } catch (IOException e) {
      // Its parser has read it: nothing was missing then.
    }
  }
}
