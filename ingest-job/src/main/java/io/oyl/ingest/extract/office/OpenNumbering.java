package io.oyl.ingest.extract.office;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenDocument text says of numbers before headings and list items: list styles, the
 * outline, which is that of the headings, and which of them a paragraph style names.
 */
final class OpenNumbering {
  /** Holds what was deleted, and who did it. */
  static final String TRACKED_CHANGES = "tracked-changes";

  /** What a picture shows, in a word and in a sentence. */
  static final Set<String> TOLD_OF_PICTURES = Set.of("title", "desc");

  private static final String SVG = ":svg-compatible:";

  private static final int LONGEST_CHAIN = 20;

  /**
   * A paragraph style.
   *
   * @param list null when it says nothing, empty for none
   */
  private record Style(String parent, @Nullable String list) {}

  private final Map<String, Map<Integer, OpenLevel>> lists = new HashMap<>();
  private final Map<String, Style> styles = new HashMap<>();
  private Map<Integer, OpenLevel> open = Map.of();
  private String outline = "Outline";
  private boolean numbers;
  private boolean changes;
  private boolean notes;
  private boolean running;
  private boolean pictures;

  /** Takes an event of a part of the package that has styles. */
  void see(XMLEvent event) {
    running |= OpenRunning.begins(event);
    pictures |= event.isStartElement() && isToldOfPicture(event.asStartElement().getName());
    if (event.isStartElement()) {
      take(event.asStartElement());
    }
  }

  private void take(StartElement element) {
    String name = element.getName().getLocalPart();
    switch (name) {
      case "list-style", "outline-style" -> {
        String own = value(element, "name");
        open = new HashMap<>();
        if (name.equals("outline-style")) {
          outline = own.isEmpty() ? outline : own;
          own = outline;
        }
        lists.put(own, open);
      }
      case "list-level-style-number",
          "list-level-style-bullet",
          "list-level-style-image",
          "outline-level-style" -> {
        OpenLevel level = OpenLevel.of(element);
        open.put(level.level(), level);
        numbers |= !level.label(level::written).isEmpty();
      }
      case "style" -> {
        if (value(element, "family").equals("paragraph")) {
          styles.put(
              value(element, "name"),
              new Style(
                  value(element, "parent-style-name"), attribute(element, "list-style-name")));
        }
      }
      case TRACKED_CHANGES -> changes = true;
      default -> notes |= OpenNotes.NAMES.contains(name);
    }
  }

  /** Whether some paragraph may have a number, or some was deleted while changes were tracked. */
  boolean changesText() {
    return numbers || changes;
  }

  /** Whether there are notes or comments. */
  boolean hasNotes() {
    return notes;
  }

  /** Whether pages have a header or a footer. */
  boolean hasRunning() {
    return running;
  }

  /** Whether something is told of a picture. */
  boolean hasPictures() {
    return pictures;
  }

  static boolean isToldOfPicture(QName name) {
    return TOLD_OF_PICTURES.contains(name.getLocalPart()) && name.getNamespaceURI().contains(SVG);
  }

  /** Whether the text is to be read differently from how it is written. */
  boolean isNeeded() {
    return changesText() || notes || running || pictures;
  }

  String outline() {
    return outline;
  }

  @Nullable OpenLevel level(String list, int level) {
    return lists.getOrDefault(list, Map.of()).get(level);
  }

  /** Whether a heading of this style that stands in no list is numbered by the outline. */
  boolean isOutlined(String style) {
    Style step = styles.get(style);
    for (int i = 0; i < LONGEST_CHAIN && step != null; i++) {
      String list = step.list();
      if (list != null) {
        return list.equals(outline);
      }
      step = styles.get(step.parent());
    }
    return true;
  }

  /** An attribute's value, empty when there is none. */
  static String value(StartElement element, String name) {
    String value = attribute(element, name);
    return value == null ? "" : value;
  }

  private static @Nullable String attribute(StartElement element, String name) {
    for (Iterator<Attribute> all = element.getAttributes(); all.hasNext(); ) {
      Attribute attribute = all.next();
      if (attribute.getName().getLocalPart().equals(name)) {
        return attribute.getValue();
      }
    }
    return null;
  }
}
