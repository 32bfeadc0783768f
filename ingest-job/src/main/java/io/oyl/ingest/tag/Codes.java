package io.oyl.ingest.tag;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which words of one document are no words but codes: checksums, padded numbers, dates as programs
 * write them, and words with digits of which the cells of its tables have many of the same shape,
 * as {@code A17}, {@code A18}, {@code B20}.
 */
final class Codes {
  private static final Pattern CODE =
      Pattern.compile(
          "(?:.*\\P{N})?00\\d+(?:\\P{N}.*)?|.*\\p{L}-?0\\d{2,}"
              + "|0x[0-9a-f]+|(?=.*\\d.*\\d)(?=.*[a-f])[0-9a-f]{7,}"
              + "|\\d{1,2}-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-?\\d{2,4}"
              + "|\\d{8}t\\d{4,6}z?",
          Pattern.CASE_INSENSITIVE);

  /** So many words of one shape are a series. */
  private static final int SERIES = 6;

  private final Map<String, Set<String>> shapes = new HashMap<>();

  Codes(List<Phrase> phrases) {
    for (Phrase phrase : phrases) {
      if (phrase.stems.length == 1 && phrase.inCells == phrase.count) {
        String word = phrase.words()[0].lower;
        if (hasDigit(word)) {
          shapes.computeIfAbsent(shape(word), _ -> new HashSet<>()).add(word);
        }
      }
    }
  }

  boolean isCode(Word word) {
    return word.wordLike
        && hasDigit(word.lower)
        && (CODE.matcher(word.lower).matches() || isInSeries(word.lower));
  }

  private boolean isInSeries(String word) {
    Set<String> series = shapes.getOrDefault(shape(word), Set.of());
    return series.size() >= SERIES && series.contains(word);
  }

  private static boolean hasDigit(String word) {
    return word.chars().anyMatch(Character::isDigit);
  }

  private static String shape(String word) {
    boolean numbered = word.chars().filter(Character::isDigit).count() > 1;
    StringBuilder shape = new StringBuilder(word.length());
    word.codePoints()
        .map(c -> Character.isDigit(c) ? '9' : Character.isLetter(c) && numbered ? 'a' : c)
        .forEach(shape::appendCodePoint);
    return shape.toString();
  }
}
