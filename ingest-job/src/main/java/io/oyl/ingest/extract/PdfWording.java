package io.oyl.ingest.extract;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the words of a line tell by themselves: an item, a caption, a number of a heading. */
final class PdfWording {
  private static final Pattern LEADERS = Pattern.compile("\\.{4,}|(?:\\. ){3,}|…{2,}");
  private static final Pattern BULLET = Pattern.compile("[•‣▪◦●○■□▸►–—\u00B7\uF0B7-]\\s+\\S.*");
  private static final Pattern NUMBERED_ITEM =
      Pattern.compile("(?:\\d{1,2}[.)]|\\(?[a-z]\\)|\\(\\d{1,2}\\)|\\(?[ivx]{1,4}\\))\\s+\\S.*");
  private static final Pattern NUMBERED_HEADING =
      Pattern.compile("\\(?((?:[1-9]\\d?|[A-Z]|[IVX]{1,5})(?:\\.\\d{1,2}){0,4})[.)]?\\s+\\P{Ll}.*");
  private static final Pattern CAPTION =
      Pattern.compile(
          "(?:Figure|Fig\\.|Table|Tab\\.|Abbildung|Abb\\.|Tabelle|Tableau|Figura|Tabla|Listing|Example)"
              + " [A-Z]?\\d[\\d.-]*.*");
  private static final Pattern LIGATURE = Pattern.compile("[\uFB00-\uFB06]");
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?:;。！？][)\\]”\"’']*");

  private PdfWording() {}

  /** Whether dots lead the eye to a page number. */
  static boolean hasLeaders(String text) {
    return LEADERS.matcher(text).find();
  }

  static boolean isBulleted(String text) {
    return BULLET.matcher(text).matches();
  }

  static boolean isNumberedItem(String text) {
    return NUMBERED_ITEM.matcher(text).matches();
  }

  /** Whether it begins as a numbered heading does: "2 Title", "A. Title", "(IV) Title". */
  static boolean isNumbered(String text) {
    return NUMBERED_HEADING.matcher(text).matches();
  }

  /** How many parts the number of a heading has; 1 without a number. */
  static int numberDepth(String text) {
    Matcher number = NUMBERED_HEADING.matcher(text);
    return number.matches() ? number.group(1).split("\\.").length : 1;
  }

  /** Whether it begins as the caption of a figure, a table or an example does. */
  static boolean isCaption(String text) {
    return CAPTION.matcher(text).matches();
  }

  static boolean endsSentence(String text) {
    return SENTENCE_END.matcher(text).matches();
  }

  /** Letters that are set as one sign, one by one: words are searched by their letters. */
  static String spelledOut(String text) {
    return LIGATURE
        .matcher(text)
        .replaceAll(found -> Normalizer.normalize(found.group(), Normalizer.Form.NFKC));
  }
}
