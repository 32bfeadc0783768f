package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.mail.MailBodies;
import io.oyl.ingest.extract.office.AlteredPackage;
import io.oyl.ingest.extract.office.BinarySheets;
import io.oyl.ingest.extract.office.BinarySlides;
import io.oyl.ingest.extract.office.NumberedText;
import io.oyl.ingest.extract.office.PackageSlides;
import io.oyl.ingest.extract.office.Slides;
import io.oyl.ingest.extract.office.WordPages;
import io.oyl.ingest.extract.rtf.RtfMarks;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a document before its parser reads it, so that the parser tells what it would
 * pass over. The file itself is never written.
 */
final class Preparation {
  private static final String OPEN_TEXT = "application/vnd.oasis.opendocument.text";
  private static final String FLAT_TEXT = "application/vnd.oasis.opendocument.flat.text";

  private final DocumentDraft draft;

  Preparation(DocumentDraft draft) {
    this.draft = draft;
  }

  /** A copy that its parser reads better; null when there is none, or it cannot be made. */
  @Nullable Path copy(TikaInputStream stream, String type) {
    try {
      return better(stream, type);
    } catch (IOException | RuntimeException | StackOverflowError | InternalError e) {
      // InternalError: of a mapped file that can no longer be read
      draft.gap(Reason.PARSE_ERROR, "it was read without preparation: " + Failure.of(e).detail());
      return null;
    }
  }

  private @Nullable Path better(TikaInputStream stream, String type) throws IOException {
    if (type.equals("message/rfc822")) {
      return MailBodies.asTikaReads(stream.getPath());
    }
    if (RtfMarks.isFor(type)) {
      return RtfMarks.written(stream.getPath());
    }
    if (type.equals(FLAT_TEXT)) {
      return NumberedText.ofFlat(stream.getPath());
    }
    return BinarySheets.isFor(type) ? BinarySheets.withTexts(stream, draft) : null;
  }

  /** Marks for the parser what it would pass over; how many pages are marked in a Word file. */
  int mark(TikaInputStream stream, String type) {
    int wordPages = isWord(type) ? WordPages.mark(stream, draft, type) : 0;
    if (wordPages > 0) {
      draft.text.beginPagesAtBreaks();
    }
    if (type.startsWith(OPEN_TEXT)) {
      NumberedText.offer(stream);
    }
    if (isSheets(type)) {
      AlteredPackage.offerCharts(stream, draft.metadata, type);
    }
    return wordPages;
  }

  /** The slides of a presentation, in the order in which its parser is to give them. */
  Slides slides(TikaInputStream stream, String type) {
    if (type.startsWith("application/vnd.openxmlformats-officedocument.presentationml")
        || type.startsWith("application/vnd.ms-powerpoint.")) {
      return PackageSlides.inOrder(stream, draft, type);
    }
    return new BinarySlides(stream);
  }

  private static boolean isWord(String type) {
    return type.startsWith("application/vnd.openxmlformats-officedocument.wordprocessingml.")
        || type.startsWith("application/vnd.ms-word.");
  }

  private static boolean isSheets(String type) {
    return type.startsWith("application/vnd.openxmlformats-officedocument.spreadsheetml.")
        || type.startsWith("application/vnd.ms-excel.sheet.macroenabled");
  }
}
