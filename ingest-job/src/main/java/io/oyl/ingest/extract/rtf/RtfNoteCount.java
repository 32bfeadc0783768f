package io.oyl.ingest.extract.rtf;

/** Counts the notes of an RTF file, footnotes and endnotes apart. */
final class RtfNoteCount {
  private boolean counts;
  private boolean atEnd;
  private int footnotes;
  private int endnotes;

  /** A note begins, or a comment, which is not counted. */
  void begin(boolean comment) {
    counts &= !comment;
    atEnd = false;
  }

  /** Takes a control word in or right before a note. */
  void take(String word) {
    counts |= word.equals("chftn");
    atEnd |= word.equals("ftnalt");
  }

  /** The number of the note that ends, in brackets; empty where its sign is among its words. */
  String sign() {
    if (!counts) {
      return "";
    }
    counts = false;
    return "[" + (atEnd ? ++endnotes : ++footnotes) + "]";
  }
}
