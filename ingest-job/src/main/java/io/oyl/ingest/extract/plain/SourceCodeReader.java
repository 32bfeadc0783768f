package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import java.util.List;

/**
 * Parts source code where a reader would: at blank lines before a line that is not indented, and in
 * a long part at any blank line. The text itself stays untouched.
 */
final class SourceCodeReader {
  /** A part with more lines is parted at its inner blank lines too. */
  private static final int LONG = 60;

  private SourceCodeReader() {}

  static List<Block> blocks(String text) {
    MarkedText marked = new MarkedText(text);
    int start = 0;
    int lines = 0;
    boolean blankBefore = false;
    for (int line = 0; line < text.length(); ) {
      int newline = text.indexOf('\n', line);
      int end = newline < 0 ? text.length() : newline;
      boolean blank = text.substring(line, end).isBlank();
      if (!blank && blankBefore && (begins(text.charAt(line)) || lines >= LONG)) {
        marked.code(start, line);
        start = line;
        lines = 0;
      }
      blankBefore = blank;
      lines++;
      line = end + 1;
    }
    marked.code(start, text.length());
    return marked.blocks();
  }

  private static boolean begins(char first) {
    return first != ' ' && first != '\t' && first != '}' && first != ')' && first != ']';
  }
}
