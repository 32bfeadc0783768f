package io.oyl.ingest.cli;

import io.oyl.ingest.extract.TextSpan;

/** A text read by spans of code points that come in ascending order, in one pass. */
final class CodePointText {
  private static final int EXCERPT = 80;

  private final String text;
  private int codePoint;
  private int index;

  CodePointText(String text) {
    this.text = text;
  }

  /** The first characters of a span. */
  String excerpt(TextSpan span) {
    if (span.start() < codePoint) {
      codePoint = 0;
      index = 0;
    }
    index = text.offsetByCodePoints(index, span.start() - codePoint);
    codePoint = span.start();
    return text.substring(index, text.offsetByCodePoints(index, Math.min(EXCERPT, span.length())));
  }
}
