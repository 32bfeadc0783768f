package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.source.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.utils.XMLReaderUtils;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/**
 * Reads XML that is a document, a feed or data: articles, patents, books, exports. Nothing outside
 * of the file is fetched and entities multiply within bounds only; the names of characters that an
 * unread DTD would tell are known from HTML.
 */
public final class XmlReader extends DraftHandler {
  private static final Set<String> TYPES =
      Set.of(
          "application/xml",
          "text/xml",
          "application/rss+xml",
          "application/atom+xml",
          "application/rdf+xml",
          "application/dita+xml");
  private static final int PROBE = 1_024;
  private static final int MAX_DEPTH = 150;

  /** In bytes: the elements of such a file are all held in memory. */
  private static final long MAX_MALFORMED = 16 << 20;

  /** What is told of a file without an XML declaration is that it is plain text, or HTML. */
  private static final Set<String> MISTAKEN = Set.of("text/plain", "text/html");

  /** How no page of HTML begins. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "\\s*(?:<\\?xml\\s[^>]*>\\s*)?(?:<!--.*?-->\\s*)*"
              + "<(?:!DOCTYPE\\s+(?:article|section|book|chapter|TEI|TEI\\.2|PATDOC|us-patent-\\w+"
              + "|patent-application-publication)|(?:book|chapter|TEI|TEI\\.2|pmc-articleset"
              + "|us-patent-\\w+|patent-application-publication|PATDOC)"
              + "|article\\s[^>]*(?:xmlns|article-type|dtd-version))[\\s=>].*",
          Pattern.DOTALL);

  private static final String DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";

  private final DocumentDraft draft;
  private HtmlElement root = new HtmlElement("", null);
  private HtmlElement open = root;
  private final XmlAttributes attributesTold = new XmlAttributes();
  private boolean begun;
  private boolean isFeed;
  private boolean isKnown;
  private int deeper;
  private int gathered;

  XmlReader(DocumentDraft draft) {
    this.draft = draft;
  }

  public static boolean isXml(String type) {
    return TYPES.contains(type);
  }

  /** Whether a stream of this detected type is XML; it is left where it was. */
  public static boolean reads(String type, InputStream stream) throws IOException {
    if (isXml(type)) {
      return true;
    }
    if (!MISTAKEN.contains(type) || !stream.markSupported()) {
      return false;
    }
    stream.mark(PROBE);
    String start = new String(stream.readNBytes(PROBE), StandardCharsets.UTF_8);
    stream.reset();
    return DOCUMENT.matcher(start.startsWith("\uFEFF") ? start.substring(1) : start).matches();
  }

  /** Reads it; what was read until then is kept when it breaks off. */
  public static void read(
      InputStream stream, String type, DocumentDraft draft, CutCounter.Seen seen)
      throws IOException, SAXException, TikaException {
    draft.metadata.set(Metadata.CONTENT_TYPE, type.endsWith("+xml") ? type : "application/xml");
    XmlReader reader = new XmlReader(draft);
    CutCounter counter = new CutCounter(reader, seen);
    BufferedInputStream bytes = new BufferedInputStream(stream);
    try {
      if (isUtf16(bytes)) {
        Reader characters = new InputStreamReader(bytes, StandardCharsets.UTF_16);
        XMLReaderUtils.parseSAX(characters, counter, new ParseContext());
      } else {
        XMLReaderUtils.parseSAX(bytes, counter, new ParseContext());
      }
    } finally {
      reader.finish();
    }
  }

  /** Whether the byte order mark says so, which is right where the declaration says another. */
  private static boolean isUtf16(InputStream stream) throws IOException {
    stream.mark(2);
    int mark = stream.read() << 8 | stream.read();
    stream.reset();
    return mark == 0xFEFF || mark == 0xFFFE;
  }

  /**
   * Reads the text of XML that no parser of XML takes, by the elements that can be told.
   *
   * @return false when there is no text
   */
  public static boolean readMalformed(
      Path file, DocumentDraft draft, CutCounter.Seen seen, Throwable thrown)
      throws IOException, SAXException {
    if (Files.size(file) > MAX_MALFORMED) {
      return false;
    }
    Document document;
    try (InputStream stream = Files.newInputStream(file)) {
      document = Jsoup.parse(stream, null, "", Parser.xmlParser());
    }
    XmlReader reader = new XmlReader(draft);
    CutCounter counter = new CutCounter(reader, seen);
    try {
      MarkupEvents.send(document, counter);
    } finally {
      reader.finish();
    }
    if (draft.text.isEmpty()) {
      return false;
    }
    draft.gap(
        Reason.PARSE_ERROR,
        Failure.of(thrown).detail() + "; its text was read as far as its elements can be told");
    return true;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (open.depth >= MAX_DEPTH) {
      deeper++;
      text().append(' ').append(isKnown ? "" : XmlAttributes.told(attributes)).append(' ');
      return;
    }
    HtmlElement element = new HtmlElement(localName.toLowerCase(Locale.ROOT), open);
    if (!begun) {
      begun = true;
      isFeed = FeedPage.isFeed(uri, element.name);
      isKnown = isFeed || XmlNames.ROOTS.contains(element.name);
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      element.set(attributes.getLocalName(i).toLowerCase(Locale.ROOT), attributes.getValue(i));
    }
    if (uri.equals(DUBLIN_CORE) && !isFeed) {
      element.set("dublin-core", "");
    }
    open.children.add(element);
    open = element;
    if (!isKnown) {
      gathered += attributesTold.add(element, uri, attributes);
      finishWhenFull();
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) {
    HtmlElement parent = open.parent;
    if (deeper > 0) {
      deeper--;
    } else if (parent != null) {
      if (open.has("dublin-core")) {
        draft.metadata.add("dc:" + open.name, WhiteSpace.collapse(open.text()));
      }
      open = parent;
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    text().append(ch, start, length);
    for (int i = start; i < start + length; i++) {
      gathered += WhiteSpace.isSpace(ch[i]) ? 0 : 1;
    }
    finishWhenFull();
  }

  private void finishWhenFull() throws SAXException {
    if (gathered > draft.text.room()) {
      finish();
    }
  }

  @Override
  public void skippedEntity(String name) {
    text().append(Entities.getByName(name));
  }

  private StringBuilder text() {
    if (!open.children.isEmpty() && open.children.getLast() instanceof StringBuilder text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    open.children.add(text);
    return text;
  }

  @Override
  public void finish() throws SAXException {
    HtmlElement document = root;
    root = new HtmlElement("", null);
    open = root;
    gathered = 0;
    if (!document.children.isEmpty()) {
      XmlMetadata.add(document, draft.metadata);
      attributesTold.write(document);
      HtmlElement feed = FeedPage.of(document, draft.text);
      HtmlElement page = feed == null ? XmlVocabulary.page(document) : feed;
      new HtmlBlocks(draft.text, false).write(page);
    }
  }
}
