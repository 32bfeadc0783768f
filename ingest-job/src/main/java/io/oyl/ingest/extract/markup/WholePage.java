package io.oyl.ingest.extract.markup;

import java.util.regex.Pattern;

/**
 * Tells a page from a text with HTML in it, such as a Markdown file with a logo or a manual that
 * shows how pages are written: Tika takes any text for a page that has one of some tags in its
 * first kilobytes.
 */
public final class WholePage {
  /** So much of a file tells. */
  public static final int PREFIX_BYTES = 1 << 14;

  /** What programs on a server begin with counts too: what they write is a page. */
  private static final Pattern BEGIN =
      Pattern.compile(
          "(?is)\\A[\\s\u00EF\u00BB\u00BF\u00FE\u00FF]*+(?:<!--.*?-->\\s*+)*+"
              + "<(?:[?%]|(?:!doctype|html|head|body|title|meta|script|style|link|base|frameset)\\b)");

  private WholePage() {}

  /**
   * Whether a file begins as a page does.
   *
   * @param begin its first bytes as characters, one each (ISO 8859-1)
   */
  public static boolean isAt(String begin) {
    return BEGIN.matcher(begin.replace("\0", "")).find(); // of two bytes a character one is zero
  }
}
