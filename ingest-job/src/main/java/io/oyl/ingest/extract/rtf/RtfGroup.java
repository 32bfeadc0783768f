package io.oyl.ingest.extract.rtf;

/** What holds up to the end of a group of an RTF file. */
final class RtfGroup {
  /** Where text goes. */
  enum Place {
    BODY,
    NOTE,
    /** A page header or footer. */
    RUNNING,
    /** Beside the running text, or nowhere. */
    ASIDE
  }

  Place place = Place.BODY;
  boolean inCells;
  boolean deleted;

  /** Whether signs look as those of titles do. */
  boolean strong;

  /** The number of the paragraph style. */
  int style;

  /** The outline level from 0; -1 for that of the style. */
  int outline = -1;

  /** A group inside of this one. */
  RtfGroup inner() {
    RtfGroup inner = new RtfGroup();
    inner.place = place;
    inner.inCells = inCells;
    inner.deleted = deleted;
    inner.strong = strong;
    inner.style = style;
    inner.outline = outline;
    return inner;
  }

  /** Takes what a control word says of paragraphs and signs. */
  void format(String word, RtfTokens tokens) {
    switch (word) {
      case "pard" -> {
        inCells = false;
        style = 0;
        outline = -1;
      }
      case "plain" -> {
        deleted = false;
        strong = false;
      }
      case "b", "caps", "ul" -> strong = tokens.value(1) != 0;
      case "deleted", "mvf" -> deleted = tokens.value(1) != 0;
      case "intbl", "trowd" -> inCells = true;
      case "s" -> style = tokens.value(0);
      case "outlinelevel" -> outline = tokens.value(-1);
      default -> {}
    }
  }
}
