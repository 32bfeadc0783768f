package io.oyl.ingest.extract.markup;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the frame of a web page from what the page is about: menus, notices, what else there is to
 * read, what others say of it. Nothing is taken away; when in doubt it is no furniture.
 *
 * <p>What counts is prose: text of some length of which little is linked, tables and code. An
 * element is furniture that says so, by what it is ({@code nav}, a role) or by a word in its class
 * or id, and holds only a small part of the page's prose; running text only when that word is what
 * its class is called by, its last one. Names that would take most of the page tell nothing. The
 * main part is found by going down from the page as long as one element holds most of the prose
 * that is left. What is beside that way is furniture when it is outside of the page's {@code main}
 * or {@code article}, or when it is mostly links or without prose; lists of links and tables inside
 * of these are content unless something announces them. It is none below the page's title, with the
 * class of the way itself as the answers of a forum have, or when it is a section: apart from
 * notices, neither a name nor a place makes furniture of what has a title and leads nowhere, nor of
 * the words that lead from the page's title into its text. A short title below which all is
 * furniture is furniture itself.
 */
public final class PageFurniture {
  /** With less prose a page has no main part that could be told. */
  static final int LEAST_PAGE = 400;

  /** Goes down into what holds this share of the prose. */
  private static final double MOST = 0.6;

  /** What is said to be the text holds this share of it. */
  private static final double LEAST_SAID = 0.3;

  private final HtmlElement page;

  /** The title, what is said to be the text, and what holds them. */
  private final Set<HtmlElement> kept = new LinkedHashSet<>();

  /** The words that lead into the text, and what holds them. */
  private final Set<HtmlElement> leading = new HashSet<>();

  private PageFurniture(HtmlElement page) {
    this.page = page;
  }

  /** Marks the elements of a measured page. */
  public static void mark(HtmlElement page) {
    new PageFurniture(page).mark();
  }

  private void mark() {
    HtmlElement title = PageTitle.of(page);
    keep(title, kept);
    keepText(page);
    PageProse.measure(page);
    NamedFurniture named = new NamedFurniture(page);
    named.markFrames(kept);
    if (title != null) {
      keep(PageLead.of(page, title), leading);
    }
    PageProse.measure(page);
    Set<HtmlElement> spared = new HashSet<>(kept);
    spared.addAll(leading);
    named.markNames(spared);
    int left = PageProse.measure(page);
    if (left < LEAST_PAGE) {
      return;
    }
    HtmlElement main = text(left);
    HtmlElement next = next(main);
    while (next != null) {
      main = next;
      next = next(main);
    }
    HtmlElement said = said(main, left);
    for (HtmlElement each = main; each.parent != null; each = each.parent) {
      boolean outside = said != null && each.depth <= said.depth;
      beside(each.parent, each, outside, said != null && !outside);
    }
    HtmlElement part = said == null ? main : said;
    new FurnitureWithin(part).mark();
    EmptySections.mark(page, part, title);
  }

  /** The element that is said to be the text of an article; the page when there is none. */
  private HtmlElement text(int prose) {
    HtmlElement text = page;
    for (HtmlElement each : kept) {
      if (each.get("itemprop").equals("articlebody")
          && each.prose >= LEAST_SAID * prose
          && (text == page || each.prose > text.prose)) {
        text = each;
      }
    }
    return text;
  }

  /** The child that holds most of the prose; null when there is none, or only a paragraph. */
  private static @Nullable HtmlElement next(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      if (child.prose >= MOST * element.prose
          && !child.furniture
          && !child.isInline()
          && !child.is("p", "pre", "ul", "ol", "dl", "blockquote")
          && !PageProse.isData(child)
          && child.textBetween() < child.prose) {
        return child;
      }
    }
    return null;
  }

  /**
   * The element that is said to be the main part, with {@code main} in it or it in {@code main}.
   */
  private static @Nullable HtmlElement said(HtmlElement main, int prose) {
    HtmlElement said = null;
    for (HtmlElement each = main; each != null; each = each.parent) {
      boolean says =
          FurnitureWords.MAIN.contains(each.name)
              || each.get("role").equals("main")
              || (!each.is("body")
                  && FurnitureWords.TEXT.matcher(each.get("class") + " " + each.get("id")).find());
      if (each.get("itemprop").equals("articlebody") || (says && each.prose >= MOST * prose)) {
        said = said == null ? each : said;
      }
    }
    return said;
  }

  /** It and what holds it. */
  private static void keep(@Nullable HtmlElement element, Set<HtmlElement> among) {
    for (HtmlElement each = element; each != null; each = each.parent) {
      among.add(each);
    }
  }

  /** What is said to be the text of an article. */
  private void keepText(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      if (child.get("itemprop").equals("articlebody")) {
        keep(child, kept);
      }
      keepText(child);
    }
  }

  private void beside(HtmlElement parent, HtmlElement way, boolean outside, boolean within) {
    Set<HtmlElement> lines = parent.lines();
    Set<HtmlElement> sections = sections(parent, way);
    boolean titled = false;
    for (HtmlElement child : parent.elements()) {
      if (child == way) {
        titled = false;
        continue;
      }
      titled |= kept.contains(child);
      if (child.furniture || child.is("br") || (child.isInline() && !lines.contains(child))) {
        continue;
      }
      boolean links =
          (child.leadsAway() || child.linkDensity() > PageProse.LINKS)
              && !PageProse.isData(child)
              && !(within && (child.headingLevel() > 0 || child.is("ul", "ol", "dl")));
      if (kept.contains(child)) {
        if (child.headingLevel() == 0 && (outside || links)) {
          beside(child, way, false, true);
        }
      } else if (links
          || ((outside || (!within && isShort(child)))
              && !(titled || isAnswer(child, way))
              && !(NamedFurniture.isSection(child) || sections.contains(child)))) {
        setAside(child, way, outside, within);
      }
    }
  }

  /** All of it, but for the words that lead in. */
  private void setAside(HtmlElement element, HtmlElement way, boolean outside, boolean within) {
    element.furniture = !leading.contains(element);
    if (!element.furniture && !PageProse.isRunning(element)) {
      beside(element, way, outside, within);
    }
  }

  private static boolean isShort(HtmlElement element) {
    return element.prose == 0
        && element.headingLevel() == 0
        && !element.is("tbody", "tr", "td", "th", "ul", "ol", "dl");
  }

  /** The titles among the children, each with what follows it up to the next, that are sections. */
  private static Set<HtmlElement> sections(HtmlElement parent, HtmlElement way) {
    Set<HtmlElement> sections = new HashSet<>();
    HtmlElement section = new HtmlElement("section", parent);
    for (HtmlElement child : parent.elements()) {
      boolean title = child.headingLevel() > 0;
      if (title || child == way) {
        addTo(sections, section);
        section = new HtmlElement("section", parent);
      }
      if (child != way && !child.furniture && (title || !section.children.isEmpty())) {
        section.children.add(child);
      }
    }
    addTo(sections, section);
    return sections;
  }

  private static void addTo(Set<HtmlElement> sections, HtmlElement section) {
    section.measure();
    if (section.children.size() > 1 && NamedFurniture.isSection(section)) {
      sections.addAll(section.elements());
    }
  }

  private static boolean isAnswer(HtmlElement element, HtmlElement way) {
    return PageProse.runs(element)
        && !way.raw("class").isEmpty()
        && element.raw("class").equals(way.raw("class"));
  }
}
