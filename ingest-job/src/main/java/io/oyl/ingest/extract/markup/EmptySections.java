package io.oyl.ingest.extract.markup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks the titles below which everything is furniture: what announces what else there is to read
 * is no section of the text.
 */
final class EmptySections {
  /** In characters: a title that says more is worth reading alone. */
  private static final int LEAST_TEXT = 60;

  private final @Nullable HtmlElement pageTitle;

  /** What is behind it belongs to no section of it. */
  private final HtmlElement main;

  /** Titles without text below them so far, each of a lower level than the one before. */
  private final List<HtmlElement> open = new ArrayList<>();

  /** So many of these, from the first, have furniture below them. */
  private int filled;

  private EmptySections(HtmlElement main, @Nullable HtmlElement pageTitle) {
    this.main = main;
    this.pageTitle = pageTitle;
  }

  static void mark(HtmlElement page, HtmlElement main, @Nullable HtmlElement pageTitle) {
    EmptySections sections = new EmptySections(main, pageTitle);
    sections.walk(page);
    sections.close(1);
  }

  private void walk(HtmlElement element) {
    for (Object each : element.children) {
      if (!(each instanceof HtmlElement child)) {
        if (!each.toString().isBlank()) {
          content();
        }
      } else if (child.furniture) {
        filled = child.length > 0 ? open.size() : filled;
      } else if (child.headingLevel() > 0 && child.length > 0) {
        close(child.headingLevel());
        open.add(child);
      } else if (child.is("img", "svg", "canvas", "audio", "video", "object", "embed")) {
        content();
      } else {
        walk(child);
        if (child == main) {
          close(1);
        }
      }
    }
  }

  /** Ends the sections of a level and of lower ones. */
  private void close(int level) {
    while (!open.isEmpty() && open.getLast().headingLevel() >= level) {
      HtmlElement title = open.removeLast();
      if (open.size() < filled && title != pageTitle && title.length < LEAST_TEXT) {
        title.furniture = true;
        filled = open.size();
      } else {
        content();
      }
    }
  }

  private void content() {
    open.clear();
    filled = 0;
  }
}
