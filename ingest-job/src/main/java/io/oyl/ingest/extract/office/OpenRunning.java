package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.RewrittenXml;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;

/**
 * Marks the paragraphs of page headers and footers among the styles of an OpenDocument text. A
 * table there is how they are laid out.
 */
final class OpenRunning implements RewrittenXml.Rewriting {
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
  private static final Pattern NAME = Pattern.compile("(?:header|footer)(?:-left|-first)?");
  private static final Set<String> LAYOUT =
      Set.of("table", "table-header-rows", "table-rows", "table-row", "table-cell");
  private static final Set<String> PARAGRAPHS = Set.of("p", "h");

  private int inside;

  /** Whether a header or a footer begins. */
  static boolean begins(XMLEvent event) {
    return event.isStartElement() && isRunning(event.asStartElement().getName());
  }

  private static boolean isRunning(QName name) {
    return NAME.matcher(name.getLocalPart()).matches()
        && name.getNamespaceURI().contains(":style:");
  }

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    inside += begins(event) ? 1 : 0;
    if (event.isEndElement()) {
      QName name = event.asEndElement().getName();
      inside -= isRunning(name) ? 1 : 0;
      if (inside == 0 || !LAYOUT.contains(name.getLocalPart())) {
        out.add(event);
      }
    } else if (event.isStartElement() && inside > 0) {
      String name = event.asStartElement().getName().getLocalPart();
      if (!LAYOUT.contains(name)) {
        out.add(event);
      }
      if (PARAGRAPHS.contains(name)) {
        out.add(EVENTS.createCharacters(BlockScope.RUNNING));
      }
    } else {
      out.add(event);
    }
  }
}
