package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.mail.MailBodies;
import io.oyl.ingest.extract.markup.HeadTemplates;
import io.oyl.ingest.extract.markup.XmlReader;
import io.oyl.ingest.extract.office.AlteredPackage;
import io.oyl.ingest.extract.office.BinarySheets;
import io.oyl.ingest.extract.office.BinarySlides;
import io.oyl.ingest.extract.office.DamagedPackage;
import io.oyl.ingest.extract.office.NumberedText;
import io.oyl.ingest.extract.office.OpenSlides;
import io.oyl.ingest.extract.office.PackageSheets;
import io.oyl.ingest.extract.office.PackageSlides;
import io.oyl.ingest.extract.office.Slides;
import io.oyl.ingest.extract.office.WordPages;
import io.oyl.ingest.extract.pdf.PdfHandler;
import io.oyl.ingest.extract.plain.NotebookReader;
import io.oyl.ingest.extract.plain.PlainTextReader;
import io.oyl.ingest.extract.plain.VerbatimReader;
import io.oyl.ingest.extract.rtf.RtfBlocks;
import io.oyl.ingest.extract.rtf.RtfMarks;
import io.oyl.ingest.extract.xhtml.BlockHandler;
import io.oyl.ingest.extract.xhtml.EveryElement;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.poi.poifs.filesystem.FileMagic;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The reading of one document: the file itself or one inside it. */
final class DocumentReading {
  private static final String OPEN_TEXT = "application/vnd.oasis.opendocument.text";

  private static final String FLAT_TEXT = "application/vnd.oasis.opendocument.flat.text";

  private final FileReading file;
  private final TikaParsers parsers;
  private final CutCounter.Seen seen;
  private final DocumentDraft draft;

  /** Of a document that is to be read into this draft. */
  DocumentReading(
      FileReading file, TikaParsers parsers, CutCounter.Seen seen, DocumentDraft draft) {
    this.file = file;
    this.parsers = parsers;
    this.seen = seen;
    this.draft = draft;
  }

  /** What the parser threw, null when all went well. */
  @Nullable Throwable read(TikaInputStream stream) {
    try {
      String type = parsers.typeOf(stream, draft.metadata);
      Path better = better(stream, type);
      if (better == null) {
        return read(stream, type);
      }
      try (TikaInputStream copy = TikaInputStream.get(better)) {
        return read(copy, type);
      } finally {
        Files.delete(better);
      }
    } catch (IOException e) {
      return e;
    }
  }

  /** A copy that its parser reads better; null when there is none, or it cannot be made. */
  private @Nullable Path better(TikaInputStream stream, String type) {
    try {
      return prepared(stream, type);
    } catch (IOException | RuntimeException | StackOverflowError | InternalError e) {
      // InternalError: of a mapped file that can no longer be read
      draft.gap(Reason.PARSE_ERROR, "it was read without preparation: " + Failure.of(e).detail());
      return null;
    }
  }

  private @Nullable Path prepared(TikaInputStream stream, String type) throws IOException {
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

  private @Nullable Throwable read(TikaInputStream stream, String type) {
    Path copy;
    try {
      // It may have to be read a second time: the bytes have to be in a file.
      copy =
          type.equals("text/html") || XmlReader.isXml(type) || MistakenFailure.isKnownOf(type)
              ? stream.getPath()
              : null;
    } catch (IOException e) {
      return e;
    }
    int wordPages = prepare(stream, type);
    EmbeddedDocuments inside = new EmbeddedDocuments(file, draft);
    BlockHandler blocks = blocks(stream, type);
    DraftHandler handler = handler(stream, type, blocks);
    PagesWithoutText pages =
        new PagesWithoutText(
            new CutCounter(handler, seen), () -> pdf(stream), file.pictures().recognition());
    Throwable thrown = parse(stream, type, pages, inside, blocks);
    thrown = finish(stream, handler, pages, thrown);
    if (wordPages > 0 && wordPages != draft.text.pagesBegun() && thrown == null) {
      draft.text.forgetPages();
    }
    if (thrown != null && copy != null && draft.text.isEmpty()) {
      thrown = malformed(copy, thrown);
    }
    if (thrown != null && copy != null && MistakenFailure.isKnownOf(type)) {
      thrown = MistakenFailure.corrected(thrown, copy, type);
    }
    thrown = salvaged(stream, type, thrown);
    if (thrown == null) {
      compareChecksums(stream);
    }
    file.pictures().recognizeInside(inside, draft);
    inside.tellLeftOut();
    file.pictures().tell(pages, draft);
    return thrown;
  }

  /** Marks for the parser what it would pass over; how many pages are marked in a Word file. */
  private int prepare(TikaInputStream stream, String type) {
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

  private @Nullable Path pdf(TikaInputStream stream) throws IOException {
    return draft.mimeType().equals("application/pdf") && stream.hasFile() ? stream.getPath() : null;
  }

  /** What was thrown on the way; running out of memory is thrown on. */
  private @Nullable Throwable parse(
      TikaInputStream stream,
      String type,
      PagesWithoutText pages,
      EmbeddedDocuments inside,
      BlockHandler blocks) {
    Throwable thrown;
    try (pages) {
      if (OpenSlides.isFor(type)) {
        parseWithTika(stream, new DefaultHandler(), inside, blocks);
        OpenSlides.read(stream.getPath(), pages);
      } else if (readItself(stream, type, pages)) {
        draft.metadata.remove(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE.getName());
      } else {
        ContentHandler out = draft.isPicture ? new DefaultHandler() : pages;
        parseWithTika(stream, out, inside, blocks);
      }
      return null;
    } catch (IOException | SAXException | TikaException | RuntimeException | StackOverflowError e) {
      thrown = e;
    } catch (LinkageError | AssertionError e) {
      thrown = e;
    }
    if (Failure.isOutOfMemory(thrown)) {
      throw new OutOfMemoryError("in a parser");
    }
    return thrown;
  }

  /** Ends the text; what was thrown until then. */
  private @Nullable Throwable finish(
      TikaInputStream stream,
      DraftHandler handler,
      PagesWithoutText pages,
      @Nullable Throwable thrown) {
    Throwable first = thrown;
    try {
      pages.release();
      if (handler instanceof PdfHandler pdf) {
        first = pdf.ended(thrown, thrown == null ? null : stream.getPath());
      }
      handler.finish();
    } catch (IOException | SAXException e) {
      return first == null ? e : first;
    }
    return first;
  }

  private DraftHandler handler(TikaInputStream stream, String type, BlockHandler blocks) {
    if (type.equals("application/pdf")) {
      return new PdfHandler(
          draft, () -> stream.getOpenContainer() instanceof PDDocument pdf ? pdf : null);
    }
    return RtfMarks.isFor(type) ? new RtfBlocks(blocks) : blocks;
  }

  private void parseWithTika(
      TikaInputStream stream, ContentHandler handler, EmbeddedDocuments inside, BlockHandler blocks)
      throws IOException, SAXException, TikaException {
    parsers.parse(stream, handler, draft.metadata, inside, new EveryElement(blocks));
  }

  /** Without Tika's parsers, where that is better; false, with nothing read, where it is not. */
  private boolean readItself(TikaInputStream stream, String type, ContentHandler out)
      throws IOException, SAXException, TikaException {
    if (stream.getOpenContainer() != null) {
      return false;
    }
    if (NotebookReader.read(stream, draft) || VerbatimReader.read(stream, draft, type)) {
      return true;
    }
    if (XmlReader.reads(type, stream)) {
      XmlReader.read(stream, type, draft, seen);
      return true;
    }
    if (PlainTextReader.reads(type, stream)) {
      PlainTextReader.read(stream, draft.metadata, out);
      return true;
    }
    return false;
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

  private static boolean isWord(String type) {
    return type.startsWith("application/vnd.openxmlformats-officedocument.wordprocessingml.")
        || type.startsWith("application/vnd.ms-word.");
  }

  private static boolean isSheets(String type) {
    return type.startsWith("application/vnd.openxmlformats-officedocument.spreadsheetml.")
        || type.startsWith("application/vnd.ms-excel.sheet.macroenabled");
  }

  private BlockHandler blocks(TikaInputStream stream, String type) {
    return new BlockHandler(
        draft.text,
        draft::mimeType,
        slides(stream, type),
        new PackageSheets(stream),
        () -> HeadTemplates.of(stream, draft.metadata));
  }

  private Slides slides(TikaInputStream stream, String type) {
    if (type.startsWith("application/vnd.openxmlformats-officedocument.presentationml")
        || type.startsWith("application/vnd.ms-powerpoint.")) {
      return PackageSlides.inOrder(stream, draft, type);
    }
    return new BinarySlides(stream);
  }
}
