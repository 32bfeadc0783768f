package io.oyl.ingest.extract;

import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The reading of one file, with the limits that all documents inside it share. */
final class FileReading {
  /** Larger ones are read as a stream, without structure. */
  private static final long MAX_TEXT_FILE_BYTES = 32L << 20;

  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n[ \\t]+\\r?\\n");

  private final ExtractSettings settings;
  private final TikaParsers parsers;
  private final @Nullable Recognition recognition;
  private final Runnable moved;
  private final Request request;
  private final TextBudget budget;
  private final CutCounter.Seen seen;
  private final UnpackedBudget unpacked;
  private final long patience;
  private volatile @Nullable DocumentDraft current;
  private int embedded;
  private boolean stopped;

  FileReading(
      ExtractSettings settings,
      TikaParsers parsers,
      @Nullable Recognition recognition,
      Runnable moved,
      Request request) {
    this.settings = settings;
    this.parsers = parsers;
    this.recognition = recognition;
    this.moved = moved;
    this.request = request;
    budget = new TextBudget(settings.maxTextCharacters());
    seen = new CutCounter.Seen(settings.maxTextCharacters());
    unpacked = new UnpackedBudget(settings.maxUnpackedMegabytes());
    patience =
        System.nanoTime()
            + (request.patient() ? request.budget().toNanos() / 4 * 3 : Long.MAX_VALUE / 2);
  }

  /** How far it is. For any thread. */
  WireFormat.Message.Progress progress(long peakHeapBytes) {
    DocumentDraft draft = current;
    return new WireFormat.Message.Progress(
        draft == null ? "" : draft.path,
        draft == null ? 0 : draft.text.pageReached(),
        settings.maxTextCharacters() - budget.left(),
        peakHeapBytes,
        recognition == null ? 0 : recognition.millis());
  }

  Outcome outcome() {
    return new Outcome(seen, settings.maxTextCharacters(), imagesAndNoText());
  }

  ExtractSettings settings() {
    return settings;
  }

  /** Paths of documents inside to leave out, each with the reason. */
  Map<String, String> without() {
    return request.without();
  }

  UnpackedBudget unpacked() {
    return unpacked;
  }

  TextAssembly assembly() {
    return new TextAssembly(budget);
  }

  boolean recognizes() {
    return recognition != null;
  }

  void countEmbedded() {
    embedded++;
  }

  /** As many documents inside are read as may be. */
  boolean isFull() {
    return embedded >= settings.maxEmbedded();
  }

  /** What is left of the time is needed for the answer. */
  boolean isLate() {
    return System.nanoTime() - patience > 0;
  }

  /** A limit of the whole file is reached. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** The draft of the file itself. */
  DocumentDraft root(Metadata metadata, long bytes) {
    String filename = String.valueOf(request.file().getFileName());
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, filename);
    DocumentDraft root = new DocumentDraft(null, "", filename, metadata, assembly());
    root.sizeBytes = bytes;
    current = root;
    return root;
  }

  /** Reads the file with all that is in it; what the parser threw, null when all went well. */
  @Nullable Throwable whole(DocumentDraft root) {
    Path file = request.file();
    Throwable thrown;
    try (TikaInputStream stream = TikaInputStream.get(file, root.metadata)) {
      thrown = parse(stream, root);
      recognizeImage(root, file);
    } catch (IOException e) {
      thrown = e;
    }
    if (thrown == null && !root.hasText() && root.mimeType().equals("message/rfc822")) {
      thrown = mailBody(file, root);
    }
    describe(file, root);
    if (FileEnd.isMissing(file, root.mimeType())) {
      root.gap(Reason.PARSE_ERROR, "the end of the file is missing; what is left of it was read");
    }
    return thrown;
  }

  /** Reads a document into its draft; what the parser threw, null when all went well. */
  @Nullable Throwable parse(TikaInputStream stream, DocumentDraft draft) {
    DocumentDraft outer = current;
    enter(draft);
    try {
      return parseCurrent(stream, draft);
    } finally {
      enter(outer);
    }
  }

  private void enter(@Nullable DocumentDraft draft) {
    boolean elsewhere = draft != current;
    current = draft;
    if (elsewhere) {
      moved.run();
    }
  }

  private @Nullable Throwable parseCurrent(TikaInputStream stream, DocumentDraft draft) {
    String type;
    try {
      type = parsers.typeOf(stream, draft.metadata);
      if (type.equals("text/html")) {
        // Its template scripts may have to be read a second time: the bytes have to be in a file.
        stream.getPath();
      }
    } catch (IOException e) {
      return e;
    }
    BlockHandler blocks =
        new BlockHandler(
            draft.text,
            draft::mimeType,
            slides(stream, draft, type),
            new PackageSheets(stream),
            () -> HeadTemplates.of(stream, draft.metadata));
    DraftHandler handler =
        type.equals("application/pdf")
            ? new PdfHandler(
                draft, () -> stream.getOpenContainer() instanceof PDDocument pdf ? pdf : null)
            : blocks;
    EmbeddedDocuments inside = new EmbeddedDocuments(this, draft);
    int wordPages = isWord(type) ? WordPages.mark(stream, draft, type) : 0;
    if (wordPages > 0) {
      draft.text.beginPagesAtBreaks();
    }
    if (type.startsWith("application/vnd.openxmlformats-officedocument.spreadsheetml.")
        || type.startsWith("application/vnd.ms-excel.sheet.macroenabled")) {
      AlteredPackage.offerCharts(stream, draft.metadata, type);
    }
    Throwable thrown = null;
    PagesWithoutText pages =
        new PagesWithoutText(
            new CutCounter(handler, seen),
            () ->
                draft.mimeType().equals("application/pdf") && stream.hasFile()
                    ? stream.getPath()
                    : null,
            recognition);
    try (pages) {
      if (!readAsText(stream, draft, type) && !readAsXml(stream, draft, type)) {
        boolean ownReader = OpenSlides.isFor(type);
        parsers.parse(
            stream,
            ownReader ? new DefaultHandler() : pages,
            draft.metadata,
            inside,
            new EveryElement(blocks));
        if (ownReader) {
          OpenSlides.read(stream.getPath(), pages);
        }
      }
    } catch (IOException | SAXException | TikaException | RuntimeException | StackOverflowError e) {
      thrown = e;
    } catch (LinkageError | AssertionError e) {
      thrown = e;
    }
    if (thrown != null && Failure.isOutOfMemory(thrown)) {
      throw new OutOfMemoryError("in a parser");
    }
    try {
      pages.release();
      handler.finish();
    } catch (SAXException e) {
      thrown = thrown == null ? e : thrown;
    }
    if (wordPages != draft.text.pagesBegun() && wordPages > 0 && thrown == null) {
      draft.text.forgetPages();
    }
    thrown = salvaged(stream, draft, type, thrown);
    recognizePictures(inside, draft);
    inside.tellLeftOut();
    tell(pages, draft);
    return thrown;
  }

  /** Reads what is left of an Office package where the usual way found no text for its damage. */
  private @Nullable Throwable salvaged(
      TikaInputStream stream, DocumentDraft draft, String type, @Nullable Throwable thrown) {
    if (!draft.text.isEmpty()
        || !DamagedPackage.isFor(type)
        || (thrown != null && (Failure.isEncrypted(thrown) || Failure.isWriteLimit(thrown)))) {
      return thrown;
    }
    try {
      Path file = stream.getPath();
      boolean damaged = thrown != null || FileEnd.isMissing(file, type);
      String damage = thrown == null ? "it is damaged" : Failure.of(thrown).detail();
      return damaged && DamagedPackage.read(file, type, draft, unpacked, damage) ? null : thrown;
    } catch (IOException | RuntimeException e) {
      return thrown;
    }
  }

  private static boolean isWord(String type) {
    return type.startsWith("application/vnd.openxmlformats-officedocument.wordprocessingml.")
        || type.startsWith("application/vnd.ms-word.");
  }

  private static Slides slides(TikaInputStream stream, DocumentDraft draft, String type) {
    if (type.startsWith("application/vnd.openxmlformats-officedocument.presentationml")
        || type.startsWith("application/vnd.ms-powerpoint.")) {
      return PackageSlides.inOrder(stream, draft, type);
    }
    return new BinarySlides(stream);
  }

  private void tell(PagesWithoutText pages, DocumentDraft draft) {
    if (!pages.recognized().isEmpty()) {
      tellRecognized(draft, pages.recognized().toString());
    }
    draft.images += pages.imagesAnywhere();
    if (!pages.scans().isEmpty() || (draft.text.isEmpty() && pages.imagesAnywhere() > 0)) {
      draft.gap(
          Reason.NEEDS_OCR,
          draft.text.isEmpty()
              ? imagesAndNoText()
              : pages.scans().told()
                  + (pages.scans().count() == 1 ? " has" : " have")
                  + " no text that can be read"
                  + missingOcr());
    }
  }

  String imagesAndNoText() {
    return "there are images and no text" + missingOcr();
  }

  private String missingOcr() {
    return recognition == null
        ? ": character recognition is needed"
        : ", and character recognition failed";
  }

  private void tellRecognized(DocumentDraft draft, String pages) {
    if (recognition != null) {
      draft.metadata.set(DocumentMetadata.OCR_PAGES, pages);
      draft.metadata.set("ocr_engine", recognition.engine());
    }
  }

  /** Reads an image without text of its own by character recognition, where there is one. */
  void recognizeImage(DocumentDraft draft, @Nullable Path file) {
    if (recognition == null
        || file == null
        || !draft.mimeType().startsWith("image/")
        || draft.hasText()) {
      return;
    }
    String text = recognition.image(file);
    if (text != null) {
      tellRecognized(draft, "1");
      try {
        draft.text.paragraphs(text);
      } catch (WriteLimitReachedException e) {
        // The text is marked as cut.
      }
    }
  }

  /**
   * A document that is nothing but pictures is one of scans. They come in their order, but not page
   * by page.
   */
  private void recognizePictures(EmbeddedDocuments inside, DocumentDraft draft) {
    PageNumbers recognized = new PageNumbers();
    try (inside) {
      if (recognition == null || !draft.text.isEmpty() || inside.pictures().isEmpty()) {
        return;
      }
      int number = 0;
      for (Path picture : inside.pictures()) {
        number++;
        String text = recognition.image(picture);
        if (text != null) {
          draft.images--;
          recognized.add(number);
          if (!text.isBlank()) {
            draft.text.forgetPages();
            draft.text.paragraphs(text);
          }
        }
      }
    } catch (IOException | SAXException e) {
      // The text is marked as cut, or a copy is left to be deleted with its folder.
    }
    if (!recognized.isEmpty()) {
      tellRecognized(draft, recognized.toString());
    }
    if (draft.images > 0 && !draft.text.isEmpty()) {
      draft.gap(
          Reason.NEEDS_OCR,
          draft.images + (draft.images == 1 ? " image was" : " images were") + " not read");
    }
  }

  /** Some write the blank line behind a mail's header with blanks in it: no header ends there. */
  private static @Nullable Throwable mailBody(Path file, DocumentDraft root) {
    try (InputStream in = Files.newInputStream(file)) {
      String mail = new String(in.readNBytes(MAX_HEADER_BYTES), StandardCharsets.UTF_8);
      Matcher blank = BLANK_LINE.matcher(mail);
      if (blank.find()) {
        BlockHandler body = new BlockHandler(root.text, root::mimeType);
        char[] text = mail.substring(blank.end()).toCharArray();
        body.characters(text, 0, text.length);
        body.finish();
      }
      return null;
    } catch (IOException | SAXException e) {
      return e;
    }
  }

  /** What is known of the file besides what its parser says. */
  private void describe(Path file, DocumentDraft root) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 16];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      root.metadata.set(
          DocumentMetadata.CONTENT_HASH, "sha256:" + HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      root.metadata.remove(DocumentMetadata.CONTENT_HASH);
    }
    MediaType named = parsers.otherTypeByName(root.filename, root.mimeType());
    if (named != null) {
      root.metadata.set(DocumentMetadata.TYPE_BY_NAME, named.toString());
    }
  }

  private boolean readAsXml(TikaInputStream stream, DocumentDraft draft, String type)
      throws IOException, SAXException, TikaException {
    if (stream.getOpenContainer() != null || !XmlReader.reads(type, stream)) {
      return false;
    }
    XmlReader.read(stream, draft, seen);
    return true;
  }

  /** Reads formats whose text is the document itself; false, with nothing read, for others. */
  private static boolean readAsText(TikaInputStream stream, DocumentDraft draft, String type)
      throws IOException, SAXException {
    if (stream.getOpenContainer() != null) {
      return false;
    }
    TextFormat format = TextFormat.of(type, draft.filename);
    if (format == null || stream.getLength() > MAX_TEXT_FILE_BYTES) {
      return false;
    }
    Charset charset = new WebEncodingDetector().detect(stream, draft.metadata);
    byte[] bytes = stream.readAllBytes();
    if (charset == null || WebEncodingDetector.isUtf8(bytes)) {
      charset = StandardCharsets.UTF_8;
    }
    String text = new String(bytes, charset);
    text = TextAssembly.storable(text.startsWith("\uFEFF") ? text.substring(1) : text);
    draft.metadata.set(Metadata.CONTENT_TYPE, format.mimeType(type));
    draft.metadata.set(Metadata.CONTENT_ENCODING, charset.name());
    format
        .entries(text)
        .forEach((name, values) -> values.forEach(value -> draft.metadata.add(name, value)));
    if (!text.isBlank()) {
      draft.text.verbatim(text, format.blocks(text));
    }
    return true;
  }
}
