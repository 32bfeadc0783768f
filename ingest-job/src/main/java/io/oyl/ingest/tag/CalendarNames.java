package io.oyl.ingest.tag;

import java.text.DateFormatSymbols;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of months and days of the week in one language, and their short forms. */
final class CalendarNames {
  /** Characters: shorter ones are other words, too, as the German "Do" and "Mi". */
  private static final int SHORTEST = 3;

  private final Set<String> names;

  CalendarNames(Locale locale) {
    DateFormatSymbols symbols = DateFormatSymbols.getInstance(locale);
    this.names =
        Stream.concat(
                Stream.of(
                        symbols.getMonths(),
                        symbols.getShortMonths(),
                        symbols.getWeekdays(),
                        symbols.getShortWeekdays())
                    .flatMap(Arrays::stream),
                Arrays.stream(Month.values())
                    .map(month -> month.getDisplayName(TextStyle.FULL_STANDALONE, locale)))
            .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
            .map(name -> name.toLowerCase(locale))
            .filter(name -> name.length() >= SHORTEST)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether these words are a date or a part of one: names of the calendar and numbers only. */
  boolean isDate(Word[] words) {
    List<Word> all = List.of(words);
    return all.size() > 1
        && all.stream().allMatch(word -> word.number || names.contains(word.lower));
  }
}
