package io.oyl.ingest.extract.plain;

import java.util.ArrayList;
import java.util.List;

/** The lines of a text with their places in it, in UTF-16 units. */
final class TextLines {
  private final String text;
  private final List<int[]> lines = new ArrayList<>();

  TextLines(String text) {
    this.text = text;
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      lines.add(new int[] {start, end});
      start = end + 1;
    }
  }

  int count() {
    return lines.size();
  }

  int start(int line) {
    return line < lines.size() ? lines.get(line)[0] : text.length();
  }

  int end(int line) {
    return line < 0 ? 0 : lines.get(line)[1];
  }

  /** The line without white space at its end; empty beyond the last one. */
  String get(int line) {
    return line < 0 || line >= lines.size()
        ? ""
        : text.substring(lines.get(line)[0], lines.get(line)[1]).stripTrailing();
  }

  boolean isBlank(int line) {
    return get(line).isEmpty();
  }

  int indent(int line) {
    String content = get(line);
    int indent = 0;
    while (indent < content.length() && " \t".indexOf(content.charAt(indent)) >= 0) {
      indent++;
    }
    return indent;
  }

  /** First line from here on that is blank, or the number of lines. */
  int blankFrom(int line) {
    int i = line;
    while (i < count() && !isBlank(i)) {
      i++;
    }
    return i;
  }

  /** First line from here on that is not blank, or the number of lines. */
  int filledFrom(int line) {
    int i = line;
    while (i < count() && isBlank(i)) {
      i++;
    }
    return i;
  }
}
