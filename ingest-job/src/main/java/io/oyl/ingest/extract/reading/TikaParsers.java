package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.mail.MailHeader;
import io.oyl.ingest.extract.markup.WholePage;
import io.oyl.ingest.extract.markup.XmlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.tika.Tika;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
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
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Tika's parsers and detectors with our settings, made once. */
final class TikaParsers {
  /** Keys and certificates in letters, which Tika does not count as text. */
  private static final String PEM = "application/x-x509-";

  private static final MediaType MARKDOWN = MediaType.parse("text/markdown");
  private static final MediaType MAIL = MediaType.parse("message/rfc822");

  private final AutoDetectParser parser;
  private final Tika typesByName;

  TikaParsers(int maxDepth) throws TikaException, IOException, SAXException {
    try (InputStream config = TikaParsers.class.getResourceAsStream("tika-config.xml")) {
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
    limits.setMaximumPackageEntryDepth(maxDepth + 10);
    parser.setAutoDetectParserConfig(limits);
  }

  void parse(
      TikaInputStream stream,
      ContentHandler handler,
      Metadata metadata,
      EmbeddedDocumentExtractor inside,
      HtmlMapper elements)
      throws TikaException, IOException, SAXException {
    ParseContext context = new ParseContext();
    context.set(Parser.class, parser);
    context.set(HtmlMapper.class, elements);
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
    office.setIncludeSlideMasterContent(false);
    context.set(OfficeParserConfig.class, office);
    try {
      parser.parse(stream, handler, metadata, context);
    } finally {
      metadata.remove(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE.getName());
    }
  }

  /** Metadata for a file whose content does not tell its type. */
  static Metadata as(MediaType type) {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type.toString());
    return metadata;
  }

  /**
   * The type by content and name, without parameters. It is noted, so that {@link #parse} does not
   * detect it once more, which takes long for archives of many members.
   */
  String typeOf(TikaInputStream stream, Metadata metadata) throws IOException {
    MediaType type = parser.getDetector().detect(stream, metadata);
    if (isNamedMail(metadata) && !type.equals(MAIL) && isMail(stream)) {
      type = MAIL;
    }
    MediaType named = metadata.get(Metadata.CONTENT_TYPE) == null ? textByName(metadata) : null;
    if (named != null && isMaybeText(type, named) && !isPage(stream)) {
      type = named;
    }
    metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type.toString());
    return type.getBaseType().toString();
  }

  private static boolean isNamedMail(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return name != null && name.toLowerCase(Locale.ROOT).endsWith(".eml");
  }

  private static boolean isMail(TikaInputStream stream) throws IOException {
    return MailHeader.isAt(begin(stream, MailHeader.PREFIX_BYTES));
  }

  private static boolean isPage(TikaInputStream stream) throws IOException {
    return WholePage.isAt(begin(stream, WholePage.PREFIX_BYTES));
  }

  private static String begin(TikaInputStream stream, int bytes) throws IOException {
    byte[] begin = new byte[bytes];
    int length = Math.max(0, stream.peek(begin));
    return new String(begin, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Many a Markdown file begins with a comment and an element. */
  private boolean isMaybeText(MediaType found, MediaType named) {
    return found.equals(MediaType.TEXT_HTML)
        || (named.equals(MARKDOWN)
            && parser.getMediaTypeRegistry().isInstanceOf(found, MediaType.APPLICATION_XML));
  }

  /** The type that a name tells, when it is one of texts that are no markup; null for others. */
  private @Nullable MediaType textByName(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    MediaType named = name == null ? null : typeByName(name);
    MediaTypeRegistry types = parser.getMediaTypeRegistry();
    return named != null
            && types.isInstanceOf(named, MediaType.TEXT_PLAIN)
            && !types.isInstanceOf(named, MediaType.TEXT_HTML)
            && !types.isInstanceOf(named, MediaType.APPLICATION_XML)
            && !named.getType().equals("message")
        ? named
        : null;
  }

  String typeOf(Path file) throws IOException {
    return typesByName.detect(file.toFile());
  }

  /** Whether it is text by its content, whatever its name says. */
  boolean isText(Path file) throws IOException {
    try (TikaInputStream stream = TikaInputStream.get(file)) {
      MediaType type = parser.getDetector().detect(stream, new Metadata());
      return type.getBaseType().toString().startsWith(PEM)
          || parser.getMediaTypeRegistry().isInstanceOf(type, MediaType.TEXT_PLAIN);
    }
  }

  /** Whether files of a type are text through and through, mails among them. */
  static boolean isTextThroughout(String mimeType) {
    return (mimeType.startsWith("text/") && !mimeType.equals("text/rtf"))
        || mimeType.equals("application/json")
        || mimeType.equals("application/xhtml+xml")
        || XmlReader.isXml(mimeType)
        || isMail(mimeType);
  }

  static boolean isMail(String mimeType) {
    return MAIL.toString().equals(mimeType);
  }

  @Nullable MediaType typeByName(String filename) {
    return MediaType.parse(typesByName.detect(filename));
  }

  boolean canRead(MediaType type) {
    return parser.getSupportedTypes(new ParseContext()).contains(type);
  }

  /** The type a name tells when the content is of another; null when they agree. */
  @Nullable MediaType otherTypeByName(String filename, String mimeType) {
    MediaType named = typeByName(filename);
    MediaType found = MediaType.parse(mimeType);
    MediaTypeRegistry types = parser.getMediaTypeRegistry();
    return named == null
            || found == null
            || named.equals(MediaType.OCTET_STREAM)
            || types.normalize(named).equals(types.normalize(found))
            || types.isSpecializationOf(found, named)
            || types.isSpecializationOf(named, found)
        ? null
        : named;
  }
}
