package io.oyl.ingest.cli;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal a text takes, as far as terminals agree on it. */
final class TextWidth {
  private static final String ELLIPSIS = "…";

  private TextWidth() {}

  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  /** East Asian Width (Unicode Standard Annex 11) in the ranges that matter. */
  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || type == Character.CONTROL
        || (c >= 0x1160 && c <= 0x11FF)) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    return Character.isEmojiPresentation(c)
        || (c >= 0x1100 && c <= 0x115F) // Hangul Jamo
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) // CJK to Yi
        || (c >= 0xA960 && c <= 0xA97F)
        || (c >= 0xAC00 && c <= 0xD7A3) // Hangul
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF01 && c <= 0xFF60) // full-width forms
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  /** The text itself or as much of its beginning as fits, with an ellipsis. */
  static String cut(String text, int columns) {
    return of(text) <= columns ? text : text.substring(0, fitting(text, columns - 1)) + ELLIPSIS;
  }

  /** The text itself or as much of its end as fits, with an ellipsis. */
  static String cutBeginning(String text, int columns) {
    int width = of(text);
    if (width <= columns) {
      return text;
    }
    int begin = 0;
    while (begin < text.length() && (width >= columns || of(text.codePointAt(begin)) == 0)) {
      int c = text.codePointAt(begin);
      width -= of(c);
      begin += Character.charCount(c);
    }
    return ELLIPSIS + text.substring(begin);
  }

  /** Lines of the text, broken at spaces where there are some; the last one may be cut. */
  static List<String> wrap(String text, int columns, int maxLines) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (lines.size() < maxLines - 1 && of(rest) > columns) {
      int end = fitting(rest, columns);
      int space = rest.lastIndexOf(' ', end);
      int lineEnd = space > 0 ? space : Math.max(end, Character.charCount(rest.codePointAt(0)));
      lines.add(rest.substring(0, lineEnd).stripTrailing());
      rest = rest.substring(lineEnd).stripLeading();
    }
    if (lines.isEmpty() || !rest.isEmpty()) {
      lines.add(cut(rest, columns));
    }
    return lines;
  }

  static String pad(String text, int columns, boolean toTheRight) {
    String space = " ".repeat(Math.max(0, columns - of(text)));
    return toTheRight ? space + text : text + space;
  }

  /** Index after the last character that still fits. */
  private static int fitting(String text, int columns) {
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      width += of(c);
      if (width > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }
}
