package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.opc.PackagePart;

/**
 * What stands in a Word file in one form for newer programs, a choice, and in another for older
 * ones, the fallback. Tika reads the fallback, as what follows here does; some programs have only a
 * picture in it, or none. A first reading tells which choices alone have words; they are then read
 * as fallbacks.
 */
final class WordAlternatives {
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
  private static final String CHOICE = "Choice";
  private static final String FALLBACK = "Fallback";

  /** One whose forms are being read; choices are counted through the part. */
  private static final class Open {
    private int choice = -1;
    private int worded = -1;
    private boolean inFallback;
    private boolean hasFallback;

    private void words() {
      worded = worded < 0 ? choice : worded;
      hasFallback |= inFallback;
    }
  }

  private final Deque<Open> open = new ArrayDeque<>();
  private final Set<Integer> alone = new HashSet<>();
  private int seen;
  private boolean inText;

  /** After a first reading of a part; of a damaged one what could be read. */
  static WordAlternatives of(PackagePart part) {
    WordAlternatives alternatives = new WordAlternatives();
    try (InputStream in = part.getInputStream()) {
      UntrustedXml.forEach(in, alternatives::see);
    } catch (IOException | XMLStreamException | RuntimeException e) {
      // Who reads it will meet the same damage.
    }
    return alternatives;
  }

  /** Takes an event of the first reading. */
  void see(XMLEvent event) {
    String name = UntrustedXml.name(event);
    boolean start = event.isStartElement();
    Open inner = open.peek();
    if (name.equals("AlternateContent")) {
      end(start);
    } else if (name.equals(CHOICE)) {
      int choice = start ? seen++ : -1;
      if (inner != null) {
        inner.choice = choice;
      }
    } else if (name.equals(FALLBACK) && inner != null) {
      inner.inFallback = start;
    } else if (name.equals("t")) {
      inText = start;
    } else if (inText && event.isCharacters() && !event.asCharacters().getData().isBlank()) {
      open.forEach(Open::words);
    }
  }

  private void end(boolean another) {
    Open ended = another ? null : open.poll();
    if (another) {
      open.push(new Open());
    } else if (ended != null && ended.worded >= 0 && !ended.hasFallback) {
      alone.add(ended.worded);
    }
  }

  /** Whether the second reading differs from the file. */
  boolean areNeeded() {
    return !alone.isEmpty();
  }

  /** One second reading of the part, with its boxes behind their paragraphs. */
  InputStream reading(InputStream part) throws IOException {
    return new RewrittenXml(
        areNeeded() ? new RewrittenXml(part, new Renaming()) : part, new WordBoxes());
  }

  private final class Renaming implements RewrittenXml.Rewriting {
    private final Deque<Boolean> renamed = new ArrayDeque<>();
    private int read;

    @Override
    public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
        throws XMLStreamException {
      if (!UntrustedXml.name(event).equals(CHOICE)) {
        out.add(event);
      } else if (event.isStartElement()) {
        renamed.push(alone.contains(read++));
        QName fallback = fallback(event.asStartElement().getName());
        out.add(
            renamed.element()
                ? EVENTS.createStartElement(fallback, null, event.asStartElement().getNamespaces())
                : event);
      } else {
        QName fallback = fallback(event.asEndElement().getName());
        out.add(renamed.pop() ? EVENTS.createEndElement(fallback, null) : event);
      }
    }
  }

  private static QName fallback(QName choice) {
    return new QName(choice.getNamespaceURI(), FALLBACK, choice.getPrefix());
  }
}
