package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.jspecify.annotations.Nullable;

/**
 * What a Word file says of numbers before paragraphs (ECMA-376, 17.9): lists that count, with their
 * levels, and the styles that put a paragraph into a list. A heading is numbered by its style.
 */
final class WordNumbering {
  private static final int LONGEST_CHAIN = 20;

  /** The level in an outline of what is not in it. */
  private static final String BODY_LEVEL = "9";

  /** The number of no list. */
  private static final int NONE = 0;

  /** Levels that count together. */
  private static final class Counting {
    final Map<Integer, WordLevel> levels = new HashMap<>();
    String sameAs = "";
  }

  /** A list: how it counts, and where it does so otherwise. */
  static final class Numbered {
    private int counting = -1;
    private Map<Integer, WordLevel> levels = Map.of();
    private final Map<Integer, WordLevel> own = new HashMap<>();
    private final Map<Integer, Integer> starts = new HashMap<>();

    /** Those of the same value count together. */
    int counting() {
      return counting;
    }

    @Nullable WordLevel level(int index) {
      WordLevel level = own.get(index);
      return level == null ? levels.get(index) : level;
    }

    /** Whether it starts anew at a level, whatever was counted before it. */
    boolean starts(int index) {
      return starts.containsKey(index);
    }

    int start(int index) {
      WordLevel level = level(index);
      return starts.getOrDefault(index, level == null ? 1 : level.start());
    }

    @Nullable Integer levelOf(String style) {
      for (int i = 0; i < WordLevel.MOST; i++) {
        WordLevel level = level(i);
        if (level != null && level.style().equals(style)) {
          return i;
        }
      }
      return null;
    }
  }

  private static final class Style {
    String basedOn = "";
    @Nullable Integer list;
    @Nullable Integer level;
    boolean strong;
  }

  /** Where a paragraph stands. */
  record Place(Numbered list, int level) {}

  private final Map<Integer, Counting> countings = new HashMap<>();
  private final Map<Integer, Numbered> lists = new HashMap<>();
  private final Map<String, Style> styles = new HashMap<>();
  private String usual = "";

  private WordNumbering() {}

  /**
   * Reads what the file says.
   *
   * @return null when it has no lists, or they are damaged
   */
  static @Nullable WordNumbering of(PackagePart main) {
    WordNumbering numbering = new WordNumbering();
    try {
      for (PackageRelationship relation : main.getRelationships()) {
        String type = relation.getRelationshipType();
        if (type.endsWith("/numbering")) {
          read(main.getRelatedPart(relation), numbering.new Lists()::take);
        } else if (type.endsWith("/styles")) {
          read(main.getRelatedPart(relation), numbering.new Styles()::take);
        }
      }
    } catch (IOException | XMLStreamException | OpenXML4JException | RuntimeException e) {
      return null;
    }
    numbering.lists.values().forEach(numbering::resolve);
    return numbering.lists.isEmpty() ? null : numbering;
  }

  private static void read(PackagePart part, Consumer<StartElement> taken)
      throws IOException, XMLStreamException {
    try (InputStream in = part.getInputStream()) {
      UntrustedXml.forEach(
          in,
          event -> {
            if (event.isStartElement()) {
              taken.accept(event.asStartElement());
            }
          });
    }
  }

  /** Whether a paragraph with this element may be numbered. */
  boolean concerns(XMLEvent event) {
    if (!event.isStartElement()) {
      return false;
    }
    StartElement element = event.asStartElement();
    return switch (element.getName().getLocalPart()) {
      case "numPr" -> true;
      case "pStyle" -> place(WordXml.value(element), null, null) != null;
      case "body" -> place("", null, null) != null;
      default -> false;
    };
  }

  /**
   * Where a paragraph stands; null when it has no number.
   *
   * @param style empty for the usual one
   * @param ownList what the paragraph itself says, before its style
   */
  @Nullable Place place(String style, @Nullable Integer ownList, @Nullable Integer ownLevel) {
    Integer list = ownList;
    Integer level = ownLevel;
    String id = style.isEmpty() ? usual : style;
    Style step = styles.get(id);
    for (int i = 0; i < LONGEST_CHAIN && list == null && step != null; i++) {
      list = step.list;
      level = level == null ? step.level : level;
      step = styles.get(step.basedOn);
    }
    Numbered found = list == null || list == NONE ? null : lists.get(list);
    if (found == null) {
      return null;
    }
    Integer linked = ownList == null && ownLevel == null ? linked(found, id) : null;
    int index = linked != null ? linked : level == null ? 0 : level;
    return found.level(index) == null ? null : new Place(found, index);
  }

  /** Whether a style, or what it is based on, is in the outline or looks like a title. */
  boolean isStrong(String style) {
    Style step = styles.get(style.isEmpty() ? usual : style);
    boolean strong = false;
    for (int i = 0; i < LONGEST_CHAIN && step != null; i++) {
      strong |= step.strong;
      step = styles.get(step.basedOn);
    }
    return strong;
  }

  /** The level that a style, or what it is based on, stands for. */
  private @Nullable Integer linked(Numbered list, String style) {
    String id = style;
    for (int i = 0; i < LONGEST_CHAIN && !id.isEmpty(); i++) {
      Integer level = list.levelOf(id);
      Style step = styles.get(id);
      if (level != null || step == null) {
        return level;
      }
      id = step.basedOn;
    }
    return null;
  }

  /** Takes what numbering.xml says, element by element. */
  private final class Lists {
    private Counting counting = new Counting();
    private Numbered list = new Numbered();
    private WordLevel level = new WordLevel();
    private boolean inList;
    private int override;

    void take(StartElement element) {
      String value = WordXml.value(element);
      switch (element.getName().getLocalPart()) {
        case "abstractNum" -> {
          inList = false;
          counting = new Counting();
          countings.put(number(element, "abstractNumId"), counting);
        }
        case "numStyleLink" -> counting.sameAs = value;
        case "num" -> {
          inList = true;
          list = new Numbered();
          lists.put(number(element, "numId"), list);
        }
        case "abstractNumId" -> list.counting = Numeral.parsed(value, -1);
        case "lvlOverride" -> override = number(element, "ilvl");
        case "startOverride" -> list.starts.put(override, Numeral.parsed(value, 1));
        case "lvl" -> {
          level = new WordLevel();
          int index = inList ? override : number(element, "ilvl");
          if (index >= 0 && index < WordLevel.MOST) {
            (inList ? list.own : counting.levels).put(index, level);
          }
        }
        default -> level.take(element);
      }
    }
  }

  /** Takes what styles.xml says, element by element. */
  private final class Styles {
    private Style style = new Style();

    void take(StartElement element) {
      String value = WordXml.value(element);
      switch (element.getName().getLocalPart()) {
        case "style" -> begin(element);
        case "basedOn" -> style.basedOn = value;
        case "numId" -> style.list = Numeral.parsed(value, NONE);
        case "ilvl" -> style.level = Numeral.parsed(value, 0);
        case "outlineLvl" -> style.strong |= !value.equals(BODY_LEVEL);
        default -> style.strong |= WordNumbers.isStrong(element);
      }
    }

    private void begin(StartElement element) {
      style = new Style();
      String id = WordXml.attribute(element, "styleId");
      String isUsual = WordXml.attribute(element, "default");
      styles.put(id, style);
      if (WordXml.attribute(element, "type").equals("paragraph")
          && !isUsual.isEmpty()
          && WordXml.isOn(isUsual)) {
        usual = id;
      }
    }
  }

  /** A list may name a style instead of levels: it counts as the list of that style does. */
  private void resolve(Numbered list) {
    Counting counting = countings.get(list.counting);
    Style named = counting == null ? null : styles.get(counting.sameAs);
    Numbered other = named == null || named.list == null ? null : lists.get(named.list);
    Counting same = other == null ? null : countings.get(other.counting);
    if (other != null && same != null && same.sameAs.isEmpty()) {
      list.counting = other.counting;
      counting = same;
    }
    list.levels = counting == null ? Map.of() : counting.levels;
  }

  private static int number(StartElement element, String attribute) {
    return Numeral.parsed(WordXml.attribute(element, attribute), -1);
  }
}
