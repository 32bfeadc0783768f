package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of a passage that shows most of the words that were asked for. */
final class Excerpt {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]{3,}");

  /** How much stands before the first word that was asked for. */
  private static final int LEAD = 40;

  private Excerpt() {}

  /** At most so many characters, on one line and safe to print. */
  static String of(String text, String question, int maxLength) {
    String prose = Printable.prose(text);
    if (prose.length() <= maxLength) {
      return prose;
    }
    Set<String> asked =
        WORD.matcher(question)
            .results()
            .map(word -> word.group().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<Word> found =
        WORD.matcher(prose)
            .results()
            .map(word -> new Word(word.group().toLowerCase(Locale.ROOT), word.start()))
            .filter(word -> asked.contains(word.text()))
            .toList();
    int start =
        Stream.concat(Stream.of(0), found.stream().map(word -> begin(prose, word.start())))
            .map(begin -> Math.min(begin, lastBegin(prose, maxLength)))
            .max(
                Comparator.<Integer>comparingInt(begin -> weight(found, begin, maxLength))
                    .thenComparing(Comparator.reverseOrder()))
            .orElse(0);
    return start == 0 ? prose : "…" + prose.substring(start).stripLeading();
  }

  /** Start of the word that stands about {@link #LEAD} characters before. */
  private static int begin(String prose, int index) {
    int space = index <= LEAD ? 0 : prose.indexOf(' ', index - LEAD);
    return space < 0 || space > index ? index : space;
  }

  private static int lastBegin(String prose, int maxLength) {
    int space = prose.indexOf(' ', prose.length() - maxLength);
    return space < 0 ? 0 : space;
  }

  /** Long words say more than short ones. */
  private static int weight(List<Word> found, int begin, int maxLength) {
    Set<String> words = new HashSet<>();
    int weight = 0;
    for (Word word : found) {
      boolean isInside =
          word.start() >= begin && word.start() + word.text().length() <= begin + maxLength;
      if (isInside && words.add(word.text())) {
        weight += word.text().length();
      }
    }
    return weight;
  }

  private record Word(String text, int start) {}
}
