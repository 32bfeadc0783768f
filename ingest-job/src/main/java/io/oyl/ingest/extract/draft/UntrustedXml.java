package io.oyl.ingest.extract.draft;

import java.io.InputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.events.XMLEvent;

/** XML of a file that anybody may have written: no DTD counts and nothing else is fetched. */
public final class UntrustedXml {
  private UntrustedXml() {}

  /** Reads it piece by piece. */
  public static XMLStreamReader pieces(InputStream in) throws XMLStreamException {
    return factory().createXMLStreamReader(in);
  }

  /** Reads it as events, which can be kept and written again. */
  public static XMLEventReader events(InputStream in) throws XMLStreamException {
    return factory().createXMLEventReader(in);
  }

  /** Hands over all events. */
  public static void forEach(InputStream in, Consumer<XMLEvent> consumer)
      throws XMLStreamException {
    XMLEventReader xml = events(in);
    while (xml.hasNext()) {
      consumer.accept(xml.nextEvent());
    }
  }

  /** The local name of the element that begins or ends; empty for anything else. */
  public static String name(XMLEvent event) {
    if (event.isStartElement()) {
      return event.asStartElement().getName().getLocalPart();
    }
    return event.isEndElement() ? event.asEndElement().getName().getLocalPart() : "";
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
