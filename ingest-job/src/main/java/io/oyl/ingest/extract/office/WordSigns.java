package io.oyl.ingest.extract.office;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.apache.pdfbox.pdmodel.font.encoding.GlyphList;
import org.apache.pdfbox.pdmodel.font.encoding.SymbolEncoding;

/**
 * Reads the signs of a Word file that are elements: hyphens that never break, signs of symbol fonts
 * and boxes of forms.
 */
final class WordSigns {
  /** Elements that {@link #before} has a sign for. */
  static final Set<String> NAMES = Set.of("noBreakHyphen", "sym", "checkBox");

  private static final Set<String> GONE = Set.of("del", "moveFrom");
  private static final String TICKED = "☒";
  private static final String EMPTY = "☐";

  private static final Map<Integer, String> WINGDINGS =
      signs(
          "28☎ 29✆ 2A✉ 45☜ 46☞ 4A☺ 4C☹ 6C● 6E■ 6F☐ 71☐ 72☐ 75◆ 78☒ 81① 82② 83③ 84④ 85⑤ 86⑥ 87⑦ 88⑧"
              + " 89⑨ 8A⑩ 8C❶ 8D❷ 8E❸ 8F❹ 90❺ 91❻ 92❼ 93❽ 94❾ 95❿ 9E· 9F• A1○ A7▪ A8☐ AB★ D8➢"
              + " DF← E0→ E1↑ E2↓ E7← E8→ E9↑ EA↓ EF⇦ F0⇨ F3⇔ FB✗ FC✓ FD☒ FE☑");

  private static final Map<Integer, String> WINGDINGS_2 = signs("2A☐ 4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ A3☐");

  private static final Map<Integer, String> WEBDINGS = signs("61✓ 63☐ 67■ 72✗");

  private int gone;
  private boolean inBox;
  private boolean usually;
  private boolean ticked;
  private boolean told;

  /** What to write as words before this event; empty for most. */
  String before(XMLEvent event) {
    if (event.isStartElement()) {
      StartElement element = event.asStartElement();
      String name = element.getName().getLocalPart();
      gone += GONE.contains(name) ? 1 : 0;
      return gone > 0 ? "" : start(element, name);
    }
    if (event.isEndElement()) {
      String name = event.asEndElement().getName().getLocalPart();
      gone -= GONE.contains(name) ? 1 : 0;
      if (inBox && name.equals("checkBox")) {
        inBox = false;
        return (told ? ticked : usually) ? TICKED : EMPTY;
      }
    }
    return "";
  }

  private String start(StartElement element, String name) {
    String value = WordXml.value(element);
    switch (name) {
      case "noBreakHyphen" -> {
        return "-";
      }
      case "sym" -> {
        return sign(WordXml.attribute(element, "font"), WordXml.attribute(element, "char"));
      }
      case "checkBox" -> {
        inBox = true;
        usually = false;
        told = false;
      }
      case "default" -> usually = WordXml.isOn(value);
      case "checked" -> {
        told = true;
        ticked = WordXml.isOn(value);
      }
      default -> {}
    }
    return "";
  }

  /**
   * A sign of a font.
   *
   * @param code in hexadecimal; symbol fonts have theirs from F000 on
   * @return empty where it is not known
   */
  private static String sign(String font, String code) {
    if (!code.matches("[0-9A-Fa-f]{1,4}")) {
      return "";
    }
    int sign = Integer.parseInt(code, 16);
    int own = sign & 0xFF;
    return switch (font.toLowerCase(Locale.ROOT)) {
      case "wingdings" -> WINGDINGS.getOrDefault(own, "");
      case "wingdings 2" -> WINGDINGS_2.getOrDefault(own, "");
      case "webdings" -> WEBDINGS.getOrDefault(own, "");
      case "symbol" -> symbol(own);
      default -> Character.getType(sign) == Character.PRIVATE_USE ? "" : words((char) sign);
    };
  }

  private static String symbol(int code) {
    String words = GlyphList.getAdobeGlyphList().toUnicode(SymbolEncoding.INSTANCE.getName(code));
    return words == null || words.length() != 1 ? "" : words(words.charAt(0));
  }

  private static String words(char sign) {
    return Character.isDefined(sign)
            && !Character.isISOControl(sign)
            && !Character.isSurrogate(sign)
        ? String.valueOf(sign)
        : "";
  }

  /** Of signs, each with its code before it. */
  private static Map<Integer, String> signs(String each) {
    return Arrays.stream(each.split(" ", -1))
        .collect(
            Collectors.toMap(
                sign -> Integer.parseInt(sign.substring(0, 2), 16), sign -> sign.substring(2)));
  }
}
