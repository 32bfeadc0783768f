package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.markup.HeadTemplates;
import io.oyl.ingest.extract.markup.XmlReader;
import io.oyl.ingest.extract.office.OpenSlides;
import io.oyl.ingest.extract.office.PackageSheets;
import io.oyl.ingest.extract.pdf.PdfHandler;
import io.oyl.ingest.extract.plain.NotebookReader;
import io.oyl.ingest.extract.plain.PlainTextReader;
import io.oyl.ingest.extract.plain.VerbatimReader;
import io.oyl.ingest.extract.rtf.RtfBlocks;
import io.oyl.ingest.extract.rtf.RtfMarks;
import io.oyl.ingest.extract.xhtml.BlockHandler;
import io.oyl.ingest.extract.xhtml.EveryElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The reading of one document: the file itself or one inside it. */
final class DocumentReading {
  private final FileReading file;
  private final TikaParsers parsers;
  private final CutCounter.Seen seen;
  private final DocumentDraft draft;
  private final Preparation preparation;

  /** Of a document that is to be read into this draft. */
  DocumentReading(
      FileReading file, TikaParsers parsers, CutCounter.Seen seen, DocumentDraft draft) {
    this.file = file;
    this.parsers = parsers;
    this.seen = seen;
    this.draft = draft;
    this.preparation = new Preparation(draft);
  }

  /** What the parser threw, null when all went well. */
  @Nullable Throwable read(TikaInputStream stream) {
    try {
      String type = parsers.typeOf(stream, draft.metadata);
      Path better = preparation.copy(stream, type);
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

  private @Nullable Throwable read(TikaInputStream stream, String type) throws IOException {
    // it may have to be read a second time: the bytes have to be in a file
    Path copy =
        type.equals("text/html") || XmlReader.isXml(type) || MistakenFailure.isKnownOf(type)
            ? stream.getPath()
            : null;
    int wordPages = preparation.mark(stream, type);
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
    thrown = new Rescue(file, seen, draft).attempt(stream, type, copy, thrown);
    file.pictures().recognizeInside(inside, draft);
    inside.tellLeftOut();
    file.pictures().tell(pages, draft);
    return thrown;
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
    } catch (IOException
        | SAXException
        | TikaException
        | RuntimeException
        | StackOverflowError
        | LinkageError
        | AssertionError e) {
      if (Failure.isOutOfMemory(e)) {
        throw new OutOfMemoryError("in a parser");
      }
      return e;
    }
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

  private BlockHandler blocks(TikaInputStream stream, String type) {
    return new BlockHandler(
        draft.text,
        draft::mimeType,
        preparation.slides(stream, type),
        new PackageSheets(stream),
        () -> HeadTemplates.of(stream, draft.metadata));
  }
}
