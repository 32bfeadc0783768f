package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RaisedNumber;
import java.util.Set;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/** Finds {@linkplain RaisedNumber raised numbers} in the running text of a Word file. */
final class WordRaised {
  /** After these another word begins. */
  private static final Set<String> BORDERS = Set.of("p", "tab", "br", "cr", "tc");

  private static final int LONGEST = 40;

  /** The letters and digits at the end of the text so far. */
  private final StringBuilder word = new StringBuilder();

  private boolean raised;
  private boolean afterRaised;
  private boolean inText;

  /** What to write before this event. */
  String before(XMLEvent event) {
    if (event.isStartElement()) {
      start(event.asStartElement());
    } else if (event.isEndElement()) {
      inText &= !event.asEndElement().getName().getLocalPart().equals("t");
    } else if (event.isCharacters() && inText) {
      return text(event.asCharacters().getData());
    }
    return "";
  }

  private void start(StartElement element) {
    String name = element.getName().getLocalPart();
    switch (name) {
      case "r" -> raised = false;
      case "t" -> inText = true;
      case "vertAlign" -> raised = WordXml.value(element).equals("superscript");
      default -> {
        if (BORDERS.contains(name)) {
          word.setLength(0);
        }
      }
    }
  }

  private String text(String text) {
    String sign = raised && !afterRaised ? RaisedNumber.sign(word.toString(), text) : "";
    int begin = text.length();
    while (begin > 0
        && text.length() - begin < LONGEST
        && Character.isLetterOrDigit(text.codePointBefore(begin))) {
      begin -= Character.charCount(text.codePointBefore(begin));
    }
    if (begin > 0) {
      word.setLength(0);
    }
    word.append(text, begin, text.length());
    if (word.length() > LONGEST) {
      word.delete(0, word.length() - LONGEST);
    }
    afterRaised = raised;
    return sign;
  }
}
