package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;

/**
 * Ends a line behind what is told of a picture in an OpenDocument text: it is no part of the
 * sentence in which the picture stands.
 */
final class OpenPictures implements RewrittenXml.Rewriting {
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    if (event.isEndElement() && OpenNumbering.isToldOfPicture(event.asEndElement().getName())) {
      out.add(EVENTS.createCharacters("\n"));
    }
    out.add(event);
  }
}
