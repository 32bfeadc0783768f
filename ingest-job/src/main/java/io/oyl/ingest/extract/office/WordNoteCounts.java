package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;

/**
 * How the notes of a Word file are counted: what its settings say, and each of its sections, which
 * does so at its end. A first reading of the text collects it.
 */
final class WordNoteCounts {
  private static final Map<String, String> KINDS =
      Map.of("footnotePr", WordNotes.Key.FOOTNOTE, "endnotePr", WordNotes.Key.ENDNOTE);

  /** What is said of notes of a kind, by the name of the element. */
  private record Said(String kind, String name) {}

  private final Map<Said, String> file = new HashMap<>();
  private final List<Map<Said, String>> sections = new ArrayList<>();
  private String kind = "";
  private int former;

  /** With what the settings of the file say; nothing where they are damaged. */
  static WordNoteCounts of(PackagePart main) {
    WordNoteCounts counts = new WordNoteCounts();
    try {
      for (PackageRelationship relation : main.getRelationships()) {
        if (relation.getRelationshipType().endsWith("/settings")) {
          try (InputStream in = main.getRelatedPart(relation).getInputStream()) {
            UntrustedXml.forEach(in, counts::see);
          }
        }
      }
    } catch (IOException | XMLStreamException | OpenXML4JException | RuntimeException e) {
      // What was read so far counts.
    }
    return counts;
  }

  /** Takes an event of the settings, or of the first reading of the text. */
  void see(XMLEvent event) {
    boolean start = event.isStartElement();
    String name = UntrustedXml.name(event);
    former += name.equals("sectPrChange") ? start ? 1 : -1 : 0;
    if (former > 0) {
      return;
    }
    switch (name) {
      case "sectPr" -> {
        if (start) {
          sections.add(new HashMap<>());
        }
      }
      case "footnotePr", "endnotePr" -> kind = start ? KINDS.getOrDefault(name, "") : "";
      case "numFmt", "numStart", "numRestart" -> {
        if (start && !kind.isEmpty()) {
          (sections.isEmpty() ? file : sections.getLast())
              .put(new Said(kind, name), WordXml.value(event.asStartElement()));
        }
      }
      default -> {}
    }
  }

  /** The counting in one reading of the text. */
  Counting counting() {
    return new Counting();
  }

  /** The numbers that notes have come to. */
  final class Counting {
    private final Map<String, Integer> counted = new HashMap<>();
    private int section;
    private int former;
    private boolean sectionEnds;

    /** Takes an event of the text. */
    void see(XMLEvent event) {
      boolean start = event.isStartElement();
      String name = UntrustedXml.name(event);
      former += name.equals("sectPrChange") ? start ? 1 : -1 : 0;
      if (name.equals("sectPr") && start && former == 0) {
        sectionEnds = true;
      } else if (name.equals("p") && !start && sectionEnds) {
        sectionEnds = false;
        section++;
        restart("eachSect");
      } else if (name.equals("lastRenderedPageBreak") && start) {
        restart("eachPage");
      }
    }

    private void restart(String where) {
      counted.keySet().removeIf(each -> said(each, "numRestart", "").equals(where));
    }

    /** The number of the next note of a kind, as it is written. */
    String next(String kind) {
      int start = Numeral.parsed(said(kind, "numStart", ""), 1);
      int number = counted.merge(kind, start, (last, _) -> last + 1);
      boolean roman = kind.equals(WordNotes.Key.ENDNOTE);
      return Numeral.named(number, said(kind, "numFmt", roman ? "lowerRoman" : "decimal"));
    }

    private String said(String kind, String name, String otherwise) {
      Said said = new Said(kind, name);
      String ofFile = file.getOrDefault(said, otherwise);
      return section < sections.size() ? sections.get(section).getOrDefault(said, ofFile) : ofFile;
    }
  }
}
