package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/**
 * Puts the text boxes of a Word file's text behind the paragraphs they are anchored in. Where one
 * stands inside of its paragraph, Tika loses count of paragraphs: what comes behind it has neither
 * headings nor paragraphs of its own.
 */
final class WordBoxes implements RewrittenXml.Rewriting {
  static final String BOX = "txbxContent";

  /** What is held; longer boxes stay where they are, in the middle of their paragraph. */
  private static final int MOST_EVENTS = 50_000;

  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();

  private final OpenNamespaces namespaces = new OpenNamespaces();

  /** The boxes to come behind the open paragraph. */
  private final List<XMLEvent> waiting = new ArrayList<>();

  private int other;
  private int boxes;
  private boolean staysInPlace;
  private int paragraphs;

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    boolean start = event.isStartElement();
    String name = UntrustedXml.name(event);
    int step = start ? 1 : -1;
    // what newer programs read is there for older ones once more
    other += name.equals("Choice") ? step : 0;
    boolean box = name.equals(BOX) && other == 0 && paragraphs > 0;
    namespaces.see(event);
    boxes += box && start ? 1 : 0;
    if (boxes > 0 && !staysInPlace) {
      waiting.add(box && start ? standingAlone(event.asStartElement()) : event);
      if (waiting.size() > MOST_EVENTS) {
        writeWaiting(out);
        staysInPlace = true;
      }
    } else if (boxes > 0) {
      out.add(event);
    } else {
      out.add(event);
      paragraphs += name.equals("p") ? step : 0;
    }
    boxes -= box && !start ? 1 : 0;
    staysInPlace &= boxes > 0;
    if (paragraphs == 0 && !waiting.isEmpty()) {
      behind(in, out);
    }
  }

  private void writeWaiting(XMLEventWriter out) throws XMLStreamException {
    for (XMLEvent event : waiting) {
      out.add(event);
    }
    waiting.clear();
  }

  private XMLEvent standingAlone(StartElement box) {
    return EVENTS.createStartElement(
        box.getName(), box.getAttributes(), namespaces.all().values().iterator());
  }

  /** Writes the boxes, which may have others in their paragraphs. */
  private void behind(XMLEventReader in, XMLEventWriter out) throws XMLStreamException {
    List<XMLEvent> boxed = List.copyOf(waiting);
    waiting.clear();
    WordBoxes inner = new WordBoxes();
    for (XMLEvent event : boxed) {
      inner.copy(event, in, out);
    }
  }
}
