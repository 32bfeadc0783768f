package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.WhiteSpace;
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
          "(?:(?:Figure|Fig\\.|Table|Tab\\.|Chart|Scheme|Algorithm|Abbildung|Abb\\.|Tabelle|Tableau"
              + "|Figura|Tabla|Listing|Example) [A-Z]?\\d[\\d.-]*"
              + "|(?:FIGURE|FIG\\.|Table|TABLE) (?:\\d+|[IVX]+)\\b|[图圖図表] ?\\d|그림 ?\\d).*");
  private static final Pattern ADDRESS =
      Pattern.compile("\\S@\\S+\\.\\w|://|\\bwww\\.|\\b(?:\\w[\\w-]*\\.)+\\p{Lower}{2,4}/\\w");
  private static final Pattern UNFINISHED = Pattern.compile(".*[,;:&/\u2013\u2014-]");
  private static final Pattern ENDS_IN_PAGE = Pattern.compile(".*\\D\\s+\\d{1,4}");
  private static final Pattern PART_NUMBER =
      Pattern.compile("(?iu)\\p{L}{4,9}\\.? (?:\\d{1,3}|[IVXLC]{1,6}|[A-Z])[.:]?");
  private static final Pattern WORD =
      Pattern.compile(
          "[\\p{L}\\p{M}]{3}|[\\p{IsIdeographic}\\p{IsHangul}\\p{IsHiragana}\\p{IsKatakana}]");
  private static final Pattern LIGATURE = Pattern.compile("[\uFB00-\uFB06]");

  private PdfWording() {}

  /** Whether dots lead the eye to a page number. */
  static boolean hasLeaders(String text) {
    return LEADERS.matcher(text).find();
  }

  /** The text spelled out, without white space around it and dots at its end. */
  static String withoutLeaders(String text) {
    String stripped = WhiteSpace.strip(spelledOut(text));
    int end = stripped.length();
    while (end > 0 && isOfLeaders(stripped.charAt(end - 1))) {
      end--;
    }
    String dots = stripped.substring(end);
    return LEADERS.matcher(dots + " ").find() || dots.contains(" .")
        ? stripped.substring(0, end)
        : stripped;
  }

  private static boolean isOfLeaders(char c) {
    return c == '.' || c == '…' || WhiteSpace.isSpace(c);
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

  /**
   * Whether it begins with no lower-case letter nor a stray sign. "iPhone" is a name, a bracket a
   * remark.
   */
  static boolean beginsLikeTitle(String text) {
    int first = text.codePointAt(0);
    boolean name = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return switch (Character.getType(first)) {
      case Character.LOWERCASE_LETTER -> name;
      case Character.MATH_SYMBOL, Character.END_PUNCTUATION, Character.CONTROL -> false;
      default -> ".,;:!?%/*[".indexOf(first) < 0;
    };
  }

  /** Whether there is a word in it, not just single letters. */
  static boolean hasWord(String text) {
    return WORD.matcher(text).find();
  }

  /** Whether more has to follow; so after a colon, but not in a numbered heading. */
  static boolean isUnfinished(String text) {
    return UNFINISHED.matcher(text).matches() && !(text.endsWith(":") && isNumbered(text));
  }

  /** Whether a web or mail address is in it. */
  static boolean hasAddress(String text) {
    return ADDRESS.matcher(text).find();
  }

  /** Whether a number stands at the end, as in a table of contents. */
  static boolean endsInPage(String text) {
    return ENDS_IN_PAGE.matcher(text).matches();
  }

  /** "Chapter 1", "Teil IV": the number of the title that follows. */
  static boolean isPartNumber(String text) {
    return PART_NUMBER.matcher(text).matches();
  }

  /** Whether it has words, and these in capitals; small ones among large look the same. */
  static boolean isInCapitals(String text) {
    return hasWord(text)
        && text.codePoints().filter(Character::isUpperCase).count() >= 4
        && text.codePoints().noneMatch(Character::isLowerCase);
  }

  /** Letters that are set as one sign, one by one: words are searched by their letters. */
  static String spelledOut(String text) {
    return LIGATURE
        .matcher(text)
        .replaceAll(found -> Normalizer.normalize(found.group(), Normalizer.Form.NFKC));
  }
}
