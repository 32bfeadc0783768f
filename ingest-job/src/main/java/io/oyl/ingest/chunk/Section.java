package io.oyl.ingest.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text that one chunk may hold together: what stands under one heading, on one slide or sheet.
 *
 * @param headingPath headings the text stands under, its own included
 * @param outerHeadings how many of them, from the outermost, do not stand in the section itself
 * @param parts at least one, in the order of the text, only white space between them
 */
record Section(List<String> headingPath, int outerHeadings, List<Part> parts) {

  enum Kind {
    HEADING,
    PROSE,
    ITEM,
    TABLE,
    CODE;

    /** Whether its lines are not those of running text. */
    boolean isLines() {
      return this == TABLE || this == CODE;
    }
  }

  /**
   * A block of the document without the white space around it, in UTF-16 units.
   *
   * @param startsPage whether it begins on another page than the part before it ends on
   * @param headerStart start of a table's header row, which may stand before the part
   * @param headerEnd its end, {@code headerStart} when there is none
   */
  record Part(Kind kind, int start, int end, boolean startsPage, int headerStart, int headerEnd) {

    /** Whether one that begins here, in the part, stands under the header row without it. */
    boolean isUnderHeader(int position) {
      return headerEnd > headerStart
          && headerEnd <= position
          && start <= position
          && position < end;
    }
  }

  int end() {
    return parts.getLast().end();
  }

  /** The last part that starts at or before a place; there may be as many as the text has lines. */
  @Nullable Part partAt(int place) {
    int low = 0;
    int high = parts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (parts.get(middle).start() <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : parts.get(low - 1);
  }
}
