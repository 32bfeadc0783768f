package io.oyl.ingest.extract.office;

import static io.oyl.ingest.extract.office.WordPagesTest.cell;
import static io.oyl.ingest.extract.office.WordPagesTest.p;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordMarksTest {
  @TempDir Path folder;
  private TikaReader reader;

  @BeforeAll
  void startReader() throws Exception {
    reader = new TikaReader(ExtractSettings.defaults(), null, () -> {});
  }

  @Test
  void aCellOverColumnsOrRowsStandsInEach() throws Exception {
    assertThat(
            text(
                0,
                table(
                    row(cell(p("")), merged("<w:gridSpan w:val='2'/>", "2024")),
                    row(cell(p("Region")), cell(p("Q1")), cell(p("Q2"))),
                    row(merged("<w:vMerge w:val='restart'/>", "North"), cell(p("1")), cell(p("2"))),
                    row(merged("<w:vMerge/>", ""), cell(p("3")), cell(p("4"))),
                    row("<w:trPr><w:gridBefore w:val='1'/></w:trPr>", cell(p("5")), cell(p("6"))))))
        .isEqualTo("\t2024\nRegion\tQ1\tQ2\nNorth\t1\t2\nNorth\t3\t4\n\t5\t6");
  }

  @Test
  void aTitleOverAllColumnsAndALongCellStandOnce() throws Exception {
    String words = "more than a label ".repeat(6).strip();
    assertThat(
            text(
                0,
                table(
                    row(merged("<w:gridSpan w:val='2'/>", "Prices")),
                    row(merged("<w:vMerge w:val='restart'/>", words), cell(p("a"))),
                    row(merged("<w:vMerge/>", ""), cell(p("b"))),
                    row(merged("<w:vMerge/>", ""), cell(p(""))))))
        .isEqualTo("Prices\n" + words + "\ta\n\tb");
  }

  @Test
  void tablesInsideACellKeepTheirTextInIt() throws Exception {
    String inner = table(row(merged("<w:gridSpan w:val='2'/>", "in 1"), cell(p("in 2"))));
    assertThat(text(0, table(row(cell(inner + p("")), merged("<w:gridSpan w:val='2'/>", "out")))))
        .isEqualTo("in 1 in 2\tout\tout");
  }

  @Test
  void aMergedCellBreaksItsPageOnce() throws Exception {
    String noted = "<w:r><w:lastRenderedPageBreak/></w:r>";
    ExtractedDocument document =
        read(
            2,
            table(
                row(
                    "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
                        + p("a", noted, "b")
                        + "</w:tc>",
                    cell(p("1"))),
                row(merged("<w:vMerge/>", ""), cell(p("2")))));

    assertThat(document.text()).isEqualTo("ab\t1\na b\t2");
    assertThat(document.pages().count()).isEqualTo(2);
    assertThat(document.pages().start(2)).isEqualTo(1);
  }

  @Test
  void aFormulaIsWrittenAsLatex() throws Exception {
    assertThat(
            text(
                0,
                p(
                    "The area ",
                    math(
                        m("A=π"),
                        "<m:sSup><m:e>" + m("r") + "</m:e><m:sup>" + m("2") + "</m:sup></m:sSup>"),
                    " of a circle")))
        .isEqualTo("The area $A= \\pi r^{2}$ of a circle");
    assertThat(
            text(
                0,
                p(
                    math(
                        "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>"
                            + m("k=0")
                            + "</m:sub><m:sup>"
                            + m("𝑛")
                            + "</m:sup><m:e><m:d><m:e><m:f><m:num>"
                            + m("1")
                            + "</m:num><m:den>"
                            + m("k!")
                            + "</m:den></m:f></m:e></m:d></m:e></m:nary>"))))
        .isEqualTo("$\\sum_{k=0}^{n} \\left(\\frac{1}{k!}\\right)$");
    assertThat(
            text(
                0,
                p(
                    math(
                        "<m:func><m:fName>"
                            + m("sin")
                            + "</m:fName><m:e><m:rad><m:deg/><m:e>"
                            + m("x")
                            + "</m:e></m:rad></m:e></m:func>"))))
        .isEqualTo("$\\sin \\sqrt{x}$");
  }

  @Test
  void aPageThatBeginsAtAFormulaBeginsThere() throws Exception {
    ExtractedDocument document =
        read(2, p("one") + p(math("<m:r><w:lastRenderedPageBreak/><m:t>a</m:t></m:r>")) + p("two"));

    assertThat(document.text()).isEqualTo("one\n\n$a$\n\ntwo");
    assertThat(document.pages().start(2)).isEqualTo(5);
  }

  @Test
  void aRaisedNumberIsNoPartOfWhatItStandsBehind() throws Exception {
    assertThat(
            text(
                0,
                "<w:p>"
                    + r("of all c")
                    + r("ells")
                    + raised("1")
                    + raised("2")
                    + r(", all 45")
                    + raised("3")
                    + r(" of 10")
                    + raised("6")
                    + r(" a km")
                    + raised("2")
                    + r(" the 20")
                    + raised("th")
                    + r(" cell ")
                    + raised("4")
                    + r(" H")
                    + r("2")
                        .replace("<w:r>", "<w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr>")
                    + r("O")
                    + "</w:p>"
                    + p("of 10")
                    + "<w:p>"
                    + raised("5")
                    + r(" is noted")
                    + "</w:p>"))
        .isEqualTo(
            "of all cells 12, all 45 3 of 10^6 a km2 the 20th cell 4 H2O\n\nof 10\n\n5 is noted");
  }

  @Test
  void aSignIsRead() throws Exception {
    String tick = "<w:sym w:font='Wingdings' w:char='F0FE'/>";
    assertThat(
            text(
                0,
                p(
                    in(
                        "<w:t>e</w:t><w:noBreakHyphen/><w:t>mail co</w:t><w:softHyphen/><w:t>op</w:t>"),
                    " ",
                    in(tick),
                    " yes ",
                    in("<w:sym w:font='Wingdings 2' w:char='F0A3'/>"),
                    " no ",
                    in(
                        "<w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='MS Gothic' w:char='2612'/>"),
                    in(
                        "<w:sym w:font='Other' w:char='F0FE'/><w:sym w:font='Symbol' w:char='F080'/>"),
                    "<w:del w:id='1'>" + in(tick + "<w:noBreakHyphen/>") + "</w:del>",
                    "<w:moveFrom w:id='2'>" + in(tick) + "</w:moveFrom>")))
        .isEqualTo("e-mail coop ☑ yes ☐ no α☒");
  }

  @Test
  void aBoxOfAFormIsTickedOrEmpty() throws Exception {
    assertThat(
            text(
                0,
                p(
                    box("<w:default w:val='0'/><w:checked/>"),
                    "a ",
                    box("<w:default w:val='1'/>"),
                    "b ",
                    box("<w:default w:val='1'/><w:checked w:val='0'/>"),
                    "c ",
                    "<w:sdt><w:sdtPr/><w:sdtContent>" + r("☐") + "</w:sdtContent></w:sdt>",
                    "d")))
        .isEqualTo("☒a ☒b ☐c ☐d");
  }

  private static String box(String state) {
    return in(
            "<w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>"
                + state
                + "</w:checkBox></w:ffData></w:fldChar>")
        + in("<w:instrText>FORMCHECKBOX</w:instrText>")
        + in("<w:fldChar w:fldCharType='end'/>");
  }

  private static String in(String run) {
    return "<w:r>" + run + "</w:r>";
  }

  private static String r(String text) {
    return "<w:r><w:t xml:space='preserve'>" + text + "</w:t></w:r>";
  }

  private static String raised(String text) {
    return r(text).replace("<w:r>", "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>");
  }

  private static String math(String... parts) {
    return "<m:oMath>" + String.join("", parts) + "</m:oMath>";
  }

  private static String m(String text) {
    return "<m:r><m:t>" + text + "</m:t></m:r>";
  }

  private static String table(String... rows) {
    return "<w:tbl>" + String.join("", rows) + "</w:tbl>";
  }

  private static String row(String... cells) {
    return "<w:tr>" + String.join("", cells) + "</w:tr>";
  }

  private static String merged(String how, String text) {
    return "<w:tc><w:tcPr>" + how + "</w:tcPr>" + p(text) + "</w:tc>";
  }

  private String text(int pages, String body) throws Exception {
    return read(pages, body).text();
  }

  private ExtractedDocument read(int pages, String body) throws Exception {
    Path file = Files.write(folder.resolve("a.docx"), WordPagesTest.docx(pages, body));
    Extraction extraction = reader.read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }
}
