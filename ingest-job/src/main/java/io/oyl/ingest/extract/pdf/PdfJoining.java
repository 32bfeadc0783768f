package io.oyl.ingest.extract.pdf;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes one text of lines: words that were parted at a line's end are put together again. */
final class PdfJoining {
  /** A hyphen before one of these stands for the rest of the word: "Haupt- und Nebenfach". */
  private static final Set<String> CONJUNCTIONS =
      Set.of("and", "or", "to", "und", "oder", "bis", "bzw", "et", "ou", "y", "o", "e", "en", "of");

  /** First parts of compounds that keep their hyphen, unless an ending follows. */
  private static final Set<String> FIRST_PARTS = Set.of("self", "well");

  private static final Set<String> ENDINGS = Set.of("ness", "less", "lessness", "lessly");

  /** Second parts of compounds that keep their hyphen. */
  private static final Set<String> SECOND_PARTS =
      Set.of(
          "based",
          "driven",
          "free",
          "known",
          "level",
          "oriented",
          "reaching",
          "related",
          "specific",
          "term");

  /** Within a compound: "state-of-the-art". */
  private static final Set<String> LINKING = Set.of("and", "by", "for", "of", "the", "to");

  /** Shorter ones may be a part of a word: "cor-related". */
  private static final int SHORTEST_WORD = 4;

  private final PdfHabits habits;
  private final PdfRepairs repairs;

  PdfJoining(PdfHabits habits, PdfRepairs repairs) {
    this.habits = habits;
    this.repairs = repairs;
  }

  /** The lines as one text; a line that ends early keeps its end when {@code keepsEnds}. */
  String joined(List<PdfLine> lines, boolean keepsEnds) {
    StringBuilder joined = new StringBuilder(lines.getFirst().text);
    for (int i = 1; i < lines.size(); i++) {
      PdfLine before = lines.get(i - 1);
      String next = lines.get(i).text;
      boolean full =
          !keepsEnds
              || (PdfGroup.Edges.around(lines, i - 1).isFull(before)
                  && !areRows(before, lines.get(i)));
      int last = joined.codePointBefore(joined.length());
      if (last == '\u00AD') {
        joined.setLength(joined.length() - 1);
        joined.append(next);
        repairs.count("words_rejoined");
      } else if ((last == '-' || last == '\u2010')
          && (full || Character.isLowerCase(next.codePointAt(0)))
          && isInWord(joined, next)) {
        if (!isInCompound(joined) && isHyphenation(tail(joined, 1), head(next))) {
          joined.setLength(joined.length() - 1);
        }
        joined.append(next);
        repairs.count("words_rejoined");
      } else if (!full || PdfWording.hasLeaders(before.text)) {
        joined.append('\n').append(next);
      } else if (isUnspaced(last) && isUnspaced(next.codePointAt(0))) {
        joined.append(next);
      } else {
        joined.append(' ').append(next);
      }
    }
    return joined.toString();
  }

  private static boolean areRows(PdfLine before, PdfLine line) {
    return before.look != null && line.look != null && before.look.parted() && line.look.parted();
  }

  /** Whether a word or a name goes on; not so in "Haupt- und Nebenfach". */
  private static boolean isInWord(StringBuilder text, String next) {
    return text.length() > 1
        && Character.isLetter(text.codePointBefore(text.length() - 1))
        && Character.isLetterOrDigit(next.codePointAt(0))
        && !CONJUNCTIONS.contains(head(next));
  }

  /**
   * Whether the hyphen is there for the line's end only: what the document says elsewhere tells;
   * else two words of it make a compound, and parts of words one word.
   */
  private boolean isHyphenation(String tail, String head) {
    if (head.isEmpty() || !Character.isLowerCase(head.codePointAt(0)) || tail.length() < 2) {
      return false;
    }
    return habits.knows(tail + head)
        || !(habits.knows(tail + "-" + head)
            || habits.knows(tail + "-")
            || (habits.knows(tail) && habits.knows(head))
            || isCompounding(tail, head));
  }

  private static boolean isCompounding(String tail, String head) {
    return tail.length() >= SHORTEST_WORD
        && head.length() >= SHORTEST_WORD
        && ((FIRST_PARTS.contains(tail.toLowerCase(Locale.ROOT)) && !ENDINGS.contains(head))
            || (SECOND_PARTS.contains(head) && !tail.equalsIgnoreCase("inter")));
  }

  /** Whether the text ends within a compound: "state-of-". */
  private static boolean isInCompound(StringBuilder text) {
    String tail = tail(text, 1);
    int start = text.length() - 1 - tail.length();
    return LINKING.contains(tail) && start > 0 && text.charAt(start - 1) == '-';
  }

  private static String tail(StringBuilder text, int without) {
    int end = text.length() - without;
    int start = end;
    while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end);
  }

  private static String head(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static boolean isUnspaced(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
