package io.oyl.ingest.extract.draft;

import java.util.regex.Pattern;

/** Tells a line that ends as a sentence does from one that may go on or be a title. */
public final class SentenceEnd {
  private static final Pattern AT_END = Pattern.compile(".*[.!?:;。！？][)\\]”\"’']*");

  private SentenceEnd() {}

  /** Whether the last sign of a text in one line, but for brackets and quotes, ends a sentence. */
  public static boolean isAtEndOf(String line) {
    return AT_END.matcher(line).matches();
  }
}
