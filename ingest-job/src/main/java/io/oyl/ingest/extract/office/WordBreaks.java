package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TextAssembly;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/** Finds the page breaks in the events of a Word file's text. */
final class WordBreaks {
  private static final Set<String> ELSEWHERE = Set.of("commentReference", "altChunk", "subDoc");
  private static final Set<String> DELETED = Set.of("del", "moveFrom");

  /** Text in these is beside the running text; some of it is there twice. */
  private static final Set<String> BESIDE = Set.of("txbxContent", "Fallback");

  /** Whether those that the writer made count too. */
  final boolean made;

  /** Of each section, in order: whether it begins a page. */
  final List<Boolean> sections = new ArrayList<>();

  private final List<Boolean> known;
  int count;
  boolean reliable = true;

  /** Whether there are footnotes. */
  boolean footnotes;

  private boolean textSince;
  private int section;
  private boolean sectionEnds;
  private int beside;
  private int deleted;
  private int tables;
  private int cells;
  private int inCell;
  private int inRow;

  WordBreaks(boolean made, List<Boolean> known) {
    this.made = made;
    this.known = known;
  }

  /** Whether a page begins here: at the start of an element, or before its end. */
  boolean see(XMLEvent event) {
    if (event.isStartElement()) {
      return start(event.asStartElement());
    }
    if (event.isEndElement()) {
      return end(event.asEndElement().getName().getLocalPart());
    }
    if (event.isCharacters()) {
      String text = event.asCharacters().getData();
      reliable &= text.indexOf(TextAssembly.PAGE_BREAK) < 0;
      textSince |= !text.isBlank();
    }
    return false;
  }

  private boolean start(StartElement element) {
    String name = element.getName().getLocalPart();
    reliable &= !ELSEWHERE.contains(name);
    footnotes |= name.equals("footnoteReference");
    beside += BESIDE.contains(name) ? 1 : 0;
    deleted += DELETED.contains(name) ? 1 : 0;
    if (beside > 0) {
      return false;
    }
    switch (name) {
      case "tbl" -> tables++;
      case "tc" -> cells++;
      case "sectPr" -> startSection();
      case "type" -> {
        String type = WordXml.value(element);
        if (!sections.isEmpty() && !type.isEmpty()) {
          sections.set(sections.size() - 1, !type.equals("continuous"));
        }
      }
      case "lastRenderedPageBreak" -> {
        return (!made || textSince) && found();
      }
      case "br" -> {
        return made && WordXml.attribute(element, "type").equals("page") && found();
      }
      default -> {}
    }
    return false;
  }

  private void startSection() {
    sections.add(true);
    section++;
    sectionEnds = made && section < known.size() && known.get(section);
  }

  private boolean end(String name) {
    beside -= BESIDE.contains(name) ? 1 : 0;
    deleted -= DELETED.contains(name) ? 1 : 0;
    if (beside > 0) {
      return false;
    }
    switch (name) {
      case "p" -> {
        boolean ends = sectionEnds;
        sectionEnds = false;
        return ends && found();
      }
      case "tc" -> {
        cells--;
        if (cells == 0) {
          inRow = Math.max(inRow, inCell);
          inCell = 0;
        }
      }
      case "tr" -> {
        if (tables == 1) {
          count += inRow;
          inRow = 0;
        }
      }
      case "tbl" -> tables--;
      default -> {}
    }
    return false;
  }

  private boolean found() {
    reliable &= deleted == 0;
    textSince = false;
    if (cells > 0) {
      inCell++;
    } else {
      count++;
    }
    return true;
  }
}
