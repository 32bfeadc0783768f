package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Says in elements of HTML what a feed holds, RSS of any version or Atom: each entry a title of its
 * own with all of its texts, whose markup is read. A text that another of its entry repeats as part
 * of it stands once.
 */
final class FeedPage {
  private static final Set<String> VOCABULARIES =
      Set.of("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/");

  private static final Set<String> ENTRIES = Set.of("item", "entry");

  /** Of whom and of when; one line. */
  private static final Set<String> BYLINE =
      Set.of(
          "author",
          "creator",
          "contributor",
          "category",
          "subject",
          "pubdate",
          "published",
          "issued",
          "date");

  private static final Set<String> ABOUT =
      Set.of(
          "link",
          "id",
          "guid",
          "generator",
          "docs",
          "ttl",
          "cloud",
          "image",
          "logo",
          "icon",
          "items",
          "language",
          "lastbuilddate",
          "updated",
          "modified",
          "managingeditor",
          "webmaster",
          "copyright",
          "rights",
          "textinput",
          "skiphours",
          "skipdays",
          "comments",
          "commentrss",
          "source",
          "updateperiod",
          "updatefrequency");

  /** In UTF-16 units: what is shorter, as a number, may stand in another text by chance. */
  private static final int SHORTEST_REPEATED = 12;

  private final TextAssembly out;

  private FeedPage(TextAssembly out) {
    this.out = out;
  }

  static boolean isFeed(String namespace, String root) {
    return root.equals("rss") || (root.equals("feed") && VOCABULARIES.contains(namespace));
  }

  /** The measured page of a document; null when it is no feed. */
  static @Nullable HtmlElement of(HtmlElement document, TextAssembly out) throws SAXException {
    if (document.elements().isEmpty()
        || !document.elements().getFirst().is("rss", "feed", "rdf")
        || !document.holds(ENTRIES)) {
      return null;
    }
    HtmlElement page = new HtmlElement("body", null);
    new FeedPage(out).write(document.elements().getFirst(), page);
    page.measure();
    RaisedText.partHtml(page);
    return page;
  }

  private void write(HtmlElement from, HtmlElement to) throws SAXException {
    boolean entry = ENTRIES.contains(from.name);
    HtmlElement byline = new HtmlElement("p", to);
    HtmlElement about = new HtmlElement("p", to);
    about.furniture = true;
    List<HtmlElement> texts = new ArrayList<>();
    for (Object each : from.children) {
      if (!(each instanceof HtmlElement child)) {
        to.children.add(each);
      } else if (ENTRIES.contains(child.name) || child.is("channel")) {
        write(child, add(to, "section"));
      } else if (child.is("title")) {
        read(child, add(to, entry ? "h2" : "h1"));
      } else if (ABOUT.contains(child.name)) {
        about.children.add(child.text() + " ");
      } else if (BYLINE.contains(child.name)) {
        if (byline.children.isEmpty()) {
          to.children.add(byline);
        }
        byline.children.add((child.has("term") ? child.raw("term") : child.text()) + " ");
      } else {
        HtmlElement text = add(to, "div");
        read(child, text);
        texts.add(text);
      }
    }
    to.children.add(about);
    leaveOutRepeated(to, texts);
  }

  /** Its markup may be text, as most feeds have it, or elements. */
  private void read(HtmlElement from, HtmlElement to) throws SAXException {
    if (from.get("type").equals("text") || !from.elements().isEmpty()) {
      to.children.addAll(from.children);
      return;
    }
    HtmlTree markup =
        new HtmlTree(out, page -> to.children.addAll(page.children), Collections::emptyIterator);
    MarkupEvents.send(Jsoup.parseBodyFragment(from.text()).body(), markup);
    markup.finish();
  }

  private static void leaveOutRepeated(HtmlElement entry, List<HtmlElement> texts) {
    HtmlElement longest = null;
    for (HtmlElement text : texts) {
      text.measure();
      longest = longest == null || text.length > longest.length ? text : longest;
    }
    if (longest != null) {
      String whole = WhiteSpace.collapse(longest.text());
      for (HtmlElement text : texts) {
        String words = WhiteSpace.collapse(text.text());
        boolean repeatable = words.isEmpty() || words.length() >= SHORTEST_REPEATED;
        if (text != longest && repeatable && whole.contains(words)) {
          entry.children.remove(text);
        }
      }
    }
  }

  private static HtmlElement add(HtmlElement to, String name) {
    HtmlElement element = new HtmlElement(name, to);
    to.children.add(element);
    return element;
  }
}
