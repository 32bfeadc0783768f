package io.oyl.ingest.extract.markup;

import java.util.function.Predicate;

/** Counts the prose of a page: text of some length of which little is linked, tables and code. */
final class PageProse {
  /** In characters: shorter texts may be anything. */
  private static final int LEAST = 60;

  /** The share of linked text from which text is a list of links. */
  static final double LINKS = 0.5;

  /** Running text with more of it linked is about what it links to. */
  static final double LINKED_PROSE = 0.1;

  private PageProse() {}

  /** Counts what is no furniture in each element. */
  static int measure(HtmlElement element) {
    return measure(element, false);
  }

  private static int measure(HtmlElement element, boolean inLink) {
    if (element.furniture) {
      element.prose = 0;
      return 0;
    }
    boolean link = inLink || element.leadsAway();
    int prose = 0;
    for (HtmlElement child : element.elements()) {
      prose += measure(child, link);
    }
    if ((!link && isRunning(element)) || element.is("pre")) {
      prose += element.textBetween();
    }
    if (isData(element) && element.linkDensity() < LINKS) {
      prose = element.length;
    }
    element.prose = prose;
    return prose;
  }

  /** What was counted in those elements inside of one that are meant. */
  static int in(HtmlElement element, Predicate<HtmlElement> meant) {
    int prose = 0;
    for (HtmlElement child : element.elements()) {
      prose += meant.test(child) ? child.prose : in(child, meant);
    }
    return prose;
  }

  /** Whether text of some length, little of it linked, stands in it itself. */
  static boolean isRunning(HtmlElement element) {
    if (element.isInline() || element.headingLevel() > 0) {
      return false;
    }
    int between = element.textBetween();
    int linked = 0;
    for (HtmlElement child : element.elements()) {
      if (child.isInline()) {
        linked += child.leadsAway() ? child.textBetween() : child.linked;
      }
    }
    return between >= LEAST && linked < LINKS * between;
  }

  /** Whether there is prose inside that leads nowhere. */
  static boolean runs(HtmlElement element) {
    return element.prose > 0 && element.linkDensity() < LINKED_PROSE;
  }

  static boolean isData(HtmlElement element) {
    return element.is("table") && !HtmlTable.isLayout(element);
  }
}
