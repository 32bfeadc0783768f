package io.oyl.ingest.extract;

import java.util.List;

/** Makes one text of lines: words that were parted at a line's end are put together again. */
final class PdfJoining {
  private final PdfHabits habits;
  private final PdfRepairs repairs;

  PdfJoining(PdfHabits habits, PdfRepairs repairs) {
    this.habits = habits;
    this.repairs = repairs;
  }

  /** The lines as one text; a line that ends early keeps its end when {@code keepsEnds}. */
  String joined(List<PdfLine> lines, boolean keepsEnds) {
    PdfGroup.Edges edges = new PdfGroup.Edges();
    lines.forEach(edges::add);
    StringBuilder joined = new StringBuilder(lines.getFirst().text);
    for (int i = 1; i < lines.size(); i++) {
      PdfLine before = lines.get(i - 1);
      String next = lines.get(i).text;
      boolean full = !keepsEnds || edges.isFull(before);
      int last = joined.codePointBefore(joined.length());
      if (last == '\u00AD') {
        joined.setLength(joined.length() - 1);
        joined.append(next);
        repairs.count("words_rejoined");
      } else if ((last == '-' || last == '\u2010') && isHyphenated(joined, next)) {
        String whole = tail(joined, 1) + head(next);
        if (habits.knows(whole)) {
          joined.setLength(joined.length() - 1);
          joined.append(next);
          repairs.count("words_rejoined");
        } else if (habits.knows(tail(joined, 1) + "-" + head(next))) {
          joined.append(next);
          repairs.count("words_rejoined");
        } else {
          joined.append('\n').append(next);
        }
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

  private static boolean isHyphenated(StringBuilder text, String next) {
    return text.length() > 1
        && Character.isLetter(text.codePointBefore(text.length() - 1))
        && Character.isLowerCase(next.codePointAt(0));
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
