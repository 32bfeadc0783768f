package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.Collections;
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
 * or id, and holds only a small part of the page's prose. The main part is found by going down from
 * the page as long as one element holds most of the prose that is left. What is beside that way is
 * furniture, unless it has the class of the way itself as the answers of a forum have, when it is
 * outside of the page's {@code main} or {@code article}, or when it is mostly links or without
 * prose; in the main part, what is nearly nothing but links.
 */
public final class PageFurniture {
  /** Shorter texts may be anything. */
  private static final int LEAST_PROSE = 60;

  /** With less prose a page has no main part that could be told. */
  private static final int LEAST_PAGE = 400;

  /** Goes down into what holds this share of the prose. */
  private static final double MOST = 0.6;

  /** An element that says it is furniture holds less of the page's prose. */
  private static final double SMALL = 0.3;

  /** The share of linked text from which text is a list of links. */
  static final double LINKS = 0.5;

  private static final int LONGEST_CARD = 600;

  /** Running text with more of it linked is about what it links to. */
  static final double LINKED_PROSE = 0.1;

  private static final Set<String> SHOWN = Set.of("img", "h2", "h3", "h4", "h5", "h6");

  private static final Set<String> CONTROLS = Set.of("input", "textarea");

  /** Of a template, in the place of what it is filled with. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[{*%] .{1,60} [}*%]\\}");

  private static final Pattern HIDDEN = Pattern.compile("display\\s*:\\s*none");

  private static final Pattern NUMBER = Pattern.compile("^[\\d.]+\\s+");

  private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private final HtmlElement page;
  private final Set<HtmlElement> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean isTitled;
  private boolean isManual;

  private PageFurniture(HtmlElement page) {
    this.page = page;
  }

  /** Marks the elements of a measured page. */
  public static void mark(HtmlElement page) {
    new PageFurniture(page).mark();
  }

  private void mark() {
    keep(page);
    isManual = page.holds(FurnitureWords.TECHNICAL);
    int all = prose(page);
    named(page, all);
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
    if (!isManual) {
      new FurnitureWithin(said == null ? main : said).mark();
    }
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
          && !child.is("p", "pre", "table", "ul", "ol", "dl", "blockquote")
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
              || FurnitureWords.TEXT.matcher(each.get("class") + " " + each.get("id")).find();
      if (each.get("itemprop").equals("articlebody") || (says && each.prose >= MOST * prose)) {
        said = said == null ? each : said;
      }
    }
    return said;
  }

  private void named(HtmlElement element, int all) {
    for (HtmlElement child : element.elements()) {
      if (isNamed(child, all)) {
        child.furniture = true;
      } else {
        named(child, all);
      }
    }
  }

  private boolean isNamed(HtmlElement element, int all) {
    boolean small = element.prose < SMALL * all;
    if (element.isInline() || element.is("body", "html", "table", "tr", "td", "pre")) {
      return false;
    }
    if (element.is("template", "noscript")) {
      return element.prose < MOST * all;
    }
    if (kept.contains(element)) {
      return false;
    }
    if (isTitledSection(element) && runs(element)) {
      return false;
    }
    if (says(element, FurnitureWords::isNotice)) {
      return element.prose < MOST * all;
    }
    if (element.is("nav", "select", "button", "dialog", "aside", "footer", "form")
        || element.is("header")
        || FurnitureWords.ROLES.contains(element.get("role"))
        || (isHidden(element) && isDialog(element))) {
      return small;
    }
    boolean discussion = says(element, FurnitureWords.DISCUSSIONS::contains);
    if (discussion && all - element.prose >= LEAST_PAGE) {
      return true;
    }
    if (element.headingLevel() > 0) {
      return false;
    }
    return small && (saysName(element) || (!isManual && isCards(element)));
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

  /** Several short parts alike, each a picture or a title that leads to another page. */
  private static boolean isCards(HtmlElement element) {
    int parts = 0;
    int cards = 0;
    for (HtmlElement child : element.elements()) {
      if (!child.isInline() && child.length > 0) {
        parts++;
        boolean card = child.length < LONGEST_CARD && child.linkDensity() > 0.2;
        cards += card && child.holds(SHOWN) && leadsAway(child) ? 1 : 0;
      }
    }
    return cards >= 3 && cards >= 0.8 * parts;
  }

  private static boolean leadsAway(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      boolean link = child.is("a") && child.length >= 15 && !child.get("href").startsWith("#");
      if (link || leadsAway(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean says(HtmlElement element, Predicate<String> words) {
    return words(element.raw("class") + " " + element.raw("id")).stream().anyMatch(words);
  }

  private static List<String> words(String text) {
    return WORDS.splitAsStream(text).map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** As above, by {@link FurnitureWords#NAMES}; what runs on may be about the thing it names. */
  private static boolean saysName(HtmlElement element) {
    boolean runs = runs(element);
    for (String name :
        WhiteSpace.collapse(element.raw("class") + " " + element.raw("id")).split(" ", -1)) {
      List<String> words = words(name);
      boolean subject = runs && words.size() > 1;
      for (String word : words) {
        if (FurnitureWords.NAMES.contains(word)
            && !(subject && FurnitureWords.SUBJECTS.contains(word))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A form, or a part of one that a script fills in and shows. */
  private boolean isDialog(HtmlElement element) {
    return element.holds(CONTROLS) || (!isManual && PLACEHOLDER.matcher(element.text()).find());
  }

  /** Until something is done, as the answers of a list of questions may be, or a dialog. */
  private static boolean isHidden(HtmlElement element) {
    return element.has("hidden") || HIDDEN.matcher(element.get("style")).find();
  }

  private static boolean runs(HtmlElement element) {
    return element.prose > 0 && element.linkDensity() < LINKED_PROSE;
  }

  /** Whether it is a section, or has a number, and its id is made of its title. */
  private static boolean isTitledSection(HtmlElement element) {
    boolean section = element.is("section") || words(element.raw("class")).contains("section");
    for (HtmlElement child : element.elements()) {
      if (child.headingLevel() > 0) {
        String title = WhiteSpace.collapse(child.text());
        String bare = NUMBER.matcher(title).replaceFirst("");
        List<String> id = words(element.raw("id"));
        return (section && id.equals(words(title)))
            || ((section || !bare.equals(title)) && id.equals(words(bare)));
      }
    }
    return false;
  }

  private void beside(HtmlElement parent, HtmlElement way, boolean outside, boolean within) {
    Set<HtmlElement> lines = parent.lines();
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
      boolean title = child.headingLevel() == 1 || child.holds(Set.of("h1"));
      boolean bare = child.prose == 0 && child.headingLevel() == 0;
      boolean links = child.is("a") || child.linkDensity() > LINKS;
      boolean idle = !isManual && ((bare && !within) || links);
      boolean introduces = titled && runs(child);
      boolean answers =
          runs(child) && !way.raw("class").isEmpty() && child.raw("class").equals(way.raw("class"));
      if (!title && !introduces && !answers && (outside || idle)) {
        child.furniture = true;
      }
    }
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
    boolean link = inLink || element.is("a");
    int between = element.textBetween();
    int linked = 0;
    int prose = 0;
    for (HtmlElement child : element.elements()) {
      if (child.isInline()) {
        linked += child.is("a") ? child.textBetween() : child.linked;
      }
      prose += prose(child, link);
    }
    boolean running = between >= LEAST_PROSE && linked < LINKS * between;
    boolean title = link || element.headingLevel() > 0;
    if ((running && !element.isInline() && !title) || element.is("pre")) {
      prose += between;
    }
    element.prose = prose;
    return prose;
  }
}
