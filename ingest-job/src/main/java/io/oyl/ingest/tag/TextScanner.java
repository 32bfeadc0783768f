package io.oyl.ingest.tag;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts text into sentences of words. It knows what Lucene's tokenizers throw away: where a phrase
 * cannot go on. Web addresses and words of absurd length become a mark that bounds a phrase.
 * Scripts without spaces are cut by kind of character (Japanese), by dictionary (Thai) or into
 * single characters between the words of grammar (Chinese).
 */
final class TextScanner {
  /** A longer sentence is cut. */
  static final int MAX_SENTENCE = 200;

  /** Receives the sentences; the arrays are reused. */
  interface Sink {
    /**
     * One sentence.
     *
     * @param starts UTF-16 offset of each word in the text
     * @param ends exclusive
     */
    void sentence(Word[] words, int[] starts, int[] ends, int length);
  }

  private static final String JUNK = "\u2026";
  private static final int MAX_DICTIONARY_RUN = 2000;

  /** Characters, where words are not separated. */
  private static final int LONGEST_STOP_WORD = 3;

  private static final Set<String> ELISIONS =
      Set.of(
          "l", "d", "c", "j", "m", "n", "s", "t", "qu", "lorsqu", "puisqu", "jusqu", "quelqu", "un",
          "dell", "nell", "sull", "dall", "all", "quell", "quest", "coll");

  private final Vocabulary vocabulary;
  private final String language;
  private final boolean elides;
  private final Sink sink;
  private final Word[] words = new Word[MAX_SENTENCE];
  private final int[] starts = new int[MAX_SENTENCE];
  private final int[] ends = new int[MAX_SENTENCE];
  private int length;

  TextScanner(Vocabulary vocabulary, String language, Sink sink) {
    this.vocabulary = vocabulary;
    this.language = language;
    this.elides = language.equals("fr") || language.equals("it") || language.equals("ca");
    this.sink = sink;
  }

  /**
   * Scans a part of the text.
   *
   * @param lines whether each line and each tab ends a phrase, as in a table
   */
  void scan(String text, int from, int to, boolean lines) {
    int i = from;
    int lineStart = from;
    while (i < to) {
      int c = text.codePointAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
        int end = i;
        int newlines = 0;
        boolean tab = false;
        while (end < to && isSpace(text.charAt(end))) {
          newlines += text.charAt(end) == '\n' ? 1 : 0;
          tab |= text.charAt(end) == '\t';
          end++;
        }
        if (newlines > 1
            || (lines && (newlines > 0 || tab))
            || (newlines == 1 && isHeadline(text, lineStart, i, end, to))) {
          endSentence();
        }
        if (newlines > 0) {
          lineStart = end;
        }
        i = end == i ? i + Character.charCount(c) : end;
      } else if (isSpaceless(c)) {
        i = spaceless(text, i, to);
      } else if (Character.isLetterOrDigit(c)) {
        i = word(text, i, to);
      } else {
        int end = i + Character.charCount(c);
        if (Character.getType(c) != Character.FORMAT && !isMark(c)) {
          add(text.substring(i, end), i, end);
          if (endsSentence(c) && (c > 0x2000 || end >= to || isSpace(text.charAt(end)))) {
            endSentence();
          }
        }
        i = end;
      }
    }
    endSentence();
  }

  /** A short line before one that begins like a sentence, in text without marked headings. */
  private static boolean isHeadline(String text, int lineStart, int lineEnd, int next, int to) {
    return lineEnd - lineStart < 40
        && next < to
        && Character.isUpperCase(text.codePointAt(next))
        && lineEnd > lineStart
        && Character.isLetterOrDigit(text.charAt(lineEnd - 1));
  }

  private int word(String text, int from, int to) {
    int i = from;
    int partStart = from;
    boolean clean = true;
    while (i < to) {
      int c = text.codePointAt(i);
      if ((Character.isLetterOrDigit(c) && !isSpaceless(c)) || isMark(c)) {
        i += Character.charCount(c);
        continue;
      }
      if (c == '\u00ad' || (Character.getType(c) == Character.FORMAT && c < 0xffff)) {
        clean = false;
        i++;
        if (c == '\u00ad' && i < to && text.charAt(i) == '\n') {
          i++;
        }
        continue;
      }
      if (i + 1 >= to) {
        break;
      }
      int next = text.codePointAt(i + 1);
      boolean goesOn = Character.isLetterOrDigit(next) && !isSpaceless(next);
      if (isApostrophe(c) && goesOn) {
        clean &= c == '\'';
        if (elides && ELISIONS.contains(text.substring(partStart, i).toLowerCase(Locale.ROOT))) {
          add(text.substring(partStart, i) + "'", partStart, i + 1);
          partStart = i + 1;
        }
      } else if (isHyphen(c) && goesOn) {
        clean &= c == '-' || c == '\u2013';
      } else if ((c == ':' && text.startsWith("://", i)) || (c == '@' && goesOn)) {
        while (i < to && !isSpace(text.charAt(i))) {
          i++;
        }
        add(JUNK, from, i);
        return i;
      } else if (!goesOn || !joins(c, text.charAt(i - 1), next, i - partStart)) {
        break;
      }
      i++;
    }
    while (i < to && i - partStart < 4 && (text.charAt(i) == '+' || text.charAt(i) == '#')) {
      i++;
    }
    if (i - partStart > Word.MAX_LENGTH * 2) {
      add(JUNK, partStart, i);
    } else if (i > partStart) {
      addWord(text.substring(partStart, i), clean, partStart, i);
    }
    return i;
  }

  /** Adds a word, a Korean one without its particle, which is a word of its own. */
  private void addWord(String surface, boolean clean, int start, int end) {
    String word = clean ? surface : cleaned(surface);
    int noun = language.equals("ko") && clean ? Korean.nounLength(word) : word.length();
    add(word.substring(0, noun), start, noun < word.length() ? start + noun : end);
    if (noun < word.length()) {
      add(word.substring(noun), start + noun, end);
    }
  }

  /** A sign that stands inside a word or a number between these two characters. */
  private static boolean joins(int sign, char before, int after, int lengthBefore) {
    return switch (sign) {
      case '&', '_' -> true;
      case '.' -> lengthBefore == 1 || Character.isLowerCase(after) || Character.isDigit(after);
      case ',' -> Character.isDigit(before) && Character.isDigit(after);
      default -> false;
    };
  }

  private static String cleaned(String surface) {
    StringBuilder out = new StringBuilder(surface.length());
    for (int i = 0; i < surface.length(); i++) {
      char c = surface.charAt(i);
      if (isApostrophe(c)) {
        out.append('\'');
      } else if (isHyphen(c)) {
        out.append(c == '\u2013' ? c : '-');
      } else if (c != '\n'
          && (Character.getType(c) != Character.FORMAT || c == '\u200c' || c == '\u200d')) {
        out.append(c);
      }
    }
    return out.isEmpty() ? JUNK : out.toString();
  }

  private int spaceless(String text, int from, int to) {
    UnicodeScript script = UnicodeScript.of(text.codePointAt(from));
    if (script == UnicodeScript.COMMON) {
      script = UnicodeScript.KATAKANA;
    }
    if (script == UnicodeScript.THAI) {
      return dictionary(text, from, to);
    }
    int i = from;
    boolean singly = script == UnicodeScript.HAN && !language.equals("ja");
    boolean japaneseNoun = script == UnicodeScript.HAN || script == UnicodeScript.KATAKANA;
    while (i < to) {
      int c = text.codePointAt(i);
      if (UnicodeScript.of(c) != script && !(c == '\u30fc' && script == UnicodeScript.KATAKANA)) {
        break;
      }
      int end = i + Character.charCount(c);
      if (singly) {
        end = Math.max(end, endOfStopWord(text, i, to));
        add(text.substring(i, end), i, end);
      }
      i = end;
    }
    if (!singly) {
      boolean noun = japaneseNoun && i - from <= 12;
      add(noun ? text.substring(from, i) : JUNK, from, i);
    }
    return i;
  }

  /** Where the longest word of grammar ends that begins here; {@code from} when none does. */
  private int endOfStopWord(String text, int from, int to) {
    for (int end = Math.min(to, from + LONGEST_STOP_WORD); end > from + 1; end--) {
      if (vocabulary.isStopWord(text.substring(from, end))) {
        return end;
      }
    }
    return from;
  }

  private int dictionary(String text, int from, int to) {
    int end = from;
    while (end < to
        && end - from < MAX_DICTIONARY_RUN
        && UnicodeScript.of(text.charAt(end)) == UnicodeScript.THAI) {
      end++;
    }
    BreakIterator breaks = BreakIterator.getWordInstance(Locale.of("th"));
    breaks.setText(text.substring(from, end));
    int start = 0;
    for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
      add(text.substring(from + start, from + next), from + start, from + next);
      start = next;
    }
    return end;
  }

  private void add(String surface, int start, int end) {
    if (length == MAX_SENTENCE) {
      endSentence();
    }
    words[length] = vocabulary.word(surface);
    starts[length] = start;
    ends[length] = end;
    length++;
  }

  private void endSentence() {
    if (length > 0) {
      sink.sentence(words, starts, ends, length);
      length = 0;
    }
  }

  /** Scripts that are written without spaces between words. */
  static boolean isSpaceless(int c) {
    if (c < 0x0e00) {
      return false;
    }
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> c == '\u30fc';
    };
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isApostrophe(int c) {
    return c == '\'' || c == '\u2019' || c == '\u02bc';
  }

  private static boolean isHyphen(int c) {
    return c == '-' || c == '\u2010' || c == '\u2011' || c == '\u2013';
  }

  private static boolean endsSentence(int c) {
    return switch (c) {
      case '.', '!', '?', '\u2026', '\u3002', '\uff01', '\uff1f', '\u0964', '\u061f' -> true;
      default -> false;
    };
  }
}
