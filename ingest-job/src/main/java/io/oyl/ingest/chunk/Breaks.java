package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Kind;
import java.text.BreakIterator;
import java.util.Locale;

/**
 * Finds the best place to cut a block that is too long: between paragraphs or lines, then
 * sentences, words, characters as people see them, and code points at last. Looks only at the text
 * near the cut, so that the cost of a whole document stays linear. Not thread-safe.
 */
final class Breaks {
  /** How far behind the cut an iterator may look to know what is one sentence, word, character. */
  private static final int LOOKAHEAD = 64;

  private static final int NONE = -1;

  private final String text;
  private final BreakIterator sentences;
  private final BreakIterator words;
  private final BreakIterator characters;

  Breaks(String text, Locale locale) {
    this.text = text;
    this.sentences = BreakIterator.getSentenceInstance(locale);
    this.words = BreakIterator.getLineInstance(locale);
    this.characters = BreakIterator.getCharacterInstance(locale);
  }

  /**
   * The last good place in the second half of {@code (from, high]}, else the last possible one in
   * all of it.
   *
   * @param from where the text to cut starts
   * @param end where it ends, behind {@code high}
   */
  int last(Kind kind, int from, int high, int end) {
    int low = from + (high - from) / 2;
    int found = emptyLine(low, high);
    if (found == NONE && kind.isLines()) {
      found = line(low, high);
    }
    if (found != NONE) {
      return found;
    }
    String window = text.substring(from, Math.min(end, high + LOOKAHEAD));
    if (kind != Kind.CODE) {
      found = last(sentences, window, from, low, high);
    }
    if (found == NONE && !kind.isLines()) {
      found = line(low, high);
    }
    if (found == NONE) {
      found = last(words, window, from, low, high);
    }
    if (found == NONE) {
      found = last(characters, window, from, low, high);
    }
    return found == NONE ? wholeCodePoint(from, high) : found;
  }

  /** Whether there is an empty line between the end of a line and the next one that is not. */
  boolean isEmptyLine(int lineEnd, int next) {
    return emptyLine(lineEnd, next) != NONE;
  }

  private static int last(BreakIterator iterator, String window, int from, int low, int high) {
    iterator.setText(window);
    int inside = high - from;
    int found =
        inside >= window.length()
            ? iterator.last()
            : iterator.isBoundary(inside) ? inside : iterator.preceding(inside);
    return found == BreakIterator.DONE || from + found <= low ? NONE : from + found;
  }

  private int emptyLine(int low, int high) {
    boolean empty = false;
    for (int i = Math.min(high, text.length() - 1); i >= low; i--) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (empty && i > low) {
          return i;
        }
        empty = true;
      } else if (Visible.isVisible(c)) {
        empty = false;
      }
    }
    return NONE;
  }

  private int line(int low, int high) {
    for (int i = Math.min(high, text.length() - 1); i > low; i--) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\u2028' || c == '\u2029') {
        return i;
      }
    }
    return NONE;
  }

  private int wholeCodePoint(int from, int high) {
    boolean insidePair =
        high < text.length() && Character.isSurrogatePair(text.charAt(high - 1), text.charAt(high));
    int whole = insidePair ? high - 1 : high;
    return whole > from ? whole : high + 1;
  }
}
