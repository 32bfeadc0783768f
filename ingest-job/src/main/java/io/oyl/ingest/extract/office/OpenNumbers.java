package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import io.oyl.ingest.extract.draft.RewrittenXml;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/**
 * Writes into an OpenDocument text, as Tika is to read it, the numbers before its headings and list
 * items. A bullet is no number, and neither is that of a paragraph without words. Leaves out what
 * was deleted while changes were tracked.
 */
final class OpenNumbers implements RewrittenXml.Rewriting {
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();

  private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

  /** Words in these are beside those of their paragraph. */
  private static final Set<String> BESIDE = Set.of("note", "annotation", "frame");

  /** The numbers that levels have come to, by the level. */
  private static final class Counters {
    final int[] numbers = new int[OpenLevel.MOST + 1];
    final boolean[] begun = new boolean[OpenLevel.MOST + 1];
  }

  private record OpenList(String style, Counters counters, int level) {}

  /** An open item of a list; its first paragraph has the number. */
  private static final class Item {
    final String style;
    final String start;
    boolean numbered;
    String given = "";

    Item(String style, String start, boolean numbered) {
      this.style = style;
      this.start = start;
      this.numbered = numbered;
    }
  }

  private final OpenNumbering numbering;
  private final Counters outline = new Counters();
  private final Deque<OpenList> lists = new ArrayDeque<>();
  private final Deque<Item> items = new ArrayDeque<>();

  /** What is still to be written before the words of each open paragraph. */
  private final Deque<String> labels = new ArrayDeque<>();

  private final Map<String, Counters> byId = new HashMap<>();
  private final Map<String, Counters> byStyle = new HashMap<>();
  private int deleted;

  OpenNumbers(OpenNumbering numbering) {
    this.numbering = numbering;
  }

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    if (event.isStartElement()) {
      StartElement element = event.asStartElement();
      if (deleted == 0 && isNumber(element.getName())) {
        given(in.getElementText().strip());
        return;
      }
      start(element);
    } else if (event.isEndElement()) {
      String name = event.asEndElement().getName().getLocalPart();
      if (deleted > 0) {
        deleted -= name.equals(OpenNumbering.TRACKED_CHANGES) ? 1 : 0;
        return;
      }
      end(name);
    } else if (event.isCharacters()
        && !labels.isEmpty()
        && deleted == 0
        && !event.asCharacters().getData().isBlank()) {
      String label = replaceLabel("");
      if (!label.isEmpty()) {
        out.add(EVENTS.createCharacters(label + " "));
      }
    }
    if (deleted == 0) {
      out.add(event);
    }
  }

  /** A number that the program which wrote the file noted. */
  private static boolean isNumber(QName name) {
    return name.getLocalPart().equals("number") && name.getNamespaceURI().equals(TEXT);
  }

  private void given(String number) {
    if (!labels.isEmpty()) {
      replaceLabel(number);
    } else if (!items.isEmpty()) {
      items.peek().given = number;
    }
  }

  private String replaceLabel(String label) {
    String before = labels.pop();
    labels.push(label);
    return before;
  }

  private void start(StartElement element) {
    String name = element.getName().getLocalPart();
    deleted += name.equals(OpenNumbering.TRACKED_CHANGES) ? 1 : 0;
    if (deleted > 0) {
      return;
    }
    switch (name) {
      case "list" -> lists.push(list(element));
      case "list-item", "list-header" ->
          items.push(
              new Item(
                  OpenNumbering.value(element, "style-override"),
                  OpenNumbering.value(element, "start-value"),
                  name.equals("list-item")));
      case "p" -> labels.push(itemLabel());
      case "h" -> labels.push(items.isEmpty() ? headingLabel(element) : itemLabel());
      default -> {
        if (BESIDE.contains(name)) {
          labels.push("");
        }
      }
    }
  }

  private void end(String name) {
    switch (name) {
      case "list" -> lists.poll();
      case "list-item", "list-header" -> items.poll();
      case "p", "h" -> labels.poll();
      default -> {
        if (BESIDE.contains(name)) {
          labels.poll();
        }
      }
    }
  }

  private OpenList list(StartElement element) {
    OpenList outer = lists.peek();
    String own = OpenNumbering.value(element, "style-name");
    String style = own.isEmpty() && outer != null ? outer.style() : own;
    Counters counters = null;
    if (outer != null && style.equals(outer.style())) {
      counters = outer.counters();
    } else if (style.equals(numbering.outline())) {
      counters = outline;
    } else if (byId.containsKey(OpenNumbering.value(element, "continue-list"))) {
      counters = byId.get(OpenNumbering.value(element, "continue-list"));
    } else if (OpenNumbering.value(element, "continue-numbering").equals("true")) {
      counters = byStyle.get(style);
    }
    if (counters == null) {
      counters = new Counters();
    }
    byId.put(OpenNumbering.value(element, "id"), counters);
    byId.remove("");
    byStyle.put(style, counters);
    return new OpenList(style, counters, outer == null ? 1 : outer.level() + 1);
  }

  private String itemLabel() {
    Item item = items.peek();
    OpenList list = lists.peek();
    if (item == null || list == null || !item.numbered) {
      return "";
    }
    item.numbered = false;
    String style = item.style.isEmpty() ? list.style() : item.style;
    String label = next(style, list.counters(), list.level(), item.start);
    return item.given.isEmpty() ? label : item.given;
  }

  private String headingLabel(StartElement heading) {
    if (OpenNumbering.value(heading, "is-list-header").equals("true")
        || !numbering.isOutlined(OpenNumbering.value(heading, "style-name"))) {
      return "";
    }
    int level = Numeral.parsed(OpenNumbering.value(heading, "outline-level"), 1);
    boolean anew = OpenNumbering.value(heading, "restart-numbering").equals("true");
    String start = anew ? OpenNumbering.value(heading, "start-value") : "";
    return next(numbering.outline(), outline, level, anew && start.isEmpty() ? "1" : start);
  }

  /**
   * Counts on.
   *
   * @param start empty to count on
   */
  private String next(String style, Counters counters, int index, String start) {
    OpenLevel level = numbering.level(style, index);
    if (level == null || index < 1 || index > OpenLevel.MOST) {
      return "";
    }
    int next = counters.begun[index] ? counters.numbers[index] + 1 : level.start();
    counters.numbers[index] = Numeral.parsed(start, next);
    counters.begun[index] = true;
    Arrays.fill(counters.begun, index + 1, counters.begun.length, false);
    return level.label(i -> written(style, counters, i));
  }

  private String written(String style, Counters counters, int index) {
    OpenLevel level = index > OpenLevel.MOST ? null : numbering.level(style, index);
    return level == null
        ? ""
        : level.written(counters.begun[index] ? counters.numbers[index] : level.start());
  }
}
