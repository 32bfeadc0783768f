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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.tika.Tika;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.AutoDetectParserConfig;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads one file after the other with Tika, in this process. Not safe for use by several threads.
 */
final class TikaReader {
  /** A package that says what it holds; when it opens as a bare one, it is damaged. */
  private static final Set<String> OFFICE_NAMES =
      Set.of(
          "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods",
          "odp", "epub");

  private static final Set<String> BARE_PACKAGES =
      Set.of("application/zip", "application/x-tika-ooxml");

  private final ExtractSettings settings;
  private static final Set<String> CARRIERS =
      Set.of(
          "application/zip",
          "application/x-tar",
          "application/gzip",
          "application/x-gtar",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/x-bzip2",
          "application/x-xz",
          "application/x-cpio",
          "application/x-archive",
          "application/zstd",
          "application/mbox",
          "application/vnd.ms-outlook-pst");

  private static final String OCR_PAGES = "ocr_pages";

  /** Larger ones are read as a stream, without structure. */
  private static final long MAX_TEXT_FILE_BYTES = 32L << 20;

  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n[ \\t]+\\r?\\n");

  private static final MediaType PDF = MediaType.application("pdf");

  private final AutoDetectParser parser;
  private final Tika typesByName;
  private final WebEncodingDetector encodings = new WebEncodingDetector();
  private final LanguageDetection languages;
  private final @Nullable Recognition recognition;
  private volatile @Nullable DocumentDraft current;
  private TextBudget budget;
  private CutCounter.Seen seen;
  private UnpackedBudget unpacked;
  private volatile Request request = Request.whole(Path.of(""), Duration.ofDays(1));
  private long patience;
  private String strategy = "";
  private int embedded;
  private boolean stopped;

  /**
   * A reader.
   *
   * @param tesseract null where none is installed
   */
  TikaReader(ExtractSettings settings, @Nullable Tesseract tesseract)
      throws TikaException, IOException, SAXException {
    this.settings = settings;
    this.recognition = tesseract == null ? null : new Recognition(tesseract);
    this.budget = new TextBudget(settings.maxTextCharacters());
    this.seen = new CutCounter.Seen(settings.maxTextCharacters());
    this.unpacked = new UnpackedBudget(settings.maxUnpackedMegabytes());
    try (InputStream config = TikaReader.class.getResourceAsStream("tika-config.xml")) {
      if (config == null) {
        throw new IOException("tika-config.xml is not on the class path");
      }
      TikaConfig tika = new TikaConfig(config);
      parser = new AutoDetectParser(tika);
      typesByName = new Tika(tika);
    }
    // Our own limits hold: text, memory, time, nesting. Tika's guess of a bomb refuses good files.
    AutoDetectParserConfig limits = new AutoDetectParserConfig();
    limits.setMaximumCompressionRatio(Long.MAX_VALUE);
    limits.setOutputThreshold(Long.MAX_VALUE);
    limits.setMaximumDepth(10_000);
    limits.setMaximumPackageEntryDepth(settings.maxDepth() + 10);
    parser.setAutoDetectParserConfig(limits);
    languages = new LanguageDetection();
  }

  /** How far the file is read. For any thread. */
  WireFormat.Message.Progress progress(long peakHeapBytes) {
    DocumentDraft draft = current;
    return new WireFormat.Message.Progress(
        draft == null ? "" : draft.path,
        draft == null ? 0 : draft.text.pageReached(),
        settings.maxTextCharacters() - budget.left(),
        peakHeapBytes,
        recognition == null ? 0 : recognition.millis());
  }

  /** The simpler way the last file was read by, empty for the usual one. */
  String strategy() {
    return strategy;
  }

  /** Reads a file by the simpler way that its type has; null when there is none. */
  @Nullable Extraction readSimply(Request wanted) throws IOException {
    Path file = wanted.file();
    String type = typesByName.detect(file.toFile());
    SimplerReading simpler = SimplerReading.of(type);
    if (simpler == null) {
      return null;
    }
    begin(wanted);
    strategy = simpler.label();
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, type);
    DocumentDraft root =
        new DocumentDraft(
            null, "", String.valueOf(file.getFileName()), metadata, new TextAssembly(budget));
    root.sizeBytes = Files.size(file);
    current = root;
    Throwable thrown = null;
    try {
      simpler.read(file, root, wanted.budget());
    } catch (Exception | StackOverflowError e) {
      thrown = e;
    } finally {
      current = null;
    }
    return outcome(root, thrown);
  }

  private void begin(Request wanted) {
    request = wanted;
    strategy = "";
    if (recognition != null) {
      recognition.reset();
    }
    patience =
        System.nanoTime()
            + (wanted.patient() ? wanted.budget().toNanos() / 4 * 3 : Long.MAX_VALUE / 2);
  }

  Extraction read(Request wanted) {
    begin(wanted);
    Path file = wanted.file();
    String filename = String.valueOf(file.getFileName());
    MediaType named = MediaType.parse(typesByName.detect(filename));
    long bytes;
    try (InputStream probe = Files.newInputStream(file)) {
      bytes = Files.size(file);
      if (probe.read() < 0) {
        return new Extraction.Refused(Reason.EMPTY_FILE, "there are no bytes in it");
      }
    } catch (IOException e) {
      return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
    }
    Extraction extraction = read(file, filename, bytes, null);
    if (named != null && isNotWhatItSays(extraction, named)) {
      Extraction asNamed = read(file, filename, bytes, named);
      if (asNamed instanceof Extraction.Extracted extracted
          && extracted.documents().stream().anyMatch(document -> !document.text().isEmpty())) {
        return asNamed;
      }
      return new Extraction.Refused(
          Reason.CORRUPT,
          asNamed instanceof Extraction.Refused(Reason reason, String detail)
                  && reason == Reason.CORRUPT
              ? detail
              : "it is damaged: it does not hold what its name says");
    }
    return extraction;
  }

  /** A damaged start hides the type; the name may still tell it. */
  private boolean isNotWhatItSays(Extraction extraction, MediaType named) {
    return switch (extraction) {
      case Extraction.Refused refused ->
          refused.reason() == Reason.UNSUPPORTED
              && !named.equals(MediaType.OCTET_STREAM)
              && parser.getSupportedTypes(new ParseContext()).contains(named);
      case Extraction.Extracted extracted ->
          named.equals(PDF)
              && extracted.documents().getFirst().mimeType().startsWith("text/")
              && !extracted.documents().getFirst().mimeType().endsWith("html");
    };
  }

  private Extraction read(Path file, String filename, long bytes, @Nullable MediaType type) {
    budget = new TextBudget(settings.maxTextCharacters());
    seen = new CutCounter.Seen(settings.maxTextCharacters());
    unpacked = new UnpackedBudget(settings.maxUnpackedMegabytes());
    embedded = 0;
    stopped = false;
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, filename);
    if (type != null) {
      metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type.toString());
    }
    DocumentDraft root = new DocumentDraft(null, "", filename, metadata, new TextAssembly(budget));
    root.sizeBytes = bytes;
    Throwable thrown = null;
    try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
      thrown = parse(stream, root);
      recognizeImage(root, file);
    } catch (IOException e) {
      thrown = e;
    } finally {
      current = null;
    }
    if (thrown == null && !root.hasText() && root.mimeType().equals("message/rfc822")) {
      thrown = mailBody(file, root);
    }
    describe(file, root);
    if (FileEnd.isMissing(file, root.mimeType())) {
      root.gap(Reason.PARSE_ERROR, "the end of the file is missing; what is left of it was read");
    }
    return outcome(root, thrown);
  }

  /** Reads a document into its draft; what the parser threw, null when all went well. */
  private @Nullable Throwable parse(TikaInputStream stream, DocumentDraft draft) {
    DocumentDraft outer = current;
    current = draft;
    String type;
    try {
      type = detected(stream, draft);
    } catch (IOException e) {
      current = outer;
      return e;
    }
    Slides slides = new Slides(stream, draft);
    BlockHandler blocks = new BlockHandler(draft.text, draft::mimeType, slides::texts);
    DraftHandler handler =
        type.equals(PDF.toString())
            ? new PdfHandler(
                draft, () -> stream.getOpenContainer() instanceof PDDocument pdf ? pdf : null)
            : blocks;
    Embedded inside = new Embedded(draft);
    Throwable thrown = null;
    PagesWithoutText pages =
        new PagesWithoutText(
            new CutCounter(handler, seen),
            () -> isPdf(draft) && stream.hasFile() ? stream.getPath() : null,
            recognition);
    try (pages) {
      if (!readAsText(stream, draft, type)) {
        parser.parse(stream, pages, draft.metadata, context(inside, blocks));
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
    inside.tellLeftOut();
    tell(pages, draft);
    current = outer;
    return thrown;
  }

  private static boolean isPdf(DocumentDraft draft) {
    return draft.mimeType().equals("application/pdf");
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

  private String imagesAndNoText() {
    return "there are images and no text" + missingOcr();
  }

  private String missingOcr() {
    return recognition == null
        ? ": character recognition is needed"
        : ", and character recognition failed";
  }

  private void tellRecognized(DocumentDraft draft, String pages) {
    if (recognition != null) {
      draft.metadata.set(OCR_PAGES, pages);
      draft.metadata.set("ocr_engine", recognition.engine());
    }
  }

  private void recognizeImage(DocumentDraft draft, @Nullable Path file) {
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
    MediaType named = MediaType.parse(typesByName.detect(root.filename));
    MediaType found = MediaType.parse(root.mimeType());
    MediaTypeRegistry types = parser.getMediaTypeRegistry();
    if (named != null
        && found != null
        && !named.equals(MediaType.OCTET_STREAM)
        && !types.normalize(named).equals(types.normalize(found))
        && !types.isSpecializationOf(found, named)
        && !types.isSpecializationOf(named, found)) {
      root.metadata.set(DocumentMetadata.TYPE_BY_NAME, named.toString());
    }
  }

  private String detected(TikaInputStream stream, DocumentDraft draft) throws IOException {
    String given = draft.metadata.get(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE);
    return given == null
        ? parser.getDetector().detect(stream, draft.metadata).getBaseType().toString()
        : given;
  }

  /** Reads formats whose text is the document itself; false, with nothing read, for others. */
  private boolean readAsText(TikaInputStream stream, DocumentDraft draft, String type)
      throws IOException, SAXException {
    if (stream.getOpenContainer() != null) {
      return false;
    }
    TextFormat format = TextFormat.of(type, draft.filename);
    if (format == null || stream.getLength() > MAX_TEXT_FILE_BYTES) {
      return false;
    }
    Charset charset = encodings.detect(stream, draft.metadata);
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

  private ParseContext context(Embedded inside, BlockHandler blocks) {
    ParseContext context = new ParseContext();
    context.set(Parser.class, parser);
    context.set(HtmlMapper.class, new EveryElement(blocks));
    context.set(EmbeddedDocumentExtractor.class, inside);
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setExtractInlineImages(false);
    pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pdf.setSuppressDuplicateOverlappingText(true);
    pdf.setCatchIntermediateIOExceptions(true);
    // An outline repeats the headings of the pages.
    pdf.setExtractBookmarksText(false);
    context.set(PDFParserConfig.class, pdf);
    OfficeParserConfig office = new OfficeParserConfig();
    office.setUseSAXDocxExtractor(true);
    office.setUseSAXPptxExtractor(true);
    office.setExtractMacros(false);
    context.set(OfficeParserConfig.class, office);
    return context;
  }

  /** Asks a presentation for its titles once, when the first slide comes. */
  private static final class Slides {
    private final TikaInputStream stream;
    private final DocumentDraft draft;
    private @Nullable SlideTexts texts;

    Slides(TikaInputStream stream, DocumentDraft draft) {
      this.stream = stream;
      this.draft = draft;
    }

    SlideTexts texts() {
      SlideTexts known = texts;
      if (known == null) {
        known = read();
        texts = known;
      }
      return known;
    }

    private SlideTexts read() {
      String type = draft.mimeType();
      try {
        if (type.startsWith("application/vnd.openxmlformats-officedocument.presentationml")
            || type.startsWith("application/vnd.ms-powerpoint.")) {
          return stream.hasFile() ? SlideTexts.of(stream.getPath()) : SlideTexts.NONE;
        }
        return switch (stream.getOpenContainer()) {
          case POIFSFileSystem files -> SlideTexts.of(files.getRoot());
          case DirectoryNode node -> SlideTexts.of(node);
          case null, default -> SlideTexts.NONE;
        };
      } catch (IOException e) {
        return SlideTexts.NONE;
      }
    }
  }

  /** Keeps all elements of HTML, and tells that HTML is being read: a mail may hold both kinds. */
  private static final class EveryElement implements HtmlMapper {
    private final BlockHandler blocks;

    EveryElement(BlockHandler blocks) {
      this.blocks = blocks;
    }

    @Override
    public @Nullable String mapSafeElement(String name) {
      blocks.inHtml();
      return IdentityHtmlMapper.INSTANCE.mapSafeElement(name);
    }

    @Override
    public boolean isDiscardElement(String name) {
      return IdentityHtmlMapper.INSTANCE.isDiscardElement(name);
    }

    @Override
    public @Nullable String mapSafeAttribute(String element, String attribute) {
      return IdentityHtmlMapper.INSTANCE.mapSafeAttribute(element, attribute);
    }
  }

  private Extraction outcome(DocumentDraft root, @Nullable Throwable thrown) {
    tellSwallowed(root);
    if (thrown != null && !Failure.isWriteLimit(thrown)) {
      Failure failure = Failure.of(thrown);
      boolean nothing = !root.hasText();
      if (nothing || failure.reason() == Reason.ENCRYPTED || isBrokenOffice(root)) {
        return new Extraction.Refused(failure.reason(), DocumentDraft.bounded(failure.detail()));
      }
      root.gap(Reason.PARSE_ERROR, "only a part was read: " + failure.detail());
    }
    if (isCut(root)) {
      root.gap(
          Reason.TRUNCATED,
          "the text ends after "
              + settings.maxTextCharacters()
              + " characters, the most that is kept of a file; "
              + seen.told(settings.maxTextCharacters()));
    }
    if (!root.hasText()) {
      Extraction.@Nullable Refused refused = withoutText(root);
      if (refused != null) {
        return refused;
      }
    }
    List<ExtractedDocument> documents = new ArrayList<>();
    collect(root, -1, documents);
    return new Extraction.Extracted(documents);
  }

  private Extraction.@Nullable Refused withoutText(DocumentDraft root) {
    String type = root.mimeType();
    if (!root.gaps.isEmpty() && root.gaps.stream().allMatch(TikaReader::isPassword)) {
      return new Extraction.Refused(Reason.ENCRYPTED, Failure.PASSWORD_NEEDED);
    }
    if (isUnsupported(root)) {
      return new Extraction.Refused(
          Reason.UNSUPPORTED, "there is no reader for files of type " + type);
    }
    if (isBrokenOffice(root)) {
      return new Extraction.Refused(Reason.CORRUPT, "it is damaged: parts are missing");
    }
    boolean pictures =
        root.images > 0 || (type.startsWith("image/") && root.metadata.get(OCR_PAGES) == null);
    boolean damaged = root.gaps.stream().anyMatch(gap -> gap.reason() == Reason.PARSE_ERROR);
    if (damaged && !pictures && !type.startsWith("audio/") && !type.startsWith("video/")) {
      return new Extraction.Refused(
          Reason.CORRUPT, DocumentDraft.bounded("it is damaged: " + root.gaps.getFirst().detail()));
    }
    if (root.gaps.stream().allMatch(gap -> gap.reason() == Reason.PARSE_ERROR)) {
      if (pictures) {
        root.gap(Reason.NEEDS_OCR, imagesAndNoText());
      } else {
        root.gap(Reason.NO_TEXT, "it was read to its end and holds no text");
      }
    }
    return null;
  }

  private static boolean isPassword(Gap gap) {
    return gap.detail().endsWith(": " + Failure.PASSWORD_NEEDED);
  }

  private static boolean isBrokenOffice(DocumentDraft root) {
    int dot = root.filename.lastIndexOf('.');
    return dot >= 0
        && OFFICE_NAMES.contains(root.filename.substring(dot + 1).toLowerCase(Locale.ROOT))
        && BARE_PACKAGES.contains(root.mimeType());
  }

  private static boolean isUnsupported(DocumentDraft draft) {
    for (String used : draft.metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY)) {
      if (used.endsWith(".EmptyParser")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCut(DocumentDraft draft) {
    return draft.text.isCut() || draft.children.stream().anyMatch(TikaReader::isCut);
  }

  /** Tika keeps some failures to itself and tells them in metadata only. */
  private static void tellSwallowed(DocumentDraft draft) {
    for (String key : draft.metadata.names()) {
      if (!key.startsWith("X-TIKA:EXCEPTION:")) {
        continue;
      }
      for (String stack : draft.metadata.getValues(key)) {
        boolean password = stack.contains("EncryptedDocumentException");
        if (key.endsWith("embedded_stream_exception") || key.endsWith("embedded_exception")) {
          draft.gap(
              Reason.CHILD_FAILED,
              "a part inside: " + (password ? Failure.PASSWORD_NEEDED : "it is damaged"));
        } else if (!key.endsWith("write_limit_reached")) {
          String cause = Failure.readable(stack.replaceFirst("^[\\w.$]+: ?", ""));
          draft.gap(
              Reason.PARSE_ERROR,
              "some of it could not be read" + (cause.isEmpty() ? "" : ": " + cause));
        }
      }
    }
  }

  private void collect(DocumentDraft draft, int parent, List<ExtractedDocument> documents) {
    int index = documents.size();
    String text = draft.text.text();
    documents.add(
        new ExtractedDocument(
            parent,
            draft.path,
            draft.filename,
            draft.mimeType(),
            draft.sizeBytes,
            text,
            draft.text.blocks(),
            draft.text.pages(),
            DocumentMetadata.of(draft.metadata, draft.text.pages().count()),
            languages.of(text),
            draft.gaps));
    for (DocumentDraft child : draft.children) {
      if (child.hasText()) {
        collect(child, index, documents);
      }
    }
  }

  /** Takes what a parser finds inside a document. */
  private final class Embedded implements EmbeddedDocumentExtractor {
    private final DocumentDraft holder;
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int left;
    private int late;

    Embedded(DocumentDraft holder) {
      this.holder = holder;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      String type = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
      String kind = type == null ? "" : type;
      if (kind.equals("INLINE") && isImage(metadata)) {
        holder.images++;
        return false;
      }
      return switch (kind) {
        case "THUMBNAIL", "FONT", "RENDERING", "METADATA" -> false;
        default -> true;
      };
    }

    private boolean isMaybePdf(Metadata metadata) {
      String type = metadata.get(Metadata.CONTENT_TYPE);
      String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
      return (type != null && type.equals("application/pdf"))
          || (name != null && name.toLowerCase(Locale.ROOT).endsWith(".pdf"));
    }

    private boolean isImage(Metadata metadata) {
      String type = metadata.get(Metadata.CONTENT_TYPE);
      String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
      return (type != null && type.startsWith("image/"))
          || (name != null
              && name.toLowerCase(Locale.ROOT)
                  .matches(".*\\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|pict|webp|jp2|jb2)"));
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
        throws SAXException, IOException {
      if (stopped) {
        left++;
        return;
      }
      String name = unique(name(metadata));
      if (embedded >= settings.maxEmbedded() || late > 0) {
        left++;
        return;
      }
      if (System.nanoTime() - patience > 0) {
        late++;
        return;
      }
      if (holder.depth() >= settings.maxDepth()) {
        holder.gap(Reason.TRUNCATED, name + ": it is nested deeper than " + settings.maxDepth());
        return;
      }
      embedded++;
      String path = holder.path.isEmpty() ? name : holder.path + "/" + name;
      String why = request.without().get(limited(path));
      if (why != null) {
        holder.gap(Reason.CHILD_FAILED, name + ": " + why);
        return;
      }
      DocumentDraft draft =
          new DocumentDraft(
              holder,
              limited(path),
              limited(name.substring(name.lastIndexOf('/') + 1)),
              metadata,
              new TextAssembly(budget));
      holder.children.add(draft);
      Throwable thrown;
      try (TemporaryResources temporary = new TemporaryResources()) {
        TikaInputStream copy =
            TikaInputStream.get(
                unpacked.measured(CloseShieldInputStream.wrap(stream)), temporary, metadata);
        if (stream instanceof TikaInputStream tika && tika.getOpenContainer() != null) {
          copy.setOpenContainer(tika.getOpenContainer());
        }
        if (isMaybePdf(metadata) || (recognition != null && isImage(metadata))) {
          copy.getPath();
        }
        thrown = parse(copy, draft);
        if (thrown == null) {
          recognizeImage(draft, copy.hasFile() ? copy.getPath() : null);
        }
        draft.sizeBytes = copy.hasLength() ? copy.getLength() : -1;
      }
      settle(draft, name, thrown);
    }

    /** Says how many documents a limit has left out. */
    void tellLeftOut() {
      if (late > 0) {
        holder.gap(
            Reason.TRUNCATED, counted(late + left) + " left out: there was no more time for them");
      } else if (left > 0) {
        holder.gap(
            Reason.TRUNCATED,
            counted(left)
                + " left out: "
                + (stopped
                    ? "a limit of the whole file was reached"
                    : settings.maxEmbedded() + " are the most that are read of a file"));
      }
    }

    private static String counted(int documents) {
      return documents == 1 ? "1 document inside was" : documents + " documents inside were";
    }

    private void settle(DocumentDraft draft, String name, @Nullable Throwable thrown)
        throws SAXException {
      tellSwallowed(draft);
      if (thrown != null && Failure.isWriteLimit(thrown)) {
        stopped = true;
        draft.gap(Reason.TRUNCATED, "the text ends where the limit of the whole file was reached");
        throw new org.apache.tika.exception.WriteLimitReachedException(
            settings.maxTextCharacters());
      }
      if (unpacked.isSpent()) {
        stopped = true;
        holder.gap(
            Reason.TRUNCATED,
            name
                + ": reading ended here, where "
                + settings.maxUnpackedMegabytes()
                + " MB were unpacked, the most of a file");
        throw new org.apache.tika.exception.WriteLimitReachedException(
            settings.maxTextCharacters());
      }
      if (thrown != null) {
        Failure failure = Failure.of(thrown);
        if (failure.reason() == Reason.EMPTY_FILE) {
          holder.children.remove(draft);
        } else if (draft.mimeType().startsWith("image/")) {
          holder.images++;
          holder.children.remove(draft);
        } else if (draft.hasText()) {
          draft.gap(Reason.PARSE_ERROR, "only a part was read: " + failure.detail());
        } else {
          holder.gap(Reason.CHILD_FAILED, name + ": " + failure.detail());
          holder.children.remove(draft);
        }
      } else if (!draft.hasText()) {
        if (draft.mimeType().startsWith("image/")) {
          holder.images++;
        }
        if (isUnsupported(draft) && isCarrier(holder.mimeType())) {
          holder.gap(
              Reason.CHILD_FAILED,
              name + ": there is no reader for files of type " + draft.mimeType());
        }
        for (Gap gap : draft.gaps) {
          boolean same = gap.reason() == Reason.TRUNCATED || gap.reason() == Reason.NEEDS_OCR;
          holder.gap(same ? gap.reason() : Reason.CHILD_FAILED, name + ": " + gap.detail());
        }
        holder.children.remove(draft);
      }
    }

    /** Archives and mail carry files of all kinds; what office files embed is mostly decoration. */
    private boolean isCarrier(String type) {
      return type.startsWith("message/")
          || type.equals("application/vnd.ms-outlook")
          || CARRIERS.contains(type);
    }

    private String name(Metadata metadata) {
      String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
      if (name == null || name.isBlank()) {
        name = metadata.get(TikaCoreProperties.EMBEDDED_RELATIONSHIP_ID);
      }
      if (name == null || name.isBlank()) {
        name = "part";
      }
      List<String> parts = new ArrayList<>();
      for (String part : name.replace('\\', '/').split("/", -1)) {
        String clean = TextAssembly.collapse(StorableText.of(part).replaceAll("\\p{Cntrl}", " "));
        if (!clean.isEmpty() && !clean.equals(".") && !clean.equals("..")) {
          parts.add(clean);
        }
      }
      return parts.isEmpty() ? "part" : String.join("/", parts);
    }

    private String unique(String name) {
      String unique = limited(name);
      while (!taken.add(unique)) {
        unique = limited(name) + " (" + names.merge(name, 1, Integer::sum) + ")";
      }
      return unique;
    }

    /** Long names keep their end, where the extension is. */
    private String limited(String name) {
      int length = name.codePointCount(0, name.length());
      return length <= 1_000
          ? name
          : "…" + name.substring(name.offsetByCodePoints(0, length - 999));
    }
  }
}
