package io.oyl.ingest.extract;

/** A structural part of a document's text. */
public sealed interface Block {
  TextSpan span();

  /**
   * A title of the text below it.
   *
   * @param span with its markup, where the text has any ({@code ## Title})
   * @param level 1 (outermost) to 6
   * @param title the title alone, inside of {@code span}
   */
  record Heading(TextSpan span, int level, TextSpan title) implements Block {
    public Heading {
      if (title.start() < span.start() || title.end() > span.end()) {
        throw new IllegalArgumentException("a title outside of its heading");
      }
    }

    public Heading(TextSpan span, int level) {
      this(span, level, span);
    }
  }

  /** Running text, and what part it plays in the document. */
  record Paragraph(TextSpan span, Role role) implements Block {
    public Paragraph(TextSpan span) {
      this(span, Role.BODY);
    }
  }

  record ListItem(TextSpan span) implements Block {}

  /**
   * A table, rows on lines of their own, cells separated by a tab, or as the text itself draws it.
   *
   * @param header the header row, empty span at the start when there is none; before the span where
   *     the table goes on with the one of the page before
   */
  record Table(TextSpan span, TextSpan header) implements Block {}

  record Code(TextSpan span) implements Block {}

  /** What a paragraph is for. */
  enum Role {
    BODY,
    /** Names a figure or a table. */
    CAPTION,
    /** What is said with a slide, not shown on it. */
    SPEAKER_NOTE,
    /** Words of someone else, as the history of a mail. */
    QUOTE,
    /** A page header or footer that repeats from page to page. */
    RUNNING,
    /**
     * The frame of a web page: menus, notices, what else there is to read; of any kind of block.
     */
    FURNITURE
  }
}
