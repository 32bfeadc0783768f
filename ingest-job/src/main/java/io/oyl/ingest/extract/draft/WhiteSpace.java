package io.oyl.ingest.extract.draft;

import java.util.stream.Collectors;

/** White space as text has it: what Unicode calls so, and the marks that show nothing. */
public final class WhiteSpace {
  private WhiteSpace() {}

  /** White space runs become one blank, none at the ends. */
  public static String collapse(String text) {
    StringBuilder collapsed = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        gap = !collapsed.isEmpty();
      } else {
        if (gap) {
          collapsed.append(' ');
          gap = false;
        }
        collapsed.append(c);
      }
    }
    return collapsed.toString();
  }

  /** Collapses each line; those that show nothing are left out. */
  public static String collapseLines(String text) {
    return text.lines()
        .map(WhiteSpace::collapse)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  public static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085' || c == '\uFEFF';
  }
}
