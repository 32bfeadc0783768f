package io.oyl.ingest.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.tika.io.TikaInputStream;

/**
 * The pages of a DOCX file, where the file knows them. Word notes where each page began when it
 * last laid the text out ({@code w:lastRenderedPageBreak}), and how many pages there were ({@code
 * Pages} in docProps/app.xml). A file knows its pages
 *
 * <ul>
 *   <li>by the noted breaks alone when there is one less than pages;
 *   <li>else by the noted breaks with those that the writer made, page breaks and sections that
 *       begin a page, a noted one right behind another counted once: when there is one less than
 *       pages, or when there are noted ones and the number of pages is not told.
 * </ul>
 *
 * <p>Any other file has no pages: it was never laid out, or was changed since. Neither has one with
 * footnotes or comments, which the parser gives behind the text and not where they stand, nor one
 * with breaks in deleted text. A row of a table breaks as often as the cell that breaks most.
 *
 * <p>The breaks reach the text as {@link TextAssembly#PAGE_BREAK} in the part that Tika reads, so
 * there is nothing to align.
 */
final class WordPages {
  private static final Set<String> ELSEWHERE =
      Set.of("footnoteReference", "commentReference", "altChunk", "subDoc");
  private static final Set<String> DELETED = Set.of("del", "moveFrom");

  /** Text in these is beside the running text; some of it is there twice. */
  private static final Set<String> BESIDE = Set.of("txbxContent", "Fallback");

  private WordPages() {}

  /**
   * Lets the parser of this stream send the breaks.
   *
   * @return the number of pages; 0, with nothing changed, when the file does not know
   */
  static int mark(TikaInputStream stream, DocumentDraft draft, String type) {
    OPCPackage files = AlteredPackage.opened(stream);
    PackagePart main = files == null ? null : AlteredPackage.mainPart(files);
    if (files == null || main == null) {
      return 0;
    }
    try {
      Breaks rendered = new Breaks(false, List.of());
      rendered.readAll(main);
      if (!rendered.reliable) {
        return 0;
      }
      int told = told(files);
      Breaks breaks = rendered;
      if (told != rendered.count + 1 || told == 1) {
        breaks = new Breaks(true, rendered.sections);
        breaks.readAll(main);
        boolean known = told == 0 ? rendered.count > 0 : told == breaks.count + 1;
        if (!known || breaks.count == 0) {
          return 0;
        }
      }
      boolean made = breaks.made;
      AlteredPackage.offer(
          stream,
          draft.metadata,
          type,
          main.getPartName().getName().substring(1),
          in -> new Marked(in, new Breaks(made, rendered.sections)));
      return breaks.count + 1;
    } catch (IOException | XMLStreamException | OpenXML4JException | RuntimeException e) {
      return 0;
    }
  }

  /** Zero when it is not told. */
  private static int told(OPCPackage files) throws IOException, XMLStreamException {
    List<PackagePart> properties =
        files.getPartsByRelationshipType(PackageRelationshipTypes.EXTENDED_PROPERTIES);
    if (properties.isEmpty()) {
      return 0;
    }
    try (InputStream in = properties.getFirst().getInputStream()) {
      XMLEventReader xml = reader(in);
      while (xml.hasNext()) {
        XMLEvent event = xml.nextEvent();
        if (event.isStartElement()
            && event.asStartElement().getName().getLocalPart().equals("Pages")) {
          return Integer.parseInt(xml.getElementText().strip());
        }
      }
      return 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static XMLEventReader reader(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLEventReader(in);
  }

  /** Finds the breaks in the events of the text. */
  private static final class Breaks {
    /** Whether those that the writer made count too. */
    final boolean made;

    /** Of each section, in order: whether it begins a page. */
    final List<Boolean> sections = new ArrayList<>();

    private final List<Boolean> known;
    int count;
    boolean reliable = true;
    private boolean textSince;
    private int section;
    private boolean sectionEnds;
    private int beside;
    private int deleted;
    private int tables;
    private int cells;
    private int inCell;
    private int inRow;

    Breaks(boolean made, List<Boolean> known) {
      this.made = made;
      this.known = known;
    }

    void readAll(PackagePart part) throws IOException, XMLStreamException {
      try (InputStream in = part.getInputStream()) {
        XMLEventReader xml = reader(in);
        while (xml.hasNext() && reliable) {
          see(xml.nextEvent());
        }
      }
    }

    /** Whether a page begins here: at the start of an element, or before its end. */
    boolean see(XMLEvent event) {
      if (event.isStartElement()) {
        return start(event.asStartElement());
      }
      if (event.isEndElement()) {
        return end(event.asEndElement().getName().getLocalPart());
      }
      if (event.isCharacters()) {
        String text = event.asCharacters().getData();
        reliable &= text.indexOf(TextAssembly.PAGE_BREAK) < 0;
        textSince |= !text.isBlank();
      }
      return false;
    }

    private boolean start(StartElement element) {
      String name = element.getName().getLocalPart();
      reliable &= !ELSEWHERE.contains(name);
      beside += BESIDE.contains(name) ? 1 : 0;
      deleted += DELETED.contains(name) ? 1 : 0;
      if (beside > 0) {
        return false;
      }
      switch (name) {
        case "tbl" -> tables++;
        case "tc" -> cells++;
        case "sectPr" -> startSection();
        case "type" -> {
          String type = value(element, "val");
          if (!sections.isEmpty() && !type.isEmpty()) {
            sections.set(sections.size() - 1, !type.equals("continuous"));
          }
        }
        case "lastRenderedPageBreak" -> {
          return (!made || textSince) && found();
        }
        case "br" -> {
          return made && value(element, "type").equals("page") && found();
        }
        default -> {}
      }
      return false;
    }

    private void startSection() {
      sections.add(true);
      section++;
      sectionEnds = made && section < known.size() && known.get(section);
    }

    private boolean end(String name) {
      beside -= BESIDE.contains(name) ? 1 : 0;
      deleted -= DELETED.contains(name) ? 1 : 0;
      if (beside > 0) {
        return false;
      }
      switch (name) {
        case "p" -> {
          boolean ends = sectionEnds;
          sectionEnds = false;
          return ends && found();
        }
        case "tc" -> {
          cells--;
          if (cells == 0) {
            inRow = Math.max(inRow, inCell);
            inCell = 0;
          }
        }
        case "tr" -> {
          if (tables == 1) {
            count += inRow;
            inRow = 0;
          }
        }
        case "tbl" -> tables--;
        default -> {}
      }
      return false;
    }

    private boolean found() {
      reliable &= deleted == 0;
      textSince = false;
      if (cells > 0) {
        inCell++;
      } else {
        count++;
      }
      return true;
    }

    private static String value(StartElement element, String attribute) {
      String namespace = element.getName().getNamespaceURI();
      var value = element.getAttributeByName(new QName(namespace, attribute));
      return value == null ? "" : value.getValue();
    }
  }

  /** The part with a mark at each break, read as it is written. */
  private static final class Marked extends InputStream {
    private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();

    private final InputStream part;
    private final Breaks breaks;
    private final XMLEventReader in;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final XMLEventWriter out;
    private byte[] ready = new byte[0];
    private int read;

    Marked(InputStream part, Breaks breaks) throws IOException {
      this.part = part;
      this.breaks = breaks;
      try {
        in = reader(part);
        out = XMLOutputFactory.newDefaultFactory().createXMLEventWriter(written, "UTF-8");
      } catch (XMLStreamException e) {
        throw new IOException(e);
      }
    }

    @Override
    public int read() throws IOException {
      return fill() ? ready[read++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int copied = Math.min(length, ready.length - read);
      System.arraycopy(ready, read, bytes, offset, copied);
      read += copied;
      return copied;
    }

    private boolean fill() throws IOException {
      try {
        while (read == ready.length && in.hasNext()) {
          for (int i = 0; i < 200 && in.hasNext(); i++) {
            copy(in.nextEvent());
          }
          out.flush();
          ready = written.toByteArray();
          written.reset();
          read = 0;
        }
        return read < ready.length;
      } catch (XMLStreamException e) {
        throw new IOException("the text is damaged", e);
      }
    }

    private void copy(XMLEvent event) throws XMLStreamException {
      boolean begins = breaks.see(event);
      if (begins && event.isStartElement()) {
        mark(event.asStartElement().getName());
        out.add(event);
      } else if (begins) {
        QName run = named(event.asEndElement().getName(), "r");
        out.add(EVENTS.createStartElement(run, null, null));
        mark(run);
        out.add(EVENTS.createEndElement(run, null));
        out.add(event);
      } else {
        out.add(event);
      }
    }

    private void mark(QName sibling) throws XMLStreamException {
      QName text = named(sibling, "t");
      out.add(EVENTS.createStartElement(text, null, null));
      out.add(EVENTS.createCharacters(String.valueOf(TextAssembly.PAGE_BREAK)));
      out.add(EVENTS.createEndElement(text, null));
    }

    private static QName named(QName sibling, String name) {
      return new QName(sibling.getNamespaceURI(), name, sibling.getPrefix());
    }

    @Override
    public void close() throws IOException {
      part.close();
    }
  }
}
