package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;

/**
 * The attributes of XML of unknown kind, which may hold all of its text. They become text with
 * their names, before what their elements hold; elements that follow each other and are nothing but
 * the same attributes become the rows of a table. What only a program needs is left out: keys,
 * addresses, looks; and within running text, where elements are its markup, all but phrases. Keys
 * made of letters are the codes of a list where they tell its rows apart.
 */
final class XmlAttributes {
  private static final Set<String> PREFIXES = Set.of("xml", "xmlns", "xlink", "xsi", "rdf");

  private static final Set<String> NAMES =
      Set.of(
          "xmlns",
          "id",
          "idref",
          "idrefs",
          "ref",
          "rid",
          "refid",
          "uuid",
          "guid",
          "href",
          "src",
          "url",
          "uri",
          "lang",
          "class",
          "style",
          "width",
          "height",
          "align",
          "valign",
          "color",
          "bgcolor",
          "schemalocation",
          "nonamespaceschemalocation");

  /** Whose attributes are known, and are no text. */
  private static final Set<String> VOCABULARIES =
      Set.of(
          "http://docbook.org/ns/docbook",
          "http://www.tei-c.org/ns/1.0",
          "http://www.w3.org/1999/xhtml",
          "http://www.w3.org/2000/svg",
          "http://www.w3.org/1998/Math/MathML");

  private static final Pattern FOR_PROGRAMS =
      Pattern.compile(
          "\\p{Alpha}[\\p{Alnum}+.-]*://\\S*|urn:\\S+|#\\p{XDigit}{3,8}"
              + "|\\{?\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\}?|[^\\p{L}\\p{N}]*");

  private static final String KEY = "id";

  private static final Pattern CODE = Pattern.compile("\\p{L}++(?:[-_]\\p{L}++)*+");

  /** Attributes that name the kind of an element, where text is marked up. */
  private static final Set<String> KINDS =
      Set.of(
          "class",
          "format",
          "importance",
          "kind",
          "placement",
          "rend",
          "rendition",
          "role",
          "scope",
          "style",
          "type");

  private static final Pattern TOKEN = Pattern.compile("[a-z][a-z0-9]*+(?:[-_.][a-z0-9]++)*+");

  /** Rows have at least this share of their table's columns. */
  private static final double ALIKE = 0.5;

  private final Map<HtmlElement, Map<String, String>> told = new HashMap<>();
  private boolean marksUpText;

  /** Keeps what is text of the attributes of an element; returns its length in UTF-16 units. */
  int add(HtmlElement element, String namespace, Attributes attributes) {
    Map<String, String> texts = VOCABULARIES.contains(namespace) ? Map.of() : texts(attributes);
    if (!texts.isEmpty()) {
      told.put(element, texts);
    }
    return texts.values().stream().mapToInt(String::length).sum();
  }

  private static Map<String, String> texts(Attributes attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      String qualified = attributes.getQName(i);
      int colon = qualified.indexOf(':');
      String name = qualified.substring(colon + 1);
      String value = WhiteSpace.collapse(attributes.getValue(i));
      if (!PREFIXES.contains(qualified.substring(0, Math.max(0, colon)))
          && (!NAMES.contains(name.toLowerCase(Locale.ROOT)) || isCode(name, value))
          && !FOR_PROGRAMS.matcher(value).matches()) {
        texts.put(name, value);
      }
    }
    return texts;
  }

  private static boolean isCode(String name, String value) {
    return name.equals(KEY) && CODE.matcher(value).matches();
  }

  /** The attributes as one text. */
  static String told(Attributes attributes) {
    return told(texts(attributes));
  }

  private static String told(Map<String, String> texts) {
    List<String> each = new ArrayList<>();
    texts.forEach(
        (name, value) -> {
          if (!name.equals(KEY)) {
            each.add(name + ": " + value);
          }
        });
    return String.join("; ", each);
  }

  /** Puts the attributes of everything inside into the document. */
  void write(HtmlElement document) {
    if (!told.isEmpty()) {
      marksUpText = isMarkedUp(document);
      inside(document);
      told.clear();
    }
  }

  /** Whether elements stand in running text somewhere, as they do in documents and not in data. */
  private static boolean isMarkedUp(HtmlElement element) {
    return (XmlVocabulary.hasText(element) && !element.elements().isEmpty())
        || element.elements().stream().anyMatch(XmlAttributes::isMarkedUp);
  }

  private static boolean holdsPhrase(HtmlElement element) {
    String text = XmlVocabulary.hasText(element) ? WhiteSpace.collapse(element.text()) : "";
    return text.indexOf(' ') > 0 && text.codePoints().anyMatch(Character::isLetter);
  }

  private void inside(HtmlElement element) {
    boolean running = XmlVocabulary.hasText(element);
    if (!running) {
      tables(element);
    }
    for (HtmlElement inner : element.elements()) {
      inside(inner);
      before(inner, running || XmlNames.TITLES.contains(inner.name));
    }
  }

  private static boolean isPhrase(String value) {
    int blank = value.lastIndexOf(' ');
    return blank > 0 && value.substring(0, blank).codePoints().anyMatch(Character::isLetter);
  }

  /** Puts its attributes before what an element holds; {@code markup} is part of running text. */
  private void before(HtmlElement element, boolean markup) {
    Map<String, String> texts = new LinkedHashMap<>(told.getOrDefault(element, Map.of()));
    texts.remove(KEY);
    if (markup) {
      texts.values().removeIf(value -> !isPhrase(value));
    } else if (marksUpText && holdsPhrase(element)) {
      texts
          .entrySet()
          .removeIf(
              told ->
                  KINDS.contains(told.getKey().toLowerCase(Locale.ROOT))
                      && TOKEN.matcher(told.getValue()).matches());
    }
    if (texts.isEmpty()) {
      return;
    }
    if (markup || XmlVocabulary.hasText(element)) {
      element.children.addFirst(" (" + told(texts) + ") ");
    } else if (texts.size() == 1 && element.children.isEmpty()) {
      element.children.add(told(texts));
    } else {
      HtmlElement own = new HtmlElement("attributes", element);
      own.children.add(told(texts));
      element.children.addFirst(own);
    }
  }

  /** Makes tables of children alike that follow each other and hold nothing else. */
  private void tables(HtmlElement parent) {
    List<Object> children = new ArrayList<>(parent.children.size());
    List<Object> run = new ArrayList<>();
    String name = "";
    for (Object child : parent.children) {
      if (child instanceof HtmlElement element) {
        boolean bare = told.containsKey(element) && isEmpty(element);
        if (!bare || !element.name.equals(name)) {
          children.addAll(rows(run, parent));
          run.clear();
        }
        name = bare ? element.name : "";
        (bare ? run : children).add(element);
      } else {
        (run.isEmpty() ? children : run).add(child);
      }
    }
    children.addAll(rows(run, parent));
    parent.children.clear();
    parent.children.addAll(children);
  }

  private static boolean isEmpty(HtmlElement element) {
    return element.elements().isEmpty() && !XmlVocabulary.hasText(element);
  }

  /** The table of a run of elements and white space; the run as it is when they are not alike. */
  private List<Object> rows(List<Object> run, HtmlElement parent) {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (Object each : run) {
      Map<String, String> row = each instanceof HtmlElement element ? told.get(element) : null;
      if (row != null) {
        rows.add(row);
        columns.addAll(row.keySet());
      }
    }
    if (rows.size() < 2 || rows.stream().anyMatch(row -> row.size() < ALIKE * columns.size())) {
      return run;
    }
    HtmlElement table = new HtmlElement("table", parent);
    HtmlElement head = new HtmlElement("thead", table);
    table.children.add(head);
    addRow(head, "th", columns);
    for (Map<String, String> row : rows) {
      addRow(table, "td", columns.stream().map(name -> row.getOrDefault(name, "")).toList());
    }
    return List.of(table);
  }

  private static void addRow(HtmlElement to, String kind, Collection<String> cells) {
    HtmlElement row = new HtmlElement("tr", to);
    to.children.add(row);
    for (String text : cells) {
      HtmlElement cell = new HtmlElement(kind, row);
      cell.children.add(text);
      row.children.add(cell);
    }
  }
}
