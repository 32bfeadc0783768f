package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.RewrittenXml;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.jspecify.annotations.Nullable;

/**
 * Marks the paragraphs of a page header or footer of a Word file. A table there is how they are
 * laid out.
 */
final class WordRunning implements RewrittenXml.Rewriting {
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
  private static final Set<String> LAYOUT = Set.of("tbl", "tr", "tc");

  private WordRunning() {}

  /** The page headers and footers of a file as they are to be read, by the names of the parts. */
  static Map<String, AlteredPackage.Change> parts(PackagePart main, @Nullable WordNumbering lists) {
    Map<String, AlteredPackage.Change> parts = new HashMap<>();
    try {
      for (PackageRelationship relation : main.getRelationships()) {
        String type = relation.getRelationshipType();
        if (type.endsWith("/header") || type.endsWith("/footer")) {
          PackagePart part = main.getRelatedPart(relation);
          WordAlternatives alternatives = WordAlternatives.of(part);
          parts.put(
              part.getPartName().getName().substring(1),
              in ->
                  new RewrittenXml(
                      new RewrittenXml(alternatives.reading(in), new WordRunning()),
                      new WordMarks(null, lists == null ? null : new WordNumbers(lists), null)));
        }
      }
    } catch (OpenXML4JException | RuntimeException e) {
      // The others are read as they are.
    }
    return parts;
  }

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    if (event.isStartElement()) {
      if (!LAYOUT.contains(event.asStartElement().getName().getLocalPart())) {
        out.add(event);
      }
    } else if (event.isEndElement()) {
      QName name = event.asEndElement().getName();
      if (name.getLocalPart().equals("p")) {
        mark(out, name);
      }
      if (!LAYOUT.contains(name.getLocalPart())) {
        out.add(event);
      }
    } else {
      out.add(event);
    }
  }

  private static void mark(XMLEventWriter out, QName paragraph) throws XMLStreamException {
    QName run = new QName(paragraph.getNamespaceURI(), "r", paragraph.getPrefix());
    QName text = new QName(paragraph.getNamespaceURI(), "t", paragraph.getPrefix());
    out.add(EVENTS.createStartElement(run, null, null));
    out.add(EVENTS.createStartElement(text, null, null));
    out.add(EVENTS.createCharacters(BlockScope.RUNNING));
    out.add(EVENTS.createEndElement(text, null));
    out.add(EVENTS.createEndElement(run, null));
  }
}
