package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Namespace;
import javax.xml.stream.events.XMLEvent;

/**
 * Puts the notes and comments of an OpenDocument text, which stand in the middle of sentences,
 * behind the paragraphs they stand in: each as a paragraph, its own ones as lines. The sign of a
 * note stays where it was.
 */
final class OpenNotes implements RewrittenXml.Rewriting {
  static final Set<String> NAMES = Set.of("note", "annotation");

  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
  private static final Set<String> PARAGRAPHS = Set.of("p", "h");

  /**
   * Shapes hold paragraphs, which are lines of the note by then; Tika reads no bare words in a
   * shape.
   */
  private static final String DRAWN = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0";

  private static final Set<String> PICTURES = Set.of("image", "object", "object-ole");

  private static final Pattern NUMBER = Pattern.compile("[\\p{L}\\p{N}]+");

  /** The paragraphs to come behind the open one. */
  private final List<XMLEvent> waiting = new ArrayList<>();

  /** The words of the open note, with what marks them. */
  private final List<XMLEvent> note = new ArrayList<>();

  private final OpenNamespaces namespaces = new OpenNamespaces();
  private final Map<String, Namespace> ofNote = new LinkedHashMap<>();
  private final StringBuilder sign = new StringBuilder();
  private QName paragraph = new QName("p");
  private int paragraphs;
  private int notes;
  private int noteParagraphs;
  private boolean inSign;
  private boolean worded;
  private boolean lineEnds;

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    String name = UntrustedXml.name(event);
    namespaces.see(event);
    boolean begins = event.isStartElement() && NAMES.contains(name) && paragraphs > 0;
    if (notes > 0 || begins) {
      notes += begins ? 1 : 0;
      notes -= event.isEndElement() && NAMES.contains(name) ? 1 : 0;
      if (notes == 0) {
        String shown = shown();
        endNote(shown);
        out.add(EVENTS.createCharacters(shown));
      } else {
        take(event, name);
      }
      return;
    }
    out.add(event);
    if (PARAGRAPHS.contains(name)) {
      paragraphs += event.isStartElement() ? 1 : -1;
      paragraph = event.isStartElement() ? named(event, "p") : paragraph;
    }
    if (paragraphs == 0) {
      for (XMLEvent each : waiting) {
        out.add(each);
      }
      waiting.clear();
    }
  }

  private void take(XMLEvent event, String name) {
    if (event.isStartElement() && noteParagraphs == 0) {
      ofNote.putAll(namespaces.all());
    }
    if (name.equals("note-citation")) {
      inSign = event.isStartElement();
    } else if (PARAGRAPHS.contains(name)) {
      noteParagraphs += event.isStartElement() ? 1 : -1;
      lineEnds = worded;
    } else if (inSign && event.isCharacters()) {
      sign.append(event.asCharacters().getData());
    } else if (noteParagraphs > 0 && !NAMES.contains(name) && !isShape(event, name)) {
      boolean first = event.isCharacters() && !worded;
      if (lineEnds && event.isCharacters() && !event.asCharacters().getData().isBlank()) {
        note.add(EVENTS.createCharacters("\n"));
        lineEnds = false;
      }
      String words = first ? event.asCharacters().getData().stripLeading() : "";
      note.add(first ? EVENTS.createCharacters(words) : event);
      worded |= !words.isEmpty();
    }
  }

  /** A number in brackets, another sign as it is. */
  private String shown() {
    String shown = sign.toString().strip();
    return NUMBER.matcher(shown).matches() ? "[" + shown + "]" : shown;
  }

  private void endNote(String shown) {
    waiting.add(EVENTS.createStartElement(paragraph, null, ofNote.values().iterator()));
    if (worded && !shown.isEmpty()) {
      waiting.add(EVENTS.createCharacters(shown + " "));
    }
    waiting.addAll(note);
    waiting.add(EVENTS.createEndElement(paragraph, null));
    note.clear();
    ofNote.clear();
    sign.setLength(0);
    noteParagraphs = 0;
    worded = false;
    lineEnds = false;
  }

  private static boolean isShape(XMLEvent event, String name) {
    if (!event.isStartElement() && !event.isEndElement()) {
      return false;
    }
    QName element =
        event.isStartElement() ? event.asStartElement().getName() : event.asEndElement().getName();
    return element.getNamespaceURI().equals(DRAWN) && !PICTURES.contains(name);
  }

  /** Another element of the same vocabulary. */
  private static QName named(XMLEvent start, String local) {
    QName name = start.asStartElement().getName();
    return new QName(name.getNamespaceURI(), local, name.getPrefix());
  }
}
