package io.oyl.ingest.extract.markup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Marks what says that it is furniture, by what it is or by its name: see {@link PageFurniture}.
 */
final class NamedFurniture {
  /** With less prose beside what is said of it a page is what is said. */
  private static final int LEAST_SUBJECT = 200;

  /** What is furniture by what it is, or a notice, holds less of the page's prose. */
  private static final double MOST = 0.6;

  /** An element that says it is furniture holds less of it. */
  private static final double SMALL = 0.3;

  /** Names of more of it do not mean what they say. */
  private static final double TOO_MUCH = 0.8;

  private static final Set<String> TITLES = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

  private static final Set<String> FIELDS = Set.of("input", "textarea");

  private static final Set<String> CONTROLS = Set.of("input", "textarea", "button");

  private static final Set<String> LINK = Set.of("a");

  /** Of a template, in the place of what it is filled with. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[{*%] .{1,60} [}*%]\\}");

  private static final Pattern HIDDEN = Pattern.compile("display\\s*:\\s*none");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final HtmlElement page;
  private final int all;

  /** Whether there is a text beside what scripts fill in, or are the substitute of. */
  private final boolean isShown;

  /** Takes a page whose prose is measured. */
  NamedFurniture(HtmlElement page) {
    this.page = page;
    this.all = page.prose;
    this.isShown = all - PageProse.in(page, NamedFurniture::isUnshown) >= LEAST_SUBJECT;
  }

  /** What is no text by what it is, and what lies over the page. */
  void markFrames(Set<HtmlElement> kept) {
    mark(page, each -> isFrame(each, kept));
  }

  /** What is called as furniture is, and what others say; the prose is measured again before. */
  void markNames(Set<HtmlElement> kept) {
    Predicate<HtmlElement> discussion = each -> !kept.contains(each) && isDiscussion(each);
    boolean isDiscussed = page.prose - PageProse.in(page, discussion) >= LEAST_SUBJECT;
    Set<String> names = new HashSet<>(FurnitureWords.NAMES);
    names.removeIf(
        name ->
            FurnitureWords.isOfText(name)
                && PageProse.in(page, each -> FurnitureWords.name(each, name::equals))
                    > SMALL * all);
    List<HtmlElement> byName = new ArrayList<>();
    mark(
        page,
        each -> {
          if (isDiscussed && discussion.test(each)) {
            return true;
          }
          boolean named = !kept.contains(each) && isNamed(each, names);
          if (named) {
            byName.add(each);
          }
          return named;
        });
    if (byName.stream().mapToInt(each -> each.prose).sum() > TOO_MUCH * all) {
      byName.forEach(each -> each.furniture = false);
    }
  }

  private static void mark(HtmlElement element, Predicate<HtmlElement> meant) {
    for (HtmlElement child : element.elements()) {
      boolean may = !child.isInline() && !child.is("body", "html", "table", "tr", "td", "pre");
      child.furniture |= may && meant.test(child);
      if (!child.furniture) {
        mark(child, meant);
      }
    }
  }

  private boolean isFrame(HtmlElement element, Set<HtmlElement> kept) {
    if (isUnshown(element)) {
      return element.prose < (isShown ? MOST : SMALL) * all;
    }
    if (kept.contains(element)) {
      return false;
    }
    if (isPart(element)
        || FurnitureWords.ROLES.contains(element.get("role"))
        || (isHidden(element) && isDialog(element))) {
      return isSmall(element);
    }
    return element.prose < MOST * all
        && element.headingLevel() == 0
        && FurnitureWords.name(element, FurnitureWords::isNotice)
        && (!isSection(element) || (element.holds(LINK) && !isInText(element)));
  }

  private static boolean isUnshown(HtmlElement element) {
    return element.is("template", "noscript");
  }

  private boolean isNamed(HtmlElement element, Set<String> names) {
    return isSmall(element)
        && element.headingLevel() == 0
        && FurnitureWords.name(element, names::contains)
        && (!PageProse.runs(element) || element.holds(CONTROLS) || isCalled(element))
        && !isSection(element);
  }

  /** Of a page that is more than its frame. */
  private boolean isSmall(HtmlElement element) {
    return all < PageFurniture.LEAST_PAGE
        ? element.length < SMALL * page.length
        : element.prose < SMALL * all;
  }

  /** A sidebar of something is one, and what is related to a sidebar is none. */
  private static boolean isCalled(HtmlElement element) {
    return SPACE
        .splitAsStream(element.raw("class") + " " + element.raw("id"))
        .map(FurnitureWords::of)
        .anyMatch(name -> !name.isEmpty() && FurnitureWords.isNeverText(name.getLast()));
  }

  private static boolean isDiscussion(HtmlElement element) {
    return FurnitureWords.name(element, FurnitureWords.DISCUSSIONS::contains)
        && isDiscussedInside(element)
        && (element.holds(FIELDS) || !isSection(element) || repeats(element));
  }

  private static boolean isDiscussedInside(HtmlElement element) {
    return element.elements().stream()
        .anyMatch(
            child ->
                FurnitureWords.name(child, FurnitureWords.DISCUSSIONS::contains)
                    || isDiscussedInside(child));
  }

  /** Whether what others say stands in it one after the other. */
  private static boolean repeats(HtmlElement element) {
    Set<String> said = new HashSet<>();
    for (HtmlElement child : element.elements()) {
      boolean says = FurnitureWords.name(child, FurnitureWords.DISCUSSIONS::contains);
      if ((says && !said.add(child.raw("class"))) || repeats(child)) {
        return true;
      }
    }
    return false;
  }

  /** A form, or a part of one that a script fills in and shows. */
  private static boolean isDialog(HtmlElement element) {
    return element.holds(FIELDS) || PLACEHOLDER.matcher(element.text()).find();
  }

  /** Until something is done, as the answers of a list of questions may be, or a dialog. */
  private static boolean isHidden(HtmlElement element) {
    return element.has("hidden") || HIDDEN.matcher(element.get("style")).find();
  }

  /** What has a title, leads nowhere and asks for nothing is part of a text, whatever its name. */
  static boolean isSection(HtmlElement element) {
    return element.linkDensity() < PageProse.LINKED_PROSE
        && element.holds(TITLES)
        && !element.holds(CONTROLS)
        && !isPart(element);
  }

  /** The header and the footer of an article are its own, and those of a page are not. */
  private static boolean isPart(HtmlElement element) {
    boolean own =
        element.is("header", "footer")
            && element.linkDensity() < PageProse.LINKED_PROSE
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
}
