package io.oyl.ingest.extract.office;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds the references to notes in one reading of a Word file's text. A reference is shown as the
 * number of its note, counted through the text, unless the writer gave it a mark; the note comes
 * behind the paragraph, so that no sentence is cut and no title grows.
 */
final class WordReferences {
  private static final Set<String> GONE = Set.of("del", "moveFrom");
  private static final Map<String, String> KINDS =
      Map.of(
          "footnoteReference", WordNotes.Key.FOOTNOTE,
          "endnoteReference", WordNotes.Key.ENDNOTE);

  private static final Pattern NUMBER = Pattern.compile("[-\\p{L}\\p{N}]+");

  private record Referred(WordNotes.Key key, String label) {}

  private final WordNotes notes;
  private final WordNoteCounts.Counting counting;
  private final Set<WordNotes.Key> seen = new HashSet<>();
  private final List<Referred> waiting = new ArrayList<>();
  private int gone;
  private int other;
  private int paragraphs;

  WordReferences(WordNotes notes, WordNoteCounts counts) {
    this.notes = notes;
    counting = counts.counting();
  }

  /** What to show instead of the reference that begins here; null where none does. */
  @Nullable String shown(XMLEvent event) {
    counting.see(event);
    if (event.isEndElement()) {
      String name = event.asEndElement().getName().getLocalPart();
      other -= name.equals("Choice") ? 1 : 0;
      gone -= GONE.contains(name) ? 1 : 0;
      paragraphs -= name.equals("p") ? 1 : 0;
    }
    if (!event.isStartElement()) {
      return null;
    }
    StartElement element = event.asStartElement();
    String name = element.getName().getLocalPart();
    other += name.equals("Choice") ? 1 : 0;
    gone += GONE.contains(name) ? 1 : 0;
    paragraphs += name.equals("p") ? 1 : 0;
    String kind = KINDS.get(name);
    return kind == null || other > 0 ? null : reference(WordNotes.Key.of(kind, element), element);
  }

  private String reference(WordNotes.Key key, StartElement element) {
    if (gone > 0) {
      notes.done(key);
      return "";
    }
    String own = WordXml.attribute(element, "customMarkFollows");
    boolean marked = !own.isEmpty() && WordXml.isOn(own);
    String number = marked ? "" : shown(counting.next(key.kind()));
    if (notes.text(key) != null && seen.add(key)) {
      waiting.add(new Referred(key, marked ? "" : number + " "));
    }
    return number;
  }

  /** A number in brackets, another sign as it is. */
  private static String shown(String number) {
    return NUMBER.matcher(number).matches() ? "[" + number + "]" : number;
  }

  /** The notes to write behind this event, each a paragraph; they are no more to come. */
  List<String> behind(XMLEvent event) {
    if (waiting.isEmpty() || paragraphs > 0 || !event.isEndElement()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Referred referred : waiting) {
      texts.add(referred.label() + notes.text(referred.key()));
      notes.done(referred.key());
    }
    waiting.clear();
    return texts;
  }
}
