package io.oyl.ingest.chunk;

import java.util.List;

/**
 * Text that one chunk may hold together: what stands under one heading, on one slide or sheet.
 *
 * @param headingPath headings the text stands under, its own included
 * @param parts at least one, in the order of the text, only white space between them
 */
record Section(List<String> headingPath, List<Part> parts) {

  enum Kind {
    HEADING,
    PROSE,
    LINES
  }

  /**
   * A block of the document without the white space around it, in UTF-16 units.
   *
   * @param startsPage whether it begins on another page than the part before it ends on
   */
  record Part(Kind kind, int start, int end, boolean startsPage) {}

  int end() {
    return parts.getLast().end();
  }
}
