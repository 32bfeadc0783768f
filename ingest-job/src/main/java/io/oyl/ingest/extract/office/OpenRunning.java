package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

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

  /** Written behind the text; null where they stay where they are. */
  private final @Nullable List<XMLEvent> held;

  private int inside;

  /**
   * One reading.
   *
   * @param isFlat whether styles and text are in one file: of the styles there Tika reads nothing
   */
  OpenRunning(boolean isFlat) {
    held = isFlat ? new ArrayList<>() : null;
  }

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
    boolean begins = begins(event);
    boolean ends = event.isEndElement() && isRunning(event.asEndElement().getName());
    inside += begins ? 1 : 0;
    inside -= ends ? 1 : 0;
    if (inside == 0 || begins) {
      if (event.isEndElement() && isText(event.asEndElement().getName())) {
        writeHeld(out);
      }
      out.add(event);
      return;
    }
    String name = UntrustedXml.name(event);
    if (!LAYOUT.contains(name)) {
      put(event, out);
    }
    if (event.isStartElement() && PARAGRAPHS.contains(name)) {
      put(EVENTS.createCharacters(BlockScope.RUNNING), out);
    }
  }

  private static boolean isText(QName name) {
    return name.getLocalPart().equals("text") && name.getNamespaceURI().contains(":office:");
  }

  private void put(XMLEvent event, XMLEventWriter out) throws XMLStreamException {
    if (held == null) {
      out.add(event);
    } else {
      held.add(event);
    }
  }

  private void writeHeld(XMLEventWriter out) throws XMLStreamException {
    if (held != null) {
      for (XMLEvent event : held) {
        out.add(event);
      }
      held.clear();
    }
  }
}
