package io.oyl.ingest.extract.office;

import static io.oyl.ingest.extract.office.WordPagesTest.cell;
import static io.oyl.ingest.extract.office.WordPagesTest.p;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNumbersTest {
  private static final String STYLES =
      style("Normal", "", "").replace("<w:style ", "<w:style w:default='1' ")
          + style("Heading1", "Normal", "<w:numPr><w:numId w:val='1'/></w:numPr>")
              .replace("w:val='Heading1'", "w:val='heading 1'")
          // of a style the level comes from the list that names it
          + style(
                  "Heading2",
                  "Normal",
                  "<w:numPr><w:ilvl w:val='7'/><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='1'/>")
              .replace("w:val='Heading2'", "w:val='heading 2'")
          + style("Clause", "Heading2", "")
          + style("Free", "Heading1", "<w:numPr><w:numId w:val='0'/></w:numPr>")
          + style("ListNumber", "Normal", "<w:numPr><w:numId w:val='2'/></w:numPr>")
              .replace("w:val='ListNumber'", "w:val='List Number'")
          + style("Caption", "Normal", "")
              .replace("w:name w:val='Caption'", "w:name w:val='caption'")
          + style("Bold", "Normal", "").replace("</w:style>", "<w:rPr><w:b/></w:rPr></w:style>")
          + style("Strong", "Bold", "")
          + "<w:style w:type='numbering' w:styleId='Articles'><w:name w:val='Articles'/><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr></w:style>";

  private static final String NUMBERING =
      counting(
              1,
              level(0, 1, "decimal", "%1.", "<w:pStyle w:val='Heading1'/>"),
              level(1, 1, "decimal", "%1.%2", "<w:pStyle w:val='Heading2'/>"))
          + counting(
              2,
              level(0, 1, "decimal", "%1.", ""),
              level(1, 1, "lowerLetter", "(%2)", ""),
              level(2, 3, "upperRoman", "%1.%3", "<w:isLgl/>"),
              level(3, 1, "decimal", "§ %4", "<w:lvlRestart w:val='0'/>"),
              level(4, 1, "bullet", "\uF0A7", ""),
              level(5, 27, "upperLetter", "\uF02D%6:", ""),
              level(6, 1, "none", "Note %7", ""),
              level(7, 1, "decimal", "%8", "<w:rPr><w:vanish/></w:rPr>"),
              level(8, 1, "bullet", "–", ""),
              level(12, 1, "decimal", "%1", ""),
              level(-1, 1, "decimal", "%1", ""))
          + counting(3, "<w:numStyleLink w:val='Articles'/>")
          + counting(4, level(0, 1, "upperRoman", "Article %1", ""))
          + counting(5, level(0, 1, "bullet", "o", ""))
          + list(1, 1, "")
          + list(2, 2, "")
          + list(3, 2, "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>")
          + list(
              4,
              2,
              "<w:lvlOverride w:ilvl='0'>"
                  + level(0, 1, "decimal", "No %1", "")
                  + "</w:lvlOverride>")
          + list(5, 4, "")
          + list(6, 3, "")
          + list(7, 5, "");

  @TempDir Path folder;

  @Test
  void aHeadingHasTheNumberOfItsStyle() throws Exception {
    assertThat(
            told(
                styled("Heading1", "Terms")
                    + styled("Heading2", "Goods")
                    + styled("Heading2", "Prices")
                    + p("as in 1.1")
                    + styled("Free", "Aside")
                    + styled("Heading1", "Liability")
                    + styled("Clause", "Limit")
                    + styled("Unknown", "end")))
        .containsExactly(
            "h1 1. Terms",
            "h2 1.1 Goods",
            "h2 1.2 Prices",
            "as in 1.1",
            "Aside",
            "h1 2. Liability",
            "2.1 Limit",
            "end");
  }

  @Test
  void aParagraphMayTakeItselfOutOfItsStylesList() throws Exception {
    assertThat(
            told(
                styled("Heading1", "Terms")
                    + styled("Heading1", in(0, 0), "Preface")
                    + styled("Heading1", in(2, 1), "Annex")
                    + styled("Heading1", "End")))
        .containsExactly("h1 1. Terms", "h1 Preface", "h1 (a) Annex", "h1 2. End");
  }

  @Test
  void levelsCountAsTheirListSays() throws Exception {
    assertThat(
            told(
                item(2, 0, "a")
                    + item(2, 1, "b")
                    + item(2, 2, "c")
                    + item(2, 2, "d")
                    + item(2, 3, "never restarts")
                    + item(2, 1, "e")
                    + item(2, 2, "f")
                    + item(2, 0, "g")
                    + item(2, 1, "h")
                    + item(2, 3, "i")
                    + item(2, 5, "j")
                    + item(2, 6, "k")
                    + item(2, 7, "hidden")))
        .containsExactly(
            "item 1. a",
            "item (a) b",
            "item 1.3 c",
            "item 1.4 d",
            "item § 1 never restarts",
            "item (b) e",
            "item 1.3 f",
            "item 2. g",
            "item (a) h",
            "item § 2 i",
            "item AA: j",
            "item Note k",
            "hidden");
  }

  @Test
  void listsOfOneKindCountOnUnlessTheyStartAnew() throws Exception {
    assertThat(
            told(
                item(2, 0, "a")
                    + styled("ListNumber", "b")
                    + item(3, 0, "c")
                    + item(3, 0, "d")
                    + item(4, 0, "e")
                    + item(6, 0, "f")
                    + item(5, 0, "g")
                    + item(9, 0, "no such list")))
        .containsExactly(
            "item 1. a",
            "item 2. b",
            "item 5. c",
            "item 6. d",
            "item No 7 e",
            "item Article I f",
            "item Article II g",
            "no such list");
  }

  @Test
  void aLevelThatIsPassedOverCounts() throws Exception {
    assertThat(told(styled("Heading2", "Early") + styled("Heading1", "Terms")))
        .containsExactly("h2 1.1 Early", "h1 2. Terms");
    assertThat(told(item(2, 0, "a") + item(2, 2, "b") + item(2, 1, "c")))
        .containsExactly("item 1. a", "item 1.3 b", "item (b) c");
  }

  @Test
  void aBulletIsASignThatCanBeRead() throws Exception {
    assertThat(told(item(2, 4, "of a symbol font") + item(2, 8, "dash") + item(7, 0, "letter")))
        .containsExactly("item · of a symbol font", "item – dash", "item · letter");
  }

  @Test
  void anEmptyParagraphCountsAndIsNumberedInATableOnly() throws Exception {
    String empty = "<w:p><w:pPr>" + in(2, 0) + "</w:pPr></w:p>";
    String row = "<w:tr>" + cell(empty) + cell(p("first")) + "</w:tr>";
    assertThat(
            told(
                empty
                    + item(2, 0, "a")
                    + "<w:tbl>"
                    + row
                    + row.replace("first", "second")
                    + "</w:tbl>"
                    + p("behind")))
        .containsExactly("item 2. a", "table(8) 3.\tfirst\n4.\tsecond", "behind");
  }

  @Test
  void whatWasDeletedOrChangedIsNotCounted() throws Exception {
    String deleted =
        "<w:p><w:pPr>"
            + in(2, 0)
            + "<w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:del w:id='2'><w:r><w:delText>x</w:delText></w:r></w:del></w:p>";
    String changed =
        "<w:pPrChange w:id='3'><w:pPr><w:pStyle w:val='Heading1'/>"
            + in(2, 1)
            + "</w:pPr></w:pPrChange>";
    String moved = "<w:moveFrom w:id='4'><w:r><w:t>gone</w:t></w:r></w:moveFrom>";
    assertThat(
            told(
                deleted
                    + styled("ListNumber", changed, "a")
                    + "<w:p><w:pPr>"
                    + in(2, 0)
                    + "</w:pPr>"
                    + moved
                    + "<w:ins w:id='5'><w:r><w:t>b</w:t></w:r></w:ins></w:p>"))
        .containsExactly("item 1. a", "item 2. b");
  }

  @Test
  void aLevelThatNoListHasIsNotNumbered() throws Exception {
    assertThat(told(item(2, 12, "twelve") + item(2, -1, "minus") + item(2, 0, "one")))
        .containsExactly("twelve", "minus", "item 1. one");
  }

  @Test
  void aNumberStandsBehindThePageBreakBeforeItsHeading() throws Exception {
    Path file =
        Files.write(
            folder.resolve("a.docx"),
            WordPagesTest.docx(
                2,
                styled("Heading1", "One")
                    + "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:lastRenderedPageBreak/>"
                    + "<w:t>Two</w:t></w:r></w:p>",
                STYLES,
                NUMBERING));
    ExtractedDocument document = ToldBlocks.documents(file).getFirst();
    assertThat(document.text()).isEqualTo("1. One\n\n2. Two");
    assertThat(document.pages().start(2)).isEqualTo(8);
  }

  @Test
  void whatBeginsAsATitleDoesIsNoItem() throws Exception {
    String bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Terms</w:t></w:r>";
    String plain = "<w:r><w:rPr><w:b w:val='0'/><w:u w:val='none'/></w:rPr><w:t>Steel.</w:t></w:r>";
    assertThat(
            told(
                "<w:p><w:pPr>"
                    + in(2, 0)
                    + "</w:pPr>"
                    + bold
                    + WordPagesTest.r(" of delivery.")
                    + "</w:p><w:p><w:pPr>"
                    + in(2, 1)
                    + "<w:rPr><w:b/></w:rPr></w:pPr>"
                    + plain
                    + bold
                    + "</w:p>"
                    + styled("Strong", in(2, 0), "Prices")
                    + styled("Heading1", "End")))
        .containsExactly("1. Terms of delivery.", "item (a) Steel.Terms", "2. Prices", "h1 1. End");
  }

  @Test
  void anItemIsWhatItsStyleSays() throws Exception {
    String box =
        "<w:p><w:pPr>%s</w:pPr><w:r><w:br w:type='page'/></w:r>%s</w:p>"
            .formatted(in(2, 0), WordPagesTest.r("behind a break"));
    assertThat(told(styled("Caption", in(2, 0), "Figure") + box + p("end")))
        .containsExactly("CAPTION 1. Figure", "item 2. behind a break", "end");
  }

  private static String style(String name, String basedOn, String properties) {
    return "<w:style w:type='paragraph' w:styleId='%s'><w:name w:val='%s'/><w:basedOn w:val='%s'/><w:pPr>%s</w:pPr></w:style>"
        .formatted(name, name, basedOn, properties);
  }

  private static String counting(int id, String... levels) {
    return "<w:abstractNum w:abstractNumId='%d'>%s</w:abstractNum>"
        .formatted(id, String.join("", levels));
  }

  private static String level(int index, int start, String format, String text, String more) {
    return "<w:lvl w:ilvl='%d'><w:start w:val='%d'/><w:numFmt w:val='%s'/><w:lvlText w:val='%s'/>%s</w:lvl>"
        .formatted(index, start, format, text, more);
  }

  private static String list(int id, int counting, String overrides) {
    return "<w:num w:numId='%d'><w:abstractNumId w:val='%d'/>%s</w:num>"
        .formatted(id, counting, overrides);
  }

  private static String in(int list, int level) {
    return "<w:numPr><w:ilvl w:val='%d'/><w:numId w:val='%d'/></w:numPr>".formatted(level, list);
  }

  private static String item(int list, int level, String text) {
    return "<w:p><w:pPr>%s</w:pPr>%s</w:p>".formatted(in(list, level), WordPagesTest.r(text));
  }

  private static String styled(String style, String text) {
    return styled(style, "", text);
  }

  private static String styled(String style, String properties, String text) {
    return "<w:p><w:pPr><w:pStyle w:val='%s'/>%s</w:pPr>%s</w:p>"
        .formatted(style, properties, WordPagesTest.r(text));
  }

  private List<String> told(String body) throws Exception {
    Path file =
        Files.write(folder.resolve("a.docx"), WordPagesTest.docx(0, body, STYLES, NUMBERING));
    return ToldBlocks.of(ToldBlocks.documents(file).getFirst());
  }
}
