package io.oyl.ingest.extract.rtf;

import java.util.Set;

/** Control words by what they are for. */
final class RtfWords {
  /** What these hold is beside the running text, or no text at all. */
  static final Set<String> ASIDE =
      Set.of(
          "background",
          "colortbl",
          "fldinst",
          "fonttbl",
          "footer",
          "footerf",
          "footerl",
          "footerr",
          "header",
          "headerf",
          "headerl",
          "headerr",
          "info",
          "object",
          "pict",
          "shp",
          "shprslt",
          "shptxt",
          "upr");

  /** Entries of an index or a table of contents, which stand there, and who wrote a comment. */
  static final Set<String> ENTRIES = Set.of("xe", "tc", "tcn", "atnid", "atnauthor");

  /** What stands beside the text it belongs to. */
  static final Set<String> NOTES = Set.of("footnote", "annotation");

  /** With these a paragraph ends. */
  static final Set<String> ENDS = Set.of("par", "cell", "row", "nestcell", "nestrow", "sect");

  static final Set<String> RUNNING =
      Set.of("footer", "footerf", "footerl", "footerr", "header", "headerf", "headerl", "headerr");

  /** Words that are signs of the text. */
  static final Set<String> SIGNS =
      Set.of("u", "bullet", "emdash", "endash", "lquote", "rquote", "ldblquote", "rdblquote");

  /** Words that matter for how the number of a paragraph reads. */
  static final Set<String> OF_LABELS = Set.of("u", "uc", "f");

  /** How a file begins; a fragment does not, and its parser would stop behind its first group. */
  static final String HEAD = "{\\rtf";

  private RtfWords() {}
}
