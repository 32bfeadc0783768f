package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.jspecify.annotations.Nullable;

/**
 * The footnotes and endnotes of a Word file. They are in parts of their own, which Tika gives
 * behind the whole text: here is their text, to be written where it is referred to, and what those
 * parts are without it.
 */
final class WordNotes {
  /** Which note of a file; the names are those of elements. */
  record Key(String kind, String id) {
    static final String FOOTNOTE = "footnote";
    static final String ENDNOTE = "endnote";

    /** Of a note or of a reference to it. */
    static Key of(String kind, StartElement element) {
      return new Key(kind, WordXml.attribute(element, "id"));
    }
  }

  /** A part that holds the notes of a kind. */
  private record Part(String kind, WordAlternatives alternatives) {}

  private final Map<Key, String> texts = new HashMap<>();
  private final Map<String, Part> parts = new HashMap<>();
  private final Set<Key> done = new HashSet<>();

  private WordNotes() {}

  /**
   * Reads the notes.
   *
   * @return null when there are none, or they are damaged
   */
  static @Nullable WordNotes of(PackagePart main, @Nullable WordNumbering lists) {
    WordNotes notes = new WordNotes();
    try {
      notes.read(main, Key.FOOTNOTE, lists);
      notes.read(main, Key.ENDNOTE, lists);
    } catch (IOException | XMLStreamException | OpenXML4JException | RuntimeException e) {
      return null;
    }
    return notes.texts.isEmpty() ? null : notes;
  }

  private void read(PackagePart main, String kind, @Nullable WordNumbering lists)
      throws IOException, XMLStreamException, OpenXML4JException {
    for (PackageRelationship relation : main.getRelationships()) {
      if (relation.getRelationshipType().endsWith("/" + kind + "s")) {
        PackagePart part = main.getRelatedPart(relation);
        WordAlternatives alternatives = WordAlternatives.of(part);
        parts.put(part.getPartName().getName().substring(1), new Part(kind, alternatives));
        try (InputStream in = alternatives.reading(part.getInputStream())) {
          read(UntrustedXml.events(in), kind, lists == null ? null : new WordNumbers(lists));
        }
        return;
      }
    }
  }

  private void read(XMLEventReader xml, String kind, @Nullable WordNumbers numbers)
      throws XMLStreamException {
    Key key = null;
    WordNoteText text = new WordNoteText(numbers);
    while (xml.hasNext()) {
      XMLEvent event = xml.nextEvent();
      if (event.isStartElement() && UntrustedXml.name(event).equals(kind)) {
        key = Key.of(kind, event.asStartElement());
        text = new WordNoteText(numbers);
      } else if (event.isEndElement() && UntrustedXml.name(event).equals(kind)) {
        if (key != null && !text.read().isEmpty()) {
          texts.putIfAbsent(key, text.read());
        }
        key = null;
      } else {
        text.take(event, xml);
      }
    }
  }

  /** The text of a note, on one line or more; null for one that has none or is not there. */
  @Nullable String text(Key key) {
    return texts.get(key);
  }

  /** It is written, or it was deleted: it is not to come behind the text. */
  void done(Key key) {
    done.add(key);
  }

  /** The parts of the notes as they are to be read behind the text, by their names. */
  Map<String, AlteredPackage.Change> rest() {
    Map<String, AlteredPackage.Change> changes = new HashMap<>();
    parts.forEach(
        (name, part) ->
            changes.put(
                name, in -> new RewrittenXml(part.alternatives.reading(in), new Rest(part.kind))));
    return changes;
  }

  /** Leaves out the notes that are done, of several with one name the first. */
  private final class Rest implements RewrittenXml.Rewriting {
    private final Set<Key> met = new HashSet<>();
    private final String kind;
    private boolean leftOut;

    Rest(String kind) {
      this.kind = kind;
    }

    @Override
    public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
        throws XMLStreamException {
      if (event.isStartElement() && UntrustedXml.name(event).equals(kind)) {
        Key key = Key.of(kind, event.asStartElement());
        leftOut = met.add(key) && done.contains(key);
      }
      if (!leftOut) {
        out.add(event);
      }
      leftOut &= !event.isEndElement() || !UntrustedXml.name(event).equals(kind);
    }
  }
}
