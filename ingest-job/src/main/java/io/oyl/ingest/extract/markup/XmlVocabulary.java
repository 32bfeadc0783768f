package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.List;
import java.util.Locale;

/**
 * Says in elements of HTML what those of XML for documents mean: JATS articles, patents of the
 * United States in their three shapes, DocBook and TEI books. These share most of their names. In
 * other XML the places of text and elements tell lines from paragraphs.
 */
final class XmlVocabulary {
  /** With less of its characters a document was not understood. */
  private static final double WHOLE = 0.95;

  private final boolean isKnown;

  private XmlVocabulary(boolean isKnown) {
    this.isKnown = isKnown;
  }

  /** A page whose elements are those of HTML, measured, with all that was in the document. */
  static HtmlElement page(HtmlElement document) {
    HtmlElement page = new HtmlElement("body", null);
    RaisedText.partXml(document);
    boolean known =
        document.elements().stream().anyMatch(root -> XmlNames.ROOTS.contains(root.name));
    for (HtmlElement element : document.elements()) {
      new XmlVocabulary(known).block(element, page, 0);
    }
    page.measure();
    document.measure();
    if (page.length < WHOLE * document.length) {
      page.children.clear();
      lines(document, page);
      page.measure();
    }
    return page;
  }

  /** Each text on a line of its own, whatever the elements may mean. */
  private static void lines(HtmlElement from, HtmlElement to) {
    String name = hasText(from) ? "span" : "p";
    for (Object child : from.children) {
      if (child instanceof HtmlElement element) {
        lines(element, add(to, name));
      } else {
        to.children.add(child);
      }
    }
  }

  /** Adds what {@code from} means to {@code to}; {@code level} sections are around it. */
  private void block(HtmlElement from, HtmlElement to, int level) {
    if (isKnown && XmlNames.ABOUT.contains(from.name)) {
      HtmlElement about = add(to, "p");
      about.furniture = true;
      inline(from, about);
    } else if (XmlNames.TITLES.contains(from.name)) {
      title(from, to, level);
    } else if (from.is("heading", "h")) {
      String own = from.get("level").isEmpty() ? from.get("lvl") : from.get("level");
      int depth = own.length() == 1 && Character.isDigit(own.charAt(0)) ? own.charAt(0) - '0' : 1;
      inline(from, add(to, "h" + Math.clamp(depth + 1, 1, 6)));
    } else if (from.is("table", "informaltable") && !from.holds(XmlNames.ROWS)) {
      inside(from, add(to, "div"), level);
    } else if (XmlNames.FLOATS.contains(from.name)) {
      caption(from, to);
      floating(from, to, level);
    } else if (from.is("contrib-group", "authorgroup")) {
      authors(from, to, level);
    } else if (from.is("kwd-group")) {
      section(from, to, level);
    } else if (XmlNames.SECTIONS.contains(from.name)) {
      section(from, to, level + 1);
    } else if (XmlNames.CODE.contains(from.name)) {
      HtmlElement code = add(to, "pre");
      code.children.add(from.text());
    } else if (from.is("claim", "clm")) {
      claim(from, add(to, "li"));
    } else if (XmlNames.ITEMS.contains(from.name)) {
      inside(from, add(to, "li"), level);
    } else if (XmlNames.QUOTES.contains(from.name)) {
      inside(from, add(to, "blockquote"), level);
    } else if (XmlNames.FIELDS.contains(from.name)) {
      inline(from, add(to, "p"));
    } else if (XmlNames.PARAGRAPHS.contains(from.name)) {
      inside(from, add(to, "p"), level);
    } else if (isRecord(from)) {
      record(from, add(to, "p"));
    } else {
      inside(from, add(to, "div"), level);
    }
  }

  private void section(HtmlElement from, HtmlElement to, int level) {
    boolean titled =
        from.elements().stream()
            .anyMatch(e -> XmlNames.TITLES.contains(e.name) || e.is("heading", "h"));
    String named = titled ? null : XmlNames.NAMED.get(from.name);
    HtmlElement section = add(to, "section");
    if (named != null) {
      add(section, heading(level)).children.add(named);
    }
    StringBuilder label = new StringBuilder();
    for (Object each : from.children) {
      if (!(each instanceof HtmlElement child)) {
        section.children.add(each);
      } else if (child.is("label") && titled) {
        label.append(child.text()).append(' ');
      } else if (XmlNames.TITLES.contains(child.name)) {
        HtmlElement heading = add(section, heading(level));
        heading.children.add(label);
        inline(child, heading);
      } else {
        block(child, section, level);
      }
    }
  }

  /** The names as one says them; what else is told of the persons is not of the document. */
  private void authors(HtmlElement from, HtmlElement to, int level) {
    List<String> names = XmlMetadata.names(from);
    add(to, "p").children.add(String.join(", ", names));
    for (HtmlElement person : from.elements()) {
      HtmlElement more = new HtmlElement("p", to);
      more.furniture = true;
      for (HtmlElement detail : person.elements()) {
        if (detail.is("aff", "bio", "affiliation")) {
          block(detail, to, level);
        } else if (person.is("contrib", "author") && !XmlMetadata.isName(detail)) {
          inline(detail, add(more, "span"));
          more.children.add(" ");
        }
      }
      if (person.is("contrib", "author")) {
        to.children.add(more);
      } else if (!XmlMetadata.isName(person)) {
        block(person, to, level);
      }
    }
  }

  private static void claim(HtmlElement from, HtmlElement to) {
    for (Object child : from.children) {
      if (child instanceof HtmlElement element) {
        if (element.is("claim-text", "clmstep") && !to.children.isEmpty()) {
          add(to, "br");
        }
        claim(element, element.is("sub", "sb", "sup", "b") ? add(to, "span") : to);
      } else {
        to.children.add(child);
      }
    }
  }

  private static String heading(int level) {
    return "h" + Math.clamp(level, 1, 6);
  }

  private static void title(HtmlElement title, HtmlElement to, int level) {
    boolean whole = !title.is("title", "head") || level == 0;
    inline(title, add(to, whole ? heading(Math.max(1, level)) : heading(level)));
  }

  private static void caption(HtmlElement from, HtmlElement to) {
    HtmlElement caption = new HtmlElement("figcaption", to);
    for (HtmlElement child : from.elements()) {
      if (child.is("label", "caption", "title", "head")) {
        inline(child, caption);
        caption.children.add(" ");
      }
    }
    if (!caption.children.isEmpty()) {
      to.children.add(caption);
    }
  }

  private void floating(HtmlElement from, HtmlElement to, int level) {
    if (from.is("table", "informaltable")) {
      HtmlElement table = add(to, "table");
      table.set("role", "table");
      rows(from, table, false);
      return;
    }
    for (Object each : from.children) {
      if (!(each instanceof HtmlElement child)) {
        to.children.add(each);
      } else if (!child.is("label", "caption", "title", "head")) {
        block(child, to, level);
      }
    }
  }

  private static void rows(HtmlElement from, HtmlElement table, boolean head) {
    for (HtmlElement child : from.elements()) {
      if (child.is("tr", "row")) {
        HtmlElement row = add(head ? add(table, "thead") : table, "tr");
        boolean label = child.get("role").equals("label");
        for (HtmlElement cell : child.elements()) {
          HtmlElement written = add(row, cell.is("th") || label ? "th" : "td");
          written.set("colspan", columns(cell));
          written.set("rowspan", cell.get("rowspan"));
          inline(cell, written);
        }
      } else if (!child.is("caption", "title", "label", "head", "colgroup", "colspec")) {
        rows(child, table, child.is("thead"));
      }
    }
  }

  /** How many columns a cell covers, as HTML or as the older tables say it. */
  private static String columns(HtmlElement cell) {
    String first = cell.get("namest").replaceAll("\\D", "");
    String last = cell.get("nameend").replaceAll("\\D", "");
    if (first.isEmpty() || last.isEmpty() || first.length() > 3 || last.length() > 3) {
      return cell.get("colspan");
    }
    return Integer.toString(Integer.parseInt(last) - Integer.parseInt(first) + 1);
  }

  /** Text as it is, elements that are blocks of their own as these, others in line. */
  private void inside(HtmlElement from, HtmlElement to, int level) {
    boolean running =
        XmlNames.PARAGRAPHS.contains(from.name)
            || XmlNames.ITEMS.contains(from.name)
            || hasText(from);
    for (Object child : from.children) {
      if (!(child instanceof HtmlElement element)) {
        to.children.add(child);
      } else if (element.is("break", "br", "lb")) {
        add(to, "br");
      } else if (isBlock(element) || !running) {
        block(element, to, level);
      } else {
        inline(element, add(to, "span"));
        if (element.is("label")) {
          to.children.add(" ");
        }
      }
    }
  }

  private static boolean isBlock(HtmlElement element) {
    return XmlNames.BLOCKS.contains(element.name)
        || (XmlNames.ITEMS.contains(element.name) && !element.is("term", "member", "fn"))
        || XmlNames.FLOATS.contains(element.name)
        || XmlNames.CODE.contains(element.name)
        || XmlNames.QUOTES.contains(element.name)
        || XmlNames.PARAGRAPHS.contains(element.name);
  }

  /** Whether it has text that is in no element inside. */
  static boolean hasText(HtmlElement element) {
    for (Object child : element.children) {
      if (child instanceof CharSequence text && !WhiteSpace.collapse(text.toString()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Several short values, each in an element of its own. */
  private static boolean isRecord(HtmlElement from) {
    List<HtmlElement> values = from.elements();
    return values.size() > 1
        && !hasText(from)
        && values.stream().noneMatch(value -> XmlNames.TITLES.contains(value.name))
        && values.stream().allMatch(value -> value.elements().isEmpty() && !isBlock(value));
  }

  private static void record(HtmlElement from, HtmlElement to) {
    for (HtmlElement value : from.elements()) {
      inline(value, to);
      add(to, "br");
    }
  }

  /** All text in one line: fields that have nothing between them get a blank. */
  private static void inline(HtmlElement from, HtmlElement to) {
    boolean apart =
        !XmlNames.IN_WORDS.contains(from.name)
            && (XmlNames.FIELDS.contains(from.name) || !hasText(from));
    boolean adjacent = false;
    for (Object child : from.children) {
      if (!(child instanceof HtmlElement element)) {
        to.children.add(child);
        adjacent = false;
      } else if (element.is("break", "br", "lb")) {
        to.children.add(" ");
      } else if (!element.is("tex-math", "mathematica-file") || from.elements().size() == 1) {
        if (adjacent && apart) {
          to.children.add(" ");
        }
        if (element.is("pub-id")) {
          to.children.add(issuer(element));
        }
        inline(element, to);
        if (element.is("label")) {
          to.children.add(" ");
        }
        adjacent = true;
      }
    }
  }

  /** A bare number does not tell whose it is. */
  private static String issuer(HtmlElement id) {
    String by = id.get("assigning-authority");
    String issuer = (by.isEmpty() ? id.get("pub-id-type") : by).toUpperCase(Locale.ROOT);
    return issuer.isEmpty() ? "" : issuer + ": ";
  }

  private static HtmlElement add(HtmlElement to, String name) {
    HtmlElement element = new HtmlElement(name, to);
    to.children.add(element);
    return element;
  }
}
