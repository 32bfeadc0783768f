package io.oyl.ingest.extract.markup;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the title in the text of a page. A page may begin with the name of its site as a heading of
 * the first level, and its own title may be one of the second: what the head of the page says
 * decides.
 */
final class PageTitle {
  private static final int LOWEST_LEVEL = 3;

  /** In characters other than white space: a longer heading is none. */
  private static final int LONGEST = 500;

  /** The head says this share of the characters of a title of the first level. */
  private static final double HALF = 0.5;

  /** And of any other; of these, each says at least half of what the head does. */
  private static final double ALL = 1;

  private final Set<String> told;
  private @Nullable HtmlElement title;
  private int level;
  private int most;

  private PageTitle(Set<String> told) {
    this.told = told;
  }

  /** The heading that says most of what the head of the page says, or the first of level one. */
  static @Nullable HtmlElement of(HtmlElement page) {
    PageTitle title = new PageTitle(Set.copyOf(FurnitureWords.of(page.raw("title"))));
    title.find(page);
    return title.title;
  }

  private void find(HtmlElement element) {
    for (HtmlElement child : element.elements()) {
      int of = child.headingLevel();
      if (of > 0 && of <= LOWEST_LEVEL && child.length > 0 && child.length <= LONGEST) {
        int shared = shared(child, of == 1 ? HALF : ALL);
        shared = of > 1 && shared < HALF * length(told) ? 0 : shared;
        boolean higher = shared > 0 && shared == most && of < level;
        if (shared > most || higher || (title == null && of == 1)) {
          title = child;
          level = of;
          most = shared;
        }
      }
      find(child);
    }
  }

  /** Characters of the words that the head says, too; 0 when they are a smaller share of all. */
  private int shared(HtmlElement heading, double least) {
    Set<String> words = Set.copyOf(FurnitureWords.of(heading.text()));
    int shared = words.stream().filter(told::contains).mapToInt(String::length).sum();
    return shared < least * length(words) ? 0 : shared;
  }

  private static int length(Set<String> words) {
    return words.stream().mapToInt(String::length).sum();
  }
}
