package io.oyl.ingest.extract.markup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
 * notices, neither a name nor a place makes furniture of what has a title and leads nowhere.
 */
public final class PageFurniture {
  /** Shorter texts may be anything. */
  private static final int LEAST_PROSE = 60;

  /** With less prose a page has no main part that could be told. */
  private static final int LEAST_PAGE = 400;

  /** With less prose beside what is said of it a page is what is said. */
  private static final int LEAST_SUBJECT = 200;

  /** Goes down into what holds this share of the prose. */
  private static final double MOST = 0.6;

  /** An element that says it is furniture holds less of the page's prose. */
  private static final double SMALL = 0.3;

  /** Names of more of the page's prose do not mean what they say. */
  private static final double TOO_MUCH = 0.8;

  /** The share of linked text from which text is a list of links. */
  static final double LINKS = 0.5;

  /** Running text with more of it linked is about what it links to. */
  private static final double LINKED_PROSE = 0.1;

  private static final Set<String> TITLES = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

  private static final Set<String> FIELDS = Set.of("input", "textarea");

  private static final Set<String> CONTROLS = Set.of("input", "textarea", "button");

  private static final Set<String> LINK = Set.of("a");

  /** Of a template, in the place of what it is filled with. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[{*%] .{1,60} [}*%]\\}");

  private static final Pattern HIDDEN = Pattern.compile("display\\s*:\\s*none");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private final HtmlElement page;
  private final Set<HtmlElement> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<HtmlElement> byName = new ArrayList<>();
  private boolean isTitled;

  /** Whether there is a text beside what others say of it. */
  private boolean isDiscussed;

  private PageFurniture(HtmlElement page) {
    this.page = page;
  }

  /** Marks the elements of a measured page. */
  public static void mark(HtmlElement page) {
    new PageFurniture(page).mark();
  }

  private void mark() {
    keep(page);
    int all = prose(page);
    named(page, each -> isFrame(each, all));
    isDiscussed = prose(page) - discussed(page) >= LEAST_SUBJECT;
    named(page, each -> isNamed(each, all));
    if (byName.stream().mapToInt(each -> each.prose).sum() > TOO_MUCH * all) {
      byName.forEach(each -> each.furniture = false);
    }
    int left = prose(page);
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
    new FurnitureWithin(said == null ? main : said).mark();
  }

  /** The element that is said to be the text of an article; the page when there is none. */
  private HtmlElement text(int prose) {
    HtmlElement text = page;
    for (HtmlElement each : kept) {
      if (each.get("itemprop").equals("articlebody")
          && each.prose >= SMALL * prose
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
          && !isData(child)
          && child.textBetween() < child.prose) {
        return child;
      }
    }
    return null;
  }

  private static boolean isData(HtmlElement element) {
    return element.is("table") && !HtmlTable.isLayout(element);
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

  private void named(HtmlElement element, Predicate<HtmlElement> names) {
    for (HtmlElement child : element.elements()) {
      boolean may = !child.isInline() && !child.is("body", "html", "table", "tr", "td", "pre");
      child.furniture |= may && names.test(child);
      if (!child.furniture) {
        named(child, names);
      }
    }
  }

  /** What is no text by what it is, and what lies over the page. */
  private boolean isFrame(HtmlElement element, int all) {
    if (element.is("template", "noscript")) {
      return element.prose < MOST * all;
    }
    if (kept.contains(element)) {
      return false;
    }
    if (isPart(element)
        || FurnitureWords.ROLES.contains(element.get("role"))
        || (isHidden(element) && isDialog(element))) {
      return isSmall(element, all);
    }
    return element.prose < MOST * all
        && element.headingLevel() == 0
        && says(element, FurnitureWords::isNotice)
        && (!isSection(element) || (element.holds(LINK) && !isInText(element)));
  }

  private boolean isNamed(HtmlElement element, int all) {
    if (kept.contains(element)) {
      return false;
    }
    if (isDiscussed && isDiscussion(element)) {
      return true;
    }
    boolean named =
        isSmall(element, all)
            && element.headingLevel() == 0
            && says(element, FurnitureWords.NAMES::contains)
            && (!runs(element) || element.holds(CONTROLS) || isCalled(element))
            && !isSection(element);
    if (named) {
      byName.add(element);
    }
    return named;
  }

  /** A sidebar of something is one, and what is related to a sidebar is none. */
  private static boolean isCalled(HtmlElement element) {
    return SPACE
        .splitAsStream(element.raw("class") + " " + element.raw("id"))
        .map(PageFurniture::words)
        .anyMatch(name -> !name.isEmpty() && FurnitureWords.NAMES.contains(name.getLast()));
  }

  private int discussed(HtmlElement element) {
    int prose = 0;
    for (HtmlElement child : element.elements()) {
      prose += !kept.contains(child) && isDiscussion(child) ? child.prose : discussed(child);
    }
    return prose;
  }

  private static boolean isDiscussion(HtmlElement element) {
    return says(element, FurnitureWords.DISCUSSIONS::contains)
        && saysInside(element, FurnitureWords.DISCUSSIONS::contains)
        && (element.holds(FIELDS) || !isSection(element) || repeats(element));
  }

  /** Whether what others say stands in it one after the other. */
  private static boolean repeats(HtmlElement element) {
    Set<String> said = new HashSet<>();
    for (HtmlElement child : element.elements()) {
      boolean says = says(child, FurnitureWords.DISCUSSIONS::contains);
      if ((says && !said.add(child.raw("class"))) || repeats(child)) {
        return true;
      }
    }
    return false;
  }

  /** Of a page that is more than its frame. */
  private boolean isSmall(HtmlElement element, int all) {
    return all < LEAST_PAGE ? element.length < SMALL * page.length : element.prose < SMALL * all;
  }

  /** What holds the first title of the page, or what is said to be its text. */
  private void keep(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      boolean title = child.is("h1") && child.length > 0 && !isTitled;
      if (title || child.get("itemprop").equals("articlebody")) {
        isTitled |= title;
        for (HtmlElement each = child; each != null; each = each.parent) {
          kept.add(each);
        }
      }
      keep(child);
    }
  }

  private static boolean says(HtmlElement element, Predicate<String> words) {
    return words(element.raw("class") + " " + element.raw("id")).stream().anyMatch(words);
  }

  private static boolean saysInside(HtmlElement element, Predicate<String> words) {
    return element.elements().stream()
        .anyMatch(child -> says(child, words) || saysInside(child, words));
  }

  private static List<String> words(String text) {
    return WORDS.splitAsStream(text).map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** A form, or a part of one that a script fills in and shows. */
  private static boolean isDialog(HtmlElement element) {
    return element.holds(FIELDS) || PLACEHOLDER.matcher(element.text()).find();
  }

  /** Until something is done, as the answers of a list of questions may be, or a dialog. */
  private static boolean isHidden(HtmlElement element) {
    return element.has("hidden") || HIDDEN.matcher(element.get("style")).find();
  }

  private static boolean runs(HtmlElement element) {
    return element.prose > 0 && element.linkDensity() < LINKED_PROSE;
  }

  /** What has a title, leads nowhere and asks for nothing is part of a text, whatever its name. */
  private static boolean isSection(HtmlElement element) {
    return element.linkDensity() < LINKED_PROSE
        && element.holds(TITLES)
        && !element.holds(CONTROLS)
        && !isPart(element);
  }

  /** The header and the footer of an article are its own, and those of a page are not. */
  private static boolean isPart(HtmlElement element) {
    boolean own =
        element.is("header", "footer")
            && element.linkDensity() < LINKED_PROSE
            && !element.holds(CONTROLS)
            && isInText(element);
    return !own && FurnitureWords.PARTS.contains(element.name);
  }

  private static boolean isInText(HtmlElement element) {
    HtmlElement each = element.parent;
    while (each != null && !each.is("article", "section", "main", "blockquote")) {
      each = each.parent;
    }
    return each != null;
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
          (child.leadsAway() || child.linkDensity() > LINKS)
              && !isData(child)
              && !(within && (child.headingLevel() > 0 || child.is("ul", "ol", "dl")));
      if (kept.contains(child)) {
        if (child.headingLevel() == 0 && (outside || links)) {
          beside(child, way, false, true);
        }
      } else if (links) {
        child.furniture = true;
      } else if (outside || (!within && isShort(child))) {
        child.furniture =
            !titled && !isAnswer(child, way) && !isSection(child) && !sections.contains(child);
      }
    }
  }

  private static boolean isShort(HtmlElement element) {
    return element.prose == 0
        && element.headingLevel() == 0
        && !element.is("tbody", "tr", "td", "th", "ul", "ol", "dl");
  }

  /** The titles among the children, each with what follows it up to the next, that are sections. */
  private static Set<HtmlElement> sections(HtmlElement parent, HtmlElement way) {
    Set<HtmlElement> sections = Collections.newSetFromMap(new IdentityHashMap<>());
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
    if (section.children.size() > 1 && isSection(section)) {
      sections.addAll(section.elements());
    }
  }

  private static boolean isAnswer(HtmlElement element, HtmlElement way) {
    return runs(element)
        && !way.raw("class").isEmpty()
        && element.raw("class").equals(way.raw("class"));
  }

  /** Counts what is left of the prose in each element. */
  private static int prose(HtmlElement element) {
    return prose(element, false);
  }

  private static int prose(HtmlElement element, boolean inLink) {
    if (element.furniture) {
      element.prose = 0;
      return 0;
    }
    boolean link = inLink || element.leadsAway();
    int between = element.textBetween();
    int linked = 0;
    int prose = 0;
    for (HtmlElement child : element.elements()) {
      if (child.isInline()) {
        linked += child.leadsAway() ? child.textBetween() : child.linked;
      }
      prose += prose(child, link);
    }
    boolean running = between >= LEAST_PROSE && linked < LINKS * between;
    boolean title = link || element.headingLevel() > 0;
    if ((running && !element.isInline() && !title) || element.is("pre")) {
      prose += between;
    }
    if (isData(element) && element.linkDensity() < LINKS) {
      prose = element.length;
    }
    element.prose = prose;
    return prose;
  }
}
