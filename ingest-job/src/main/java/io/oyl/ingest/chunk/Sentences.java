package io.oyl.ingest.chunk;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Where sentences of running text begin, by the JDK's rules for the language, without the ends that
 * they see where the language {@linkplain Writing writes a full stop} inside of a sentence, and
 * with those that they do not see. Not thread-safe.
 */
final class Sentences {
  /** Lines that a program has wrapped are no longer, and most of them end inside of a sentence. */
  private static final int WRAPPED_LINE = 120;

  /**
   * Ends of a sentence that the JDK's rules do not know: Arabic, Urdu, Armenian, Ethiopic, Greek.
   */
  private static final String OTHER_ENDS = "\u061f\u06d4\u0589\u1362\u037e";

  private final String text;
  private final BreakIterator iterator;
  private final Writing writing;
  private final boolean greek;

  Sentences(String text, Locale locale) {
    this.text = text;
    this.writing = new Writing(locale);
    this.greek = locale.getLanguage().equals("el");
    this.iterator = BreakIterator.getSentenceInstance(locale);
  }

  /** Receives the pieces of a text, in order; white space belongs to the piece before it. */
  interface Sink {
    void piece(int start, int end, Start begins);
  }

  /** What a piece begins with. */
  enum Start {
    PARAGRAPH,
    LINE,
    SENTENCE
  }

  /** Cuts running text; the first piece begins a paragraph. */
  void cut(int from, int to, Sink sink) {
    boolean wrapped = isWrapped(from, to);
    Start start = Start.PARAGRAPH;
    int line = from;
    while (line < to) {
      int end = wrapped ? paragraphEnd(line, to) : lineEnd(text, line, to);
      int next = Visible.start(text, end, to);
      start = sentences(line, end, next, start, sink);
      if (start != Start.SENTENCE) {
        start = isEmptyLineIn(end, next) ? Start.PARAGRAPH : Start.LINE;
      }
      line = next;
    }
  }

  /** Answers what the piece behind these sentences begins with, {@code SENTENCE} never. */
  private Start sentences(int from, int to, int next, Start first, Sink sink) {
    String line = text.substring(from, to);
    // the rules see no end before a small letter; Georgian, much of what people chat and what has
    // been made from speech have no others
    boolean small = isWithoutCapitals(line);
    iterator.setText(small ? inCapitals(line) : line);
    Start start = first;
    int begin = from;
    for (int i = iterator.next(); i != BreakIterator.DONE; i = iterator.next()) {
      int end = from + i;
      if (end < to && !isSentenceEnd(begin, end, small)) {
        continue;
      }
      for (int inner = inner(begin, end); inner < end; inner = inner(begin, end)) {
        sink.piece(begin, inner, start);
        start = Start.SENTENCE;
        begin = inner;
      }
      sink.piece(begin, end < to ? end : next, start);
      start = Start.SENTENCE;
      begin = end;
    }
    return Start.LINE;
  }

  private static boolean isWithoutCapitals(String line) {
    boolean small = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        return false;
      }
      small |= Character.isLowerCase(c);
    }
    return small;
  }

  /** Of the same length, whatever the language makes of a letter. */
  private static String inCapitals(String line) {
    char[] capitals = line.toCharArray();
    for (int i = 0; i < capitals.length; i++) {
      capitals[i] = Character.toUpperCase(capitals[i]);
    }
    return new String(capitals);
  }

  private boolean isSentenceEnd(int from, int end, boolean small) {
    int last = Visible.end(text, from, end);
    boolean closes =
        text.charAt(end) == '\u00bb'
            && (end + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(end + 1)));
    if (last <= from || closes) {
      return !closes;
    }
    return text.charAt(last - 1) != '.'
        || !((last == end && text.charAt(end) == '-')
            || writing.goesOn(text, from, last - 1, small));
  }

  /**
   * Where the next sentence begins inside of what the JDK's rules take for one; {@code to} when it
   * is one.
   */
  private int inner(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean end = OTHER_ENDS.indexOf(c) >= 0 || (greek && c == ';');
      if ((end || mayEnd(from, i)) && isSpace(i + 1)) {
        int next = Visible.start(text, i + 1, to);
        if (next < to && (end || Character.isUpperCase(text.codePointAt(next)))) {
          return next;
        }
      }
    }
    return to;
  }

  /**
   * An ellipsis, or a mark behind a full stop that closes a quotation here and opens one elsewhere.
   */
  private boolean mayEnd(int from, int i) {
    return switch (text.charAt(i)) {
      case '\u2026' -> i > from && !isSpace(i - 1);
      case '\u201c', '\u2018', '\u00ab' -> i > from && isStop(i - 1);
      case '\u00bb' -> i > from + 1 && isSpace(i - 1) && isStop(i - 2);
      default -> false;
    };
  }

  private boolean isStop(int i) {
    return switch (text.charAt(i)) {
      case '.', '!', '?', '\u2026' -> true;
      default -> false;
    };
  }

  private boolean isSpace(int i) {
    return i < text.length() && !Visible.isVisible(text.charAt(i));
  }

  private boolean isWrapped(int from, int to) {
    int lines = 0;
    int whole = 0;
    for (int line = from; line < to; lines++) {
      int end = lineEnd(text, line, to);
      if (end - line > WRAPPED_LINE) {
        return false;
      }
      int last = Visible.end(text, line, end);
      boolean open = last > line && Character.isLetterOrDigit(text.codePointBefore(last));
      whole += open || (last > line && text.charAt(last - 1) == ',') ? 0 : 1;
      line = Visible.start(text, end, to);
    }
    return lines > 2 && whole < lines / 2;
  }

  private int paragraphEnd(int from, int to) {
    int end = lineEnd(text, from, to);
    while (end < to) {
      int next = Visible.start(text, end, to);
      if (next == to || isEmptyLineIn(end, next)) {
        return end;
      }
      end = lineEnd(text, next, to);
    }
    return to;
  }

  private boolean isEmptyLineIn(int from, int to) {
    int ends = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\u2029') {
        return true;
      }
      if (isLineEnd(c) && !(c == '\n' && i > from && text.charAt(i - 1) == '\r')) {
        ends++;
      }
    }
    return ends > 1;
  }

  /** End of the line that begins at {@code from}. */
  static int lineEnd(String text, int from, int to) {
    int end = from;
    while (end < to && !isLineEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
  }
}
