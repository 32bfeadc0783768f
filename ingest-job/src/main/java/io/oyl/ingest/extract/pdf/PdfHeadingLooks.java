package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.SentenceEnd;
import java.util.List;

/**
 * Marks the lines that look like headings, each for itself: larger than the running text, else
 * bolder or in another font, and only where a paragraph may begin.
 */
final class PdfHeadingLooks {
  /** A bold line may be no longer, to be no bold sentence. */
  private static final int MAX_BOLD = 120;

  private static final int MAX_CAPITALS = 80;

  private final PdfHabits habits;
  private final List<PdfLine> lines;

  PdfHeadingLooks(PdfHabits habits, List<PdfLine> lines) {
    this.habits = habits;
    this.lines = lines;
  }

  /** Gives the level -1 to what looks like a heading. */
  void mark() {
    for (int i = 0; i < lines.size(); i++) {
      PdfLine line = lines.get(i);
      if (line.level == 0
          && line.mayBeHeading()
          && line.look != null
          && isHeading(line, line.look, i)) {
        line.level = -1;
      }
    }
  }

  private boolean isHeading(PdfLine line, PdfLine.Look look, int index) {
    if (look.fixedPitch()
        || look.tag() > 0
        || !isTitleText(line.text)
        || habits.isContentsEntry(line.text)) {
      return false;
    }
    if (look.size() >= 1.15f * habits.bodySize()) {
      return true;
    }
    if (!starts(line, index) || isInTable(line, look, index)) {
      return false;
    }
    boolean numbered = PdfWording.isNumbered(line.text);
    boolean bold = look.bold() && !habits.isBodyBold();
    boolean set =
        bold
            || (numbered && !look.font().equals(habits.bodyFont()))
            || (numbered && look.size() >= 1.05f * habits.bodySize());
    boolean sentence = SentenceEnd.isAtEndOf(line.text);
    return (set
            && look.size() >= 0.93f * habits.bodySize()
            && (!sentence || (bold && numbered && !line.text.endsWith(":")))
            && line.text.length() <= MAX_BOLD)
        || (!sentence && isLargeOnItsPage(line, look, index))
        || (!sentence && isInCapitals(line, look, index));
  }

  private boolean starts(PdfLine line, int index) {
    return line.startsParagraph
        || index == 0
        || !line.isSetLike(lines.get(index - 1))
        || lines.get(index - 1).level != 0;
  }

  /** Small print has headings of its own that are no larger than the text elsewhere. */
  private boolean isLargeOnItsPage(PdfLine line, PdfLine.Look look, int index) {
    float here = habits.bodySize(line.page);
    return here < 0.9f * habits.bodySize()
        && look.size() >= 1.2f * here
        && habits.isRare(line)
        && (index == 0 || lines.get(index - 1).level == 0);
  }

  /** Capitals are a heading where text in other letters follows close below, as in papers. */
  private boolean isInCapitals(PdfLine line, PdfLine.Look look, int index) {
    if (!PdfWording.isInCapitals(line.text)
        || line.text.length() > MAX_CAPITALS
        || look.size() < 0.75f * habits.bodySize()
        || habits.isOftenInCapitals()
        || index + 1 == lines.size()) {
      return false;
    }
    PdfLine next = lines.get(index + 1);
    PdfLine before = index == 0 ? line : lines.get(index - 1);
    return next.look != null
        && next.page == line.page
        && next.look.y() > look.y()
        && next.look.y() - look.y() < 3.5f * habits.bodySize()
        && next.text.length() >= 30
        && !PdfWording.isInCapitals(next.text)
        && (before == line || before.level != 0 || !PdfWording.isInCapitals(before.text));
  }

  /** A bold line is a table's head when something stands beside it. */
  private boolean isInTable(PdfLine line, PdfLine.Look look, int index) {
    for (int i = Math.max(0, index - 2); i < Math.min(lines.size(), index + 3); i++) {
      PdfLine other = lines.get(i);
      if (i != index
          && other.page == line.page
          && other.look != null
          && Math.abs(other.look.y() - look.y()) < 0.5f * look.size()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTitleText(String text) {
    int length = text.codePointCount(0, text.length());
    long letters = text.codePoints().filter(Character::isLetter).count();
    return length <= PdfHeadings.MAX_LENGTH
        && letters >= 2
        && letters * 2 >= length - text.chars().filter(c -> c == ' ').count()
        && !PdfWording.hasLeaders(text)
        && !PdfWording.isCaption(text)
        && !PdfWording.isBulleted(text);
  }
}
