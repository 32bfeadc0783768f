package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.pdf.PdfImages;
import io.oyl.ingest.extract.pdf.PdfReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Looks at each page of a PDF on its way to the text. One without text, or with glyphs that stand
 * for no character, is recognized where that can be done, and noted where not.
 */
final class PagesWithoutText extends ContentHandlerDecorator implements AutoCloseable {
  /** A page with more text than this has a text layer; it is not held back any longer. */
  private static final int ENOUGH = 2_000;

  private static final int TOO_MUCH = 200_000;

  /** Smaller images are logos and rules. */
  private static final long PIXELS_OF_A_SCAN = 250_000;

  private interface Event {
    void send() throws SAXException;
  }

  /** Names the PDF once it is known to be one; null when its bytes are no longer there. */
  interface Source {
    @Nullable Path file() throws IOException;
  }

  private final Source source;
  private final @Nullable Recognition recognition;
  private final List<Event> held = new ArrayList<>();
  private final PageNumbers recognized = new PageNumbers();
  private final PageNumbers scans = new PageNumbers();
  private @Nullable PDDocument document;
  private boolean unreadable;
  private int page;
  private int depth;
  private boolean holding;
  private int visible;
  private int broken;
  private int imagesAnywhere;

  /**
   * Looks at pages.
   *
   * @param recognition null where no program is installed
   */
  PagesWithoutText(ContentHandler handler, Source source, @Nullable Recognition recognition) {
    super(handler);
    this.source = source;
    this.recognition = recognition;
  }

  /** Pages whose text was recognized. */
  PageNumbers recognized() {
    return recognized;
  }

  /** Pages with an image as large as a scan and no text. */
  PageNumbers scans() {
    return scans;
  }

  /** How many pages there are with any image and no text of any kind. */
  int imagesAnywhere() {
    return imagesAnywhere;
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    boolean starts = depth == 0 && isPage(localName, attributes);
    if (starts) {
      page++;
      visible = 0;
      broken = 0;
    }
    if (starts || depth > 0) {
      depth++;
    }
    if (starts) {
      super.startElement(uri, localName, name, attributes);
      holding = true;
    } else if (holding) {
      AttributesImpl copy = new AttributesImpl(attributes);
      held.add(() -> super.startElement(uri, localName, name, copy));
    } else {
      super.startElement(uri, localName, name, attributes);
    }
  }

  private static boolean isPage(String localName, Attributes attributes) {
    return localName.equals("div") && "page".equals(attributes.getValue("class"));
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    if (depth > 0 && --depth == 0) {
      endPage();
    }
    if (holding) {
      held.add(() -> super.endElement(uri, localName, name));
    } else {
      super.endElement(uri, localName, name);
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    if (!holding) {
      super.characters(ch, start, length);
      return;
    }
    for (int i = start; i < start + length; i++) {
      if (!WhiteSpace.isSpace(ch[i])) {
        visible++;
        // Glyphs without a character come as such, or from a font's private area.
        broken += ch[i] == '\uFFFD' || Character.getType(ch[i]) == Character.PRIVATE_USE ? 1 : 0;
      }
    }
    char[] copy = java.util.Arrays.copyOfRange(ch, start, start + length);
    held.add(() -> super.characters(copy, 0, copy.length));
    if (visible > ENOUGH && (2 * broken <= visible || visible > TOO_MUCH)) {
      release();
    }
  }

  @Override
  public void ignorableWhitespace(char[] ch, int start, int length) throws SAXException {
    if (holding) {
      characters(ch, start, length);
    } else {
      super.ignorableWhitespace(ch, start, length);
    }
  }

  @Override
  public void endDocument() throws SAXException {
    release();
    super.endDocument();
  }

  /** Sends what was held back; the parser may have stopped in the middle of a page. */
  void release() throws SAXException {
    holding = false;
    List<Event> events = List.copyOf(held);
    held.clear();
    for (Event event : events) {
      event.send();
    }
  }

  private void endPage() throws SAXException {
    boolean without = holding && (visible == 0 || 2 * broken > visible);
    String text = without ? look() : null;
    if (text == null) {
      release();
      return;
    }
    held.clear();
    holding = false;
    for (String paragraph : text.split("\n\\s*\n", -1)) {
      char[] characters = paragraph.toCharArray();
      super.startElement("", "p", "p", new AttributesImpl());
      super.characters(characters, 0, characters.length);
      super.endElement("", "p", "p");
    }
  }

  /** The recognized text of the page; null when its own is to be kept. */
  private @Nullable String look() {
    return PdfReports.aside(this::lookAt);
  }

  private @Nullable String lookAt() {
    try {
      PDDocument opened = open();
      if (opened == null || page > opened.getNumberOfPages()) {
        return null;
      }
      long pixels = PdfImages.largest(opened.getPage(page - 1));
      if (pixels == 0 && broken == 0) {
        return null;
      }
      String text = recognition == null ? null : recognition.page(opened, page);
      if (text == null || (text.isEmpty() && broken > 0)) {
        imagesAnywhere += pixels > 0 ? 1 : 0;
        if (pixels >= PIXELS_OF_A_SCAN || broken > 0) {
          scans.add(page);
        }
        return null;
      }
      recognized.add(page);
      return text;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private @Nullable PDDocument open() {
    if (document == null && !unreadable) {
      try {
        Path file = source.file();
        if (file == null) {
          return null;
        }
        document = Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache());
      } catch (IOException | RuntimeException e) {
        unreadable = true;
      }
    }
    return document;
  }

  @Override
  public void close() throws IOException {
    if (document != null) {
      document.close();
    }
  }
}
