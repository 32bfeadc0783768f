package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Collects a page from its events and writes it when it is complete, or when more of it cannot be
 * kept. Scripts that hold markup for a template engine are part of the page at their place; other
 * scripts and styles are none of it.
 */
public final class HtmlTree extends DraftHandler {
  /** Deeper elements lose their name, not their text. */
  private static final int MAX_DEPTH = 200;

  private static final Set<String> SKIPPED = Set.of("style", "title", "annotation");

  /** In characters; what is longer tells nothing. */
  private static final int LONGEST_TITLE = 1000;

  /** Their text is markup that was not read yet. */
  private static final Set<String> UNREAD = Set.of("noframes", "iframe", "noembed");

  private static final Set<String> TEMPLATE_TYPES =
      Set.of(
          "text/html",
          "text/template",
          "text/x-template",
          "text/ng-template",
          "text/x-tmpl",
          "text/x-jquery-tmpl",
          "text/x-jsrender",
          "text/x-handlebars",
          "text/x-handlebars-template",
          "text/handlebars",
          "text/x-mustache",
          "text/x-mustache-template",
          "text/mustache",
          "text/x-underscore-template",
          "text/x-dot-template");

  private static final List<String> KEPT =
      List.of(
          "class",
          "id",
          "role",
          "hidden",
          "style",
          "aria-hidden",
          "aria-level",
          "alt",
          "href",
          "colspan",
          "rowspan",
          "start",
          "value",
          "type",
          "reversed",
          "itemprop",
          "property");

  /** Takes a page that is complete, or as much of it as can be kept. */
  public interface Writer {
    void write(HtmlElement page) throws WriteLimitReachedException;
  }

  private final TextAssembly out;
  private final Writer writer;
  private final Supplier<Iterator<String>> headTemplates;
  private @Nullable Iterator<String> templatesLeft;
  private @Nullable StringBuilder unread;
  private HtmlElement root = new HtmlElement("html", null);
  private HtmlElement open = root;

  /** Names of the open elements below the deepest that is kept. */
  private final Deque<String> deeper = new ArrayDeque<>();

  private int skipDepth;
  private boolean inHead;
  private boolean inTitle;
  private final StringBuilder title = new StringBuilder();
  private int gathered;

  /**
   * A page that is written to {@code out}.
   *
   * @param headTemplates the template scripts in the head, which come without their text
   */
  public HtmlTree(TextAssembly out, Writer writer, Supplier<Iterator<String>> headTemplates) {
    this.out = out;
    this.writer = writer;
    this.headTemplates = headTemplates;
  }

  static boolean isTemplate(String scriptType) {
    int end = scriptType.indexOf(';');
    String type = end < 0 ? scriptType : scriptType.substring(0, end);
    return TEMPLATE_TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    String name = (localName.isEmpty() ? qName : localName).toLowerCase(Locale.ROOT);
    String type = attributes.getValue("type");
    if (skipDepth > 0) {
      skipDepth++;
    } else if (name.equals("script") && type != null && isTemplate(type)) {
      unread = new StringBuilder(inHead ? nextInHead() : "");
    } else if (UNREAD.contains(name)) {
      unread = new StringBuilder();
    } else if (name.equals("title") && inHead) {
      title.setLength(0);
      inTitle = true;
    } else if (name.equals("script") || SKIPPED.contains(name) || isDrawnAgain(attributes)) {
      skipDepth = 1;
    } else if (name.equals("head")) {
      inHead = true;
    } else if (!inHead) {
      start(name, attributes);
    }
  }

  /** A formula a second time, as KaTeX draws it, behind the one that can be read. */
  private boolean isDrawnAgain(Attributes attributes) {
    return "katex-html".equals(attributes.getValue("class")) && open.holdsFormula();
  }

  private String nextInHead() {
    if (templatesLeft == null) {
      templatesLeft = headTemplates.get();
    }
    return templatesLeft.hasNext() ? templatesLeft.next() : "";
  }

  private void start(String name, Attributes attributes) {
    if (open.depth >= MAX_DEPTH) {
      deeper.push(name);
      if (!new HtmlElement(name, null).isInline()) {
        open.children.add(new HtmlElement("br", open));
      }
      return;
    }
    HtmlElement element = new HtmlElement(name, open);
    for (String kept : KEPT) {
      String value = attributes.getValue(kept);
      if (value != null) {
        element.set(kept, value);
      }
    }
    open.children.add(element);
    open = element;
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    String name = (localName.isEmpty() ? qName : localName).toLowerCase(Locale.ROOT);
    if (skipDepth > 0) {
      skipDepth--;
    } else if (inTitle) {
      inTitle = !name.equals("title");
    } else if (unread != null && (name.equals("script") || UNREAD.contains(name))) {
      String markup = unread.toString();
      unread = null;
      readMarkup(markup);
    } else if (name.equals("head")) {
      inHead = false;
    } else if (!inHead) {
      end(name);
    }
  }

  private void end(String name) {
    if (!deeper.isEmpty()) {
      deeper.pop();
      return;
    }
    HtmlElement parent = open.parent;
    if (parent != null && open.name.equals(name)) {
      open = parent;
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    if (inTitle) {
      title.append(ch, start, Math.min(length, Math.max(0, LONGEST_TITLE - title.length())));
    } else if (unread != null) {
      unread.append(ch, start, length);
    } else if (skipDepth == 0 && !inHead) {
      String text = new String(ch, start, length);
      if (open.is("noscript") && text.stripLeading().startsWith("<")) {
        readMarkup(text);
      } else {
        add(text);
      }
    }
  }

  private void add(String text) throws SAXException {
    int visible = 0;
    for (int i = 0; i < text.length(); i++) {
      visible += WhiteSpace.isSpace(text.charAt(i)) ? 0 : 1;
    }
    openText().append(text);
    gathered += visible;
    if (gathered > out.room()) {
      finish();
    }
  }

  private StringBuilder openText() {
    if (!open.children.isEmpty() && open.children.getLast() instanceof StringBuilder text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    open.children.add(text);
    return text;
  }

  /** Reads markup that came as text, in the place where it stands. */
  private void readMarkup(String markup) throws SAXException {
    boolean head = inHead;
    inHead = false;
    start("template", new AttributesImpl());
    try {
      MarkupEvents.send(Jsoup.parseBodyFragment(markup).body(), this);
    } finally {
      end("template");
      inHead = head;
    }
  }

  @Override
  public void finish() throws WriteLimitReachedException {
    HtmlElement page = root;
    root = new HtmlElement("html", null);
    open = root;
    deeper.clear();
    gathered = 0;
    page.set("title", title.toString());
    page.measure();
    writer.write(page);
  }
}
