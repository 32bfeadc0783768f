package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/** Reads the text of one note of a Word file, each paragraph a line. */
final class WordNoteText {
  /** Text in these is there twice, or was taken away while changes were tracked. */
  private static final Set<String> LEFT_OUT = Set.of("Choice", "del", "moveFrom");

  /** What {@link WordMarks} and others write into a text; a note has none of it. */
  private static final Pattern MARKS = Pattern.compile("[\uFDD0-\uFDEF]");

  private final @Nullable WordNumbers numbers;
  private final WordRaised raised = new WordRaised();
  private final WordSigns signs = new WordSigns();
  private final StringBuilder text = new StringBuilder();
  private int leftOut;
  private boolean inRun;
  private boolean inText;

  /**
   * A note without text so far.
   *
   * @param numbers of the paragraphs of all notes; null where none is numbered
   */
  WordNoteText(@Nullable WordNumbers numbers) {
    this.numbers = numbers;
  }

  /**
   * Takes an event.
   *
   * @param in where it came from; a formula is read to its end
   */
  void take(XMLEvent event, XMLEventReader in) throws XMLStreamException {
    if (numbers != null && numbers.skips(event)) {
      return;
    }
    String before = (numbers == null ? "" : numbers.before(event)) + raised.before(event);
    String words = signs.before(event);
    if (event.isStartElement()) {
      String name = event.asStartElement().getName().getLocalPart();
      if (name.equals("oMath")) {
        String latex = WordMath.read(event, in, _ -> {});
        add(before + (latex.isEmpty() ? "" : "$" + latex + "$"));
        return;
      }
      leftOut += LEFT_OUT.contains(name) ? 1 : 0;
      add(before);
      start(name);
    } else if (event.isEndElement()) {
      add(before);
      end(event.asEndElement().getName().getLocalPart());
    } else if (event.isCharacters() && inText) {
      add(before + event.asCharacters().getData());
    }
    if (!words.isEmpty()) {
      add((numbers == null ? "" : numbers.take()) + words);
    }
  }

  private void start(String name) {
    switch (name) {
      case "p" -> add("\n");
      case "r" -> inRun = true;
      case "t" -> inText = true;
      // among the properties of a paragraph it is where one stops
      case "tab" -> add(inRun ? "\t" : "");
      case "br", "cr" -> add("\n");
      case "rt" -> add(" (");
      default -> {}
    }
  }

  private void end(String name) {
    switch (name) {
      case "r" -> inRun = false;
      case "t" -> inText = false;
      case "rt" -> add(")");
      default -> {}
    }
    leftOut -= LEFT_OUT.contains(name) ? 1 : 0;
  }

  private void add(String words) {
    if (leftOut == 0) {
      text.append(words);
    }
  }

  String read() {
    return WhiteSpace.collapseLines(MARKS.matcher(text).replaceAll(""));
  }
}
