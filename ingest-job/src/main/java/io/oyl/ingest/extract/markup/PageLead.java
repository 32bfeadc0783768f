package io.oyl.ingest.extract.markup;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the words that lead from the title of a page into its text, wherever they stand. */
final class PageLead {
  /** In characters: so much may come before, of who wrote it, and when. */
  private static final int MOST_BETWEEN = 300;

  private static final Pattern CAPTION = Pattern.compile("caption|credit|figure");

  private final HtmlElement title;
  private boolean isBehind;
  private int between;
  private @Nullable HtmlElement lead;

  private PageLead(HtmlElement title) {
    this.title = title;
  }

  /** The first running text behind the title, where no more than a little comes before it. */
  static @Nullable HtmlElement of(HtmlElement page, HtmlElement title) {
    PageLead search = new PageLead(title);
    search.walk(page);
    return search.lead;
  }

  private void walk(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      if (lead != null || between > MOST_BETWEEN) {
        return;
      }
      if (child == title) {
        isBehind = true;
      } else if (!child.furniture && !child.isInline() && !isOther(child)) {
        if (isBehind && PageProse.isRunning(child)) {
          lead = child;
        } else {
          between += isBehind ? child.textBetween() : 0;
          walk(child);
        }
      }
    }
  }

  /** Captions of pictures, and what has a name that no text has. */
  private static boolean isOther(HtmlElement element) {
    return element.is("figure", "figcaption")
        || CAPTION.matcher(element.get("class")).find()
        || FurnitureWords.name(element, FurnitureWords::isNeverText);
  }
}
