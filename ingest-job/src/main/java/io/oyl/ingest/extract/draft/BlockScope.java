package io.oyl.ingest.extract.draft;

import io.oyl.ingest.extract.Block;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What text of an open block element becomes.
 *
 * @param level of a heading
 */
public record BlockScope(String element, Kind kind, int level, Block.Role role) {
  public enum Kind {
    PARAGRAPH,
    HEADING,
    LIST_ITEM,
    CODE
  }

  /** The paragraph with this is of a page header or footer. Unicode has no such character. */
  public static final String RUNNING = "\uFDDC";

  public static final BlockScope BODY = paragraph("", Block.Role.BODY);

  /** "Heading 1" as Word translates it; Tika knows the English one. */
  private static final Pattern HEADING_STYLE =
      Pattern.compile(
          "(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis"
              + "|címsor|titlu|заголовок|επικεφαλίδα|başlık|標題|标题|見出し|제목)_?([1-9])");

  private static final Set<String> TITLE_STYLES =
      Set.of("titel", "titre", "título", "titolo", "tytuł", "название", "τίτλος", "表題", "标题", "제목");

  public static BlockScope paragraph(String element, Block.Role role) {
    return new BlockScope(element, Kind.PARAGRAPH, 0, role);
  }

  public BlockScope heading(String inner, int itsLevel) {
    return new BlockScope(inner, Kind.HEADING, itsLevel, role);
  }

  public BlockScope as(String inner, Kind other) {
    return new BlockScope(inner, other, 0, role);
  }

  public BlockScope inside(String inner, Block.Role other) {
    return new BlockScope(inner, kind, level, other);
  }

  /** A paragraph by the name of its style, which office programs translate. */
  public BlockScope styled(@Nullable String style) {
    String name = style == null ? "" : style.toLowerCase(Locale.ROOT);
    Matcher heading = HEADING_STYLE.matcher(name);
    if (kind != Kind.PARAGRAPH) {
      return new BlockScope("p", kind, level, role);
    }
    if (heading.matches()) {
      return new BlockScope("p", Kind.HEADING, Math.min(6, heading.group(1).charAt(0) - '0'), role);
    }
    if (TITLE_STYLES.contains(name)) {
      return new BlockScope("p", Kind.HEADING, 1, role);
    }
    if (name.startsWith("list_") || name.startsWith("listen")) {
      return new BlockScope("p", Kind.LIST_ITEM, 0, role);
    }
    if (name.equals("caption") || name.equals("beschriftung") || name.startsWith("légende")) {
      return new BlockScope("p", Kind.PARAGRAPH, 0, Block.Role.CAPTION);
    }
    if (name.equals("quote") || name.equals("intense_quote") || name.equals("zitat")) {
      return new BlockScope("p", Kind.PARAGRAPH, 0, Block.Role.QUOTE);
    }
    return new BlockScope("p", kind, level, role);
  }
}
