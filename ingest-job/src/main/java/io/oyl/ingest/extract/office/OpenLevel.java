package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.events.StartElement;
import org.jspecify.annotations.Nullable;

/**
 * How a level of a list of an OpenDocument file is numbered.
 *
 * @param level from 1
 * @param format a number's sign; empty for no number, null for a bullet
 * @param letters whether letters after the last one are doubled: Z, AA, BB
 * @param start its first number
 * @param shown how many levels are written, up to this one
 * @param template a label with places as {@code %1%}; empty where the parts make it
 */
record OpenLevel(
    int level,
    @Nullable String format,
    boolean letters,
    int start,
    int shown,
    String prefix,
    String suffix,
    String template) {
  /** Levels that a list has. */
  static final int MOST = 10;

  private static final Pattern PLACE = Pattern.compile("%(\\d{1,2})%");
  private static final int LONGEST = 200;

  static OpenLevel of(StartElement element) {
    String name = element.getName().getLocalPart();
    boolean bullet = name.endsWith("bullet") || name.endsWith("image");
    return new OpenLevel(
        Numeral.parsed(OpenNumbering.value(element, "level"), 1),
        bullet ? null : OpenNumbering.value(element, "num-format"),
        OpenNumbering.value(element, "num-letter-sync").equals("true"),
        Numeral.parsed(OpenNumbering.value(element, "start-value"), 1),
        Numeral.parsed(OpenNumbering.value(element, "display-levels"), 1),
        cut(OpenNumbering.value(element, "num-prefix")),
        cut(OpenNumbering.value(element, "num-suffix")),
        cut(OpenNumbering.value(element, "num-list-format")));
  }

  private static String cut(String words) {
    return words.length() > LONGEST ? "" : words;
  }

  /**
   * What stands before a paragraph; empty for a bullet.
   *
   * @param numbers written, of each level
   */
  String label(IntFunction<String> numbers) {
    if (format == null) {
      return "";
    }
    String label =
        template.isEmpty() || format.isEmpty()
            ? prefix + (format.isEmpty() ? "" : parts(numbers)) + suffix
            : PLACE
                .matcher(template)
                .replaceAll(
                    place ->
                        Matcher.quoteReplacement(numbers.apply(Integer.parseInt(place.group(1)))));
    return Numeral.readable(label);
  }

  private String parts(IntFunction<String> numbers) {
    List<String> parts = new ArrayList<>();
    for (int i = Math.max(1, level - shown + 1); i <= level; i++) {
      parts.add(numbers.apply(i));
    }
    parts.removeIf(String::isEmpty);
    return String.join(".", parts);
  }

  /** One of its numbers; empty where it has none. */
  String written(int number) {
    if (format == null || format.isEmpty()) {
      return "";
    }
    if (letters && format.equals("a")) {
      return Numeral.named(number, "lowerLetter");
    }
    return letters && format.equals("A")
        ? Numeral.named(number, "upperLetter")
        : Numeral.signed(number, format);
  }
}
