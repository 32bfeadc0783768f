package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.Numeral;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that a browser paints before the items of an ordered list. */
final class HtmlListNumbers {
  private final Map<HtmlElement, Integer> lasts = new HashMap<>();

  /** What stands before the next item of its list, as "3."; empty where nothing does. */
  String before(HtmlElement item) {
    HtmlElement list = item.parent;
    if (!item.is("li") || list == null || !list.is("ol") || list.has("reversed")) {
      return "";
    }
    int start = Numeral.parsed(list.get("start"), 1);
    int number = Numeral.parsed(item.get("value"), lasts.getOrDefault(list, start - 1) + 1);
    lasts.put(list, number);
    return isHidden(list) || isHidden(item)
        ? ""
        : Numeral.signed(number, list.raw("type").strip()) + ".";
  }

  private static boolean isHidden(HtmlElement element) {
    return List.of(element.get("style").split("[\\s:;]+", -1)).contains("none");
  }
}
