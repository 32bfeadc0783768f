package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Keeps apart what is raised above the line, where written on it would say something else: a power
 * of ten, the sign of a note behind a word, the same sign before the note. {@code CO2} and {@code
 * km2} are as one writes them.
 */
public final class RaisedText {
  private static final Set<String> RAISED = Set.of("sup", "superscript");

  /** Lead somewhere else. */
  private static final Set<String> XML_LINKS = Set.of("xref", "footnoteref", "ref");

  private static final Set<String> HTML_LINKS = Set.of("a");

  private static final Set<String> XML_IN_LINE =
      Set.of(
          "a",
          "b",
          "bold",
          "emphasis",
          "ext-link",
          "hi",
          "i",
          "italic",
          "monospace",
          "named-content",
          "overline",
          "ref",
          "sans-serif",
          "sc",
          "strike",
          "styled-content",
          "sub",
          "subscript",
          "sup",
          "superscript",
          "u",
          "underline",
          "xref");

  /** Begin with the sign by which the text refers to them. */
  private static final Set<String> NOTES = Set.of("aff", "corresp", "fn", "footnote", "note");

  private static final Set<String> AS_IT_IS = Set.of("pre", "listing", "xmp", "plaintext");

  private static final Pattern NUMBER = Pattern.compile("[-+\u2212\u2013]?\\p{Nd}.*");

  private final Set<String> links;
  private final Predicate<HtmlElement> isInLine;

  /** What was written last in the open block; 0 for nothing. */
  private int last;

  private RaisedText(Set<String> links, Predicate<HtmlElement> isInLine) {
    this.links = links;
    this.isInLine = isInLine;
  }

  /** Puts signs between what is read as one otherwise. */
  static void partXml(HtmlElement document) {
    new RaisedText(XML_LINKS, element -> XML_IN_LINE.contains(element.name))
        .inside(document, false);
  }

  /** The same in a web page. */
  public static void partHtml(HtmlElement page) {
    FormulaText.write(page);
    new RaisedText(HTML_LINKS, HtmlElement::isInline).inside(page, false);
  }

  private void inside(HtmlElement element, boolean inNote) {
    boolean note = inNote || NOTES.contains(element.name);
    List<Object> parted = new ArrayList<>(element.children.size());
    boolean afterSign = false;
    for (Object each : element.children) {
      if (afterSign) {
        parted.add(" ");
      }
      afterSign = false;
      if (each instanceof HtmlElement child) {
        boolean raised = isRaised(child);
        boolean first = note && last == 0 && raised;
        if (raised) {
          parted.add(before(child));
        }
        parted.add(child);
        child(child, note);
        afterSign = first && isWord(last);
      } else {
        CharSequence text = (CharSequence) each;
        last = text.isEmpty() ? last : Character.codePointBefore(text, text.length());
        parted.add(text);
      }
    }
    element.children.clear();
    element.children.addAll(parted);
  }

  private void child(HtmlElement child, boolean note) {
    boolean inLine = isInLine.test(child);
    last = inLine ? last : 0;
    if (!AS_IT_IS.contains(child.name)) {
      inside(child, note);
    }
    last = inLine ? last : 0;
  }

  /** By itself, or as all there is of a link. */
  private boolean isRaised(HtmlElement element) {
    return RAISED.contains(element.name)
        || isExponent(element)
        || (links.contains(element.name)
            && element.children.size() == 1
            && element.children.getFirst() instanceof HtmlElement only
            && RAISED.contains(only.name));
  }

  private static boolean isExponent(HtmlElement element) {
    HtmlElement power = element.parent;
    return power != null
        && power.is("msup")
        && power.children.size() == 2
        && power.children.getLast() == element;
  }

  private String before(HtmlElement raised) {
    String text = WhiteSpace.strip(raised.text());
    if (text.isEmpty() || !isWord(last)) {
      return "";
    }
    if (links.contains(raised.name) || raised.holds(links)) {
      return isWord(text.codePointAt(0)) ? " " : "";
    }
    return Character.isDigit(last) && NUMBER.matcher(text).matches() ? "^" : "";
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint);
  }
}
