package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An element of a page that is read as a whole: what is around it tells what it is for. */
public final class HtmlElement {
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "font", "i", "img", "ins", "kbd", "label", "map", "mark", "math", "nobr", "q", "rp",
          "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
          "tt", "u", "var", "wbr");

  private static final Set<String> FORMULA = Set.of("math");

  /** Of an element that holds nothing but one formula, in several forms, and what is between. */
  private static final int MOST_FORMS = 5;

  /** Links to no page or a place in this one, to somebody, or to a file. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?:#.*|javascript:.*)?|(?:tel|sms|fax|mailto):[^?].*"
              + "|.*\\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|zip|gz|epub"
              + "|jpe?g|png|gif|svg|mp[34])(?:[?#].*)?");

  final String name;
  final @Nullable HtmlElement parent;
  final int depth;

  /** Elements, and texts between them. */
  final List<Object> children = new ArrayList<>();

  /** Characters other than white space, of everything inside. */
  int length;

  /** Those that are inside of links to other pages. */
  int linked;

  /** Characters of running text inside; see {@link PageFurniture}. */
  int prose;

  /** Part of the page's frame, with everything inside. */
  boolean furniture;

  private final boolean inFormula;
  private @Nullable List<String> names;
  private final Map<String, String> attributes = new HashMap<>(4);

  HtmlElement(String name, @Nullable HtmlElement parent) {
    this.name = name;
    this.parent = parent;
    depth = parent == null ? 0 : parent.depth + 1;
    inFormula =
        name.startsWith("mjx-") || (parent != null && (parent.inFormula || parent.is("math")));
  }

  void set(String attribute, String value) {
    attributes.put(attribute, value);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The words of its class and its id. */
  List<String> names() {
    if (names == null) {
      names = FurnitureWords.of(raw("class") + " " + raw("id"));
    }
    return names;
  }

  /** The value in lower case, empty when there is none. */
  String get(String attribute) {
    return attributes.getOrDefault(attribute, "").strip().toLowerCase(Locale.ROOT);
  }

  /** The value as it was written, empty when there is none. */
  String raw(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  boolean is(String... names) {
    for (String each : names) {
      if (name.equals(each)) {
        return true;
      }
    }
    return false;
  }

  /** Flows with the text around it, as all parts of a formula do. */
  boolean isInline() {
    return inFormula || INLINE.contains(name);
  }

  /** Those of its elements that would flow with text and have none to flow with: lines alone. */
  Set<HtmlElement> lines() {
    Set<HtmlElement> lines = Collections.newSetFromMap(new IdentityHashMap<>());
    HtmlElement line = null;
    boolean begins = true;
    for (Object child : children) {
      if (child instanceof HtmlElement element) {
        if (!element.isInline()) {
          addTo(lines, line);
          line = null;
          begins = true;
        } else if (element.length > 0) {
          line = begins ? element : null;
          begins = false;
        }
      } else if (!child.toString().isBlank()) {
        line = null;
        begins = false;
      }
    }
    addTo(lines, line);
    return lines;
  }

  private static void addTo(Set<HtmlElement> lines, @Nullable HtmlElement line) {
    if (line != null) {
      lines.add(line);
    }
  }

  /** 1 to 6, or 0 when this is no heading. */
  int headingLevel() {
    if (name.length() == 2 && name.charAt(0) == 'h' && "123456".indexOf(name.charAt(1)) >= 0) {
      return name.charAt(1) - '0';
    }
    if (get("role").equals("heading")) {
      String level = get("aria-level");
      return level.length() == 1 && "123456".contains(level) ? level.charAt(0) - '0' : 2;
    }
    return 0;
  }

  List<HtmlElement> elements() {
    List<HtmlElement> elements = new ArrayList<>();
    for (Object child : children) {
      if (child instanceof HtmlElement element) {
        elements.add(element);
      }
    }
    return elements;
  }

  /** Whether one of these is inside, at any depth. */
  boolean holds(Set<String> names) {
    for (HtmlElement child : elements()) {
      if (names.contains(child.name) || child.holds(names)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the few parts it has is, or holds, a formula that can be read. */
  boolean holdsFormula() {
    return children.size() <= MOST_FORMS && holds(FORMULA);
  }

  /** Counts the characters of everything inside, once it is complete. */
  void measure() {
    length = 0;
    linked = 0;
    for (Object child : children) {
      if (child instanceof HtmlElement element) {
        element.measure();
        length += element.length;
        linked += element.leadsAway() ? element.length : element.linked;
      } else {
        CharSequence text = (CharSequence) child;
        for (int i = 0; i < text.length(); i++) {
          length += WhiteSpace.isSpace(text.charAt(i)) ? 0 : 1;
        }
      }
    }
  }

  /**
   * Whether it is a link to another page, of which its text tells; others link to what it tells.
   */
  boolean leadsAway() {
    return is("a") && !OWN.matcher(get("href")).matches();
  }

  /** Characters of its text that is in no block inside of it. */
  int textBetween() {
    int between = length;
    for (HtmlElement child : elements()) {
      between -= child.isInline() ? child.length - child.textBetween() : child.length;
    }
    return between;
  }

  /** The share of its text that is inside of links. */
  double linkDensity() {
    return length == 0 ? 0 : (double) linked / length;
  }

  /** All text inside, a blank for the border of each element that is no inline one. */
  String text() {
    StringBuilder text = new StringBuilder();
    addTo(text);
    return text.toString();
  }

  private void addTo(StringBuilder text) {
    for (Object child : children) {
      if (child instanceof HtmlElement element) {
        if (!element.isInline()) {
          text.append(' ');
        }
        element.addTo(text);
        if (!element.isInline()) {
          text.append(' ');
        }
      } else {
        text.append(child);
      }
    }
  }
}
