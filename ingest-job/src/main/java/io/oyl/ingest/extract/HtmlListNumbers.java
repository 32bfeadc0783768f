package io.oyl.ingest.extract;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The numbers that a browser paints before the items of an ordered list. */
final class HtmlListNumbers {
  private static final int MOST = 1_000_000;

  private static final NavigableMap<Integer, String> ROMAN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, "I"),
              Map.entry(4, "IV"),
              Map.entry(5, "V"),
              Map.entry(9, "IX"),
              Map.entry(10, "X"),
              Map.entry(40, "XL"),
              Map.entry(50, "L"),
              Map.entry(90, "XC"),
              Map.entry(100, "C")));

  private final Map<HtmlElement, Integer> lasts = new HashMap<>();

  /** What stands before the next item of its list, as "3."; empty where nothing does. */
  String before(HtmlElement item) {
    HtmlElement list = item.parent;
    if (!item.is("li") || list == null || !list.is("ol") || list.has("reversed")) {
      return "";
    }
    int start = number(list.get("start"), 1);
    int number = number(item.get("value"), lasts.getOrDefault(list, start - 1) + 1);
    lasts.put(list, number);
    return isHidden(list) || isHidden(item) ? "" : written(number, list.raw("type").strip()) + ".";
  }

  private static boolean isHidden(HtmlElement element) {
    return List.of(element.get("style").split("[\\s:;]+", -1)).contains("none");
  }

  private static String written(int number, String type) {
    return switch (type) {
      case "a", "A" ->
          number < 1 || number > 26
              ? Integer.toString(number)
              : String.valueOf((char) (type.charAt(0) + number - 1));
      case "i" -> roman(number).toLowerCase(Locale.ROOT);
      case "I" -> roman(number);
      default -> Integer.toString(number);
    };
  }

  private static String roman(int number) {
    if (number < 1 || number > 399) {
      return Integer.toString(number);
    }
    StringBuilder roman = new StringBuilder();
    for (int left = number; left > 0; ) {
      Map.Entry<Integer, String> sign = ROMAN.floorEntry(left);
      roman.append(sign.getValue());
      left -= sign.getKey();
    }
    return roman.toString();
  }

  private static int number(String value, int otherwise) {
    try {
      int number = Integer.parseInt(value);
      return Math.abs(number) > MOST ? otherwise : number;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
