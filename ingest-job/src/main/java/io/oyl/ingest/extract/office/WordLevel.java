package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.events.StartElement;

/** How a level of a list of a Word file is numbered ({@code w:lvl}). */
public final class WordLevel {
  /** Levels that a list has. */
  static final int MOST = 9;

  private static final int LONGEST = 200;
  private static final Pattern PLACE = Pattern.compile("%([1-9])");

  /** Bullets that are what they look like: those of symbol fonts are letters of another font. */
  private static final Pattern BULLET = Pattern.compile("[\\p{Pd}\\p{So}\\p{Sm}*＊•‣·]{1,3}");

  public static final String ANY_BULLET = "·";

  private int start;
  private int restart = -1;
  private String text = "";
  private String format = "decimal";
  private boolean legal;
  private boolean hidden;
  private String style = "";

  /** Takes what an element inside its definition says. */
  void take(StartElement element) {
    String value = WordXml.value(element);
    switch (element.getName().getLocalPart()) {
      case "start" -> start = Numeral.parsed(value, 0);
      case "lvlRestart" -> restart = Numeral.parsed(value, -1);
      case "lvlText" -> text = value.length() > LONGEST ? "" : value;
      case "numFmt" -> format = value;
      case "isLgl" -> legal = WordXml.isOn(value);
      case "vanish" -> hidden = WordXml.isOn(value);
      case "pStyle" -> style = value;
      default -> {}
    }
  }

  int start() {
    return start;
  }

  /** The paragraph style that stands for this level; may be empty. */
  String style() {
    return style;
  }

  /** Whether it counts from its start again behind a number of this level, which is above it. */
  boolean restartsBehind(int level) {
    return restart < 0 || level < restart;
  }

  /**
   * What stands before a paragraph: its number, or a bullet.
   *
   * @param numbers written, of each level by its index
   */
  String label(IntFunction<String> numbers) {
    if (hidden || text.isEmpty()) {
      return "";
    }
    if (format.equals("bullet")) {
      return BULLET.matcher(text).matches() ? text : ANY_BULLET;
    }
    String label =
        PLACE
            .matcher(text)
            .replaceAll(
                place ->
                    Matcher.quoteReplacement(numbers.apply(Integer.parseInt(place.group(1)) - 1)));
    return Numeral.readable(label);
  }

  /**
   * One of its numbers.
   *
   * @param plainly all in digits
   */
  String written(int number, boolean plainly) {
    return plainly ? Integer.toString(number) : Numeral.named(number, format);
  }

  /** Whether the numbers of all levels are in digits here. */
  boolean isLegal() {
    return legal;
  }
}
