package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the main part of a page and is not what it is about: see {@link PageFurniture}.
 */
final class FurnitureWithin {
  /** The share of linked text from which what was announced is links; a sentence has less. */
  private static final double ANNOUNCED_LINKS = 0.3;

  private static final int LONGEST_ANNOUNCEMENT = 40;
  private static final int LEAST_REPEATED = 20;
  private static final int LONGEST_REFRAIN = 100;

  private final HtmlElement main;
  private final Set<String> said = new HashSet<>();

  FurnitureWithin(HtmlElement main) {
    this.main = main;
  }

  void mark() {
    announced(main);
    repeated(main);
  }

  /** A line that announces what else there is to read, with the links that follow it. */
  private static void announced(HtmlElement main) {
    Set<HtmlElement> lines = main.lines();
    HtmlElement announcement = null;
    for (Object each : main.children) {
      if (!(each instanceof HtmlElement child)) {
        announcement = each.toString().isBlank() ? announcement : null;
        continue;
      }
      boolean flows = child.isInline() && !lines.contains(child);
      if (flows || child.length == 0) {
        continue;
      }
      if (child.furniture) {
        if (child.linkDensity() > PageProse.LINKS) {
          mark(announcement);
        }
        continue;
      }
      boolean links =
          child.leadsAway() || (child.linkDensity() > ANNOUNCED_LINKS && !isSentence(child));
      if (announces(child)) {
        announcement = child;
        child.furniture = links;
      } else if (announcement != null && links) {
        mark(announcement);
        child.furniture = !child.is("table", "pre");
      } else {
        announcement = null;
      }
      if (!child.furniture && !child.is("table", "pre", "p")) {
        announced(child);
      }
    }
  }

  /** More than a link, with a full stop. */
  private static boolean isSentence(HtmlElement element) {
    return element.is("p")
        && element.linked < element.length - 1
        && element.text().strip().endsWith(".");
  }

  private static void mark(@Nullable HtmlElement announcement) {
    if (announcement != null) {
      announcement.furniture = true;
    }
  }

  private static boolean announces(HtmlElement element) {
    return element.length <= LONGEST_ANNOUNCEMENT
        && FurnitureWords.ANNOUNCEMENT
            .matcher(WhiteSpace.collapse(element.text()).toLowerCase(Locale.ROOT))
            .matches();
  }

  /** What was said under the same title before, word for word; no refrain of a song. */
  private void repeated(HtmlElement main) {
    for (HtmlElement child : main.elements()) {
      if (child.headingLevel() > 1) {
        said.clear();
      }
      if (child.furniture || child.length == 0 || child.is("table", "pre")) {
        continue;
      }
      boolean whole = child.textBetween() == child.length;
      int least = child.is("p", "li", "blockquote") ? LONGEST_REFRAIN : LEAST_REPEATED;
      if (whole && !child.isInline() && child.length >= least) {
        child.furniture = !said.add(WhiteSpace.collapse(child.text()));
      } else {
        repeated(child);
      }
    }
  }
}
