package io.oyl.ingest.extract.office;

import static io.oyl.ingest.extract.office.WordPagesTest.cell;
import static io.oyl.ingest.extract.office.WordPagesTest.p;
import static io.oyl.ingest.extract.office.WordPagesTest.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNotesTest {
  private static final String WORDS =
      " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";

  private static final String STYLES =
      "<w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style>";

  private static final String NUMBERING =
      "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
          + "<w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
          + "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";

  private static final String ITEM =
      "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>";

  @TempDir Path folder;

  @Test
  void aNoteStandsBehindTheParagraphThatRefersToIt() throws Exception {
    assertThat(
            told(
                p("Steel", foot(4), " on Mondays", end(2), ", iron*", own(3), ".") + p("End."),
                note(3, p("* Wrought.")) + note(4, p("Grade DC."), p("Or better.")),
                endnote(2, p("If dry."))))
        .containsExactly(
            "Steel[1] on Mondays[i], iron*.",
            "[1] Grade DC.\nOr better.",
            "[i] If dry.",
            "* Wrought.",
            "End.");
  }

  @Test
  void ofTwoNotesWithOneNameNoneIsLost() throws Exception {
    assertThat(
            told(
                p("one", foot(1)) + p("two", foot(1)),
                note(1, p("First.")) + note(1, p("Second.")),
                ""))
        .containsExactly("one[1]", "[1] First.", "two[2]", "Second.");
  }

  @Test
  void aNoteIsNoPartOfATitleAndStaysInItsCellAndList() throws Exception {
    assertThat(
            told(
                p("<w:pPr><w:pStyle w:val='H'/></w:pPr>", "Terms", foot(1))
                    + p(ITEM, "goods", foot(2))
                    + p(ITEM, "prices")
                    + "<w:tbl><w:tr>"
                    + cell(p("net", foot(3)) + p("euro"))
                    + cell(p("b"))
                    + "</w:tr></w:tbl>",
                note(1, p("of sale"))
                    + note(2, p("see"), p(ITEM, "one"), p(ITEM, "two"))
                    + note(
                        3,
                        p("of"),
                        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
                            + p("tax")
                            + "</w:tc></w:tr></w:tbl>"),
                ""))
        .containsExactly(
            "h1 Terms[1]",
            "[1] of sale",
            "item 1. goods[2]",
            "[2] see\n1. one\n2. two",
            "item 2. prices",
            "table(0) net[3] [3] of tax euro\tb");
  }

  @Test
  void aNoteThatNobodyRefersToStandsBehindTheText() throws Exception {
    String box =
        "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            + "<mc:Choice>%s</mc:Choice><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>";
    assertThat(
            told(
                p("a", foot(1), foot(1), foot(7))
                    + p("<w:r>" + box.formatted(foot(2), foot(2)) + "</w:r>"),
                note(1, p("one")) + note(2, p("two")) + note(3, p("three")) + note(4, p("")),
                endnote(1, p("four"))))
        .containsExactly("a[1][2][3]", "[1] one", "[4]", "[4] two", "three", "four");
  }

  @Test
  void whatWasDeletedIsInNoNote() throws Exception {
    String deleted = "<w:del w:id='1'>%s</w:del>";
    assertThat(
            told(
                p("a", foot(1), deleted.formatted(foot(2))),
                note(
                        1,
                        p(
                            "kept",
                            deleted.formatted("<w:r><w:delText>deleted</w:delText></w:r>"),
                            "<w:moveFrom w:id='2'>" + r("moved") + "</w:moveFrom>",
                            "<w:ins w:id='3'>" + r(" and") + "</w:ins>",
                            "<w:r><w:tab/><w:t>added</w:t><w:br/><w:noBreakHyphen/></w:r>"))
                    + note(2, p("of what was deleted")),
                ""))
        .containsExactly("a[1]", "[1] kept and added\n-");
  }

  @Test
  void damagedNotesAreReadAsFarAsTheyGoBehindTheText() throws Exception {
    String notes = "<w:footnotes" + WORDS + note(1, p("one")) + "<w:footnote w:id='2'>" + p("two");

    assertThat(told(p("a", foot(1)) + p("b"), Map.of("footnotes", notes)))
        .containsExactly("a[1]", "b", "one", "two");
  }

  @Test
  void aPageHeaderIsRunningTextWithNumbersOfItsOwn() throws Exception {
    String table = "<w:tbl><w:tr>" + cell(p("Doc 1")) + cell(p("Page 2")) + "</w:tr></w:tbl>";
    assertThat(
            told(
                p(ITEM, "goods"),
                Map.of(
                    "header1",
                    "<w:hdr"
                        + WORDS
                        + p("<w:pPr><w:pStyle w:val='H'/></w:pPr>", "Acme")
                        + p("")
                        + table
                        + "</w:hdr>",
                    "footer1",
                    "<w:ftr" + WORDS + p(ITEM, "one") + p(ITEM, "two") + "</w:ftr>")))
        .containsExactly(
            "RUNNING Acme",
            "RUNNING Doc 1",
            "RUNNING Page 2",
            "item 1. goods",
            "RUNNING 1. one",
            "RUNNING 2. two");
  }

  @Test
  void notesAreCountedAsTheSettingsAndTheSectionsSay() throws Exception {
    String section =
        "<w:pPr><w:sectPr><w:footnotePr>%s</w:footnotePr><w:sectPrChange><w:sectPr/>"
            + "</w:sectPrChange></w:sectPr></w:pPr>";
    Map<String, String> parts =
        Map.of(
            "settings",
            "<w:settings"
                + WORDS
                + "<w:footnotePr><w:numFmt w:val='upperRoman'/><w:numRestart w:val='eachSect'/>"
                + "</w:footnotePr><w:endnotePr><w:numFmt w:val='chicago'/></w:endnotePr></w:settings>",
            "footnotes",
            "<w:footnotes" + WORDS + note(1, p("First.")) + "</w:footnotes>");

    assertThat(
            told(
                p("a", foot(1), foot(2))
                    + p(section.formatted("<w:numStart w:val='5'/>"), "b", foot(2))
                    + p("c", foot(2), end(1), end(2))
                    + p(section.formatted("<w:numFmt w:val='lowerLetter'/>"), "d", foot(2))
                    + p("e", foot(2), end(3)),
                parts))
        .containsExactly("a[V][VI]", "[V] First.", "b[VII]", "c[a]*†", "d[b]", "e[I]‡");
  }

  @Test
  void notesThatBeginAnewOnEachPageAreCountedByTheBreaksThatAreNoted() throws Exception {
    String anew =
        "<w:sectPr><w:footnotePr><w:numRestart w:val='eachPage'/></w:footnotePr></w:sectPr>";

    assertThat(
            told(
                p("a", foot(1)) + p(r("<w:lastRenderedPageBreak/>"), "b", foot(2), foot(2)) + anew,
                note(1, p("First.")),
                ""))
        .containsExactly("a[1]", "[1] First.", "b[1][2]");
  }

  @Test
  void aBoxInANoteOrAPageHeaderCutsNoSentence() throws Exception {
    String boxed = p("Grade ", WordBoxesTest.box(p("in the box")), "DC.") + p("End.");

    assertThat(told(p("Steel", foot(4)), note(4, boxed), ""))
        .containsExactly("Steel[1]", "[1] Grade DC.\nin the box\nEnd.");
    assertThat(told(p("Steel"), Map.of("header1", "<w:hdr" + WORDS + boxed + "</w:hdr>")))
        .containsExactly("RUNNING Grade DC.", "RUNNING in the box", "RUNNING End.", "Steel");
  }

  @Test
  void whatOnlyNewerProgramsKnowIsReadInNotesAndPageHeaders() throws Exception {
    String boxed =
        p(
            "Grade",
            WordBoxesTest.alternatives(
                "<mc:Choice Requires='wps'>"
                    + WordBoxesTest.box(p("in the box")).replaceAll("</?w:r>", "")
                    + "</mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"));

    assertThat(told(p("Steel", foot(4)), note(4, boxed) + note(5, boxed), ""))
        .containsExactly("Steel[1]", "[1] Grade\nin the box", "Grade", "in the box");
    assertThat(told(p("Steel"), Map.of("header1", "<w:hdr" + WORDS + boxed + "</w:hdr>")))
        .containsExactly("RUNNING Grade", "RUNNING in the box", "Steel");
  }

  private List<String> told(String body, String footnotes, String endnotes) throws Exception {
    return told(
        body,
        Map.of(
            "footnotes",
            "<w:footnotes" + WORDS + footnotes + "</w:footnotes>",
            "endnotes",
            "<w:endnotes" + WORDS + endnotes + "</w:endnotes>"));
  }

  private List<String> told(String body, Map<String, String> notes) throws Exception {
    byte[] docx = WordPagesTest.docx(0, body, STYLES, NUMBERING, notes);
    Path file = Files.write(folder.resolve("a.docx"), docx);
    return ToldBlocks.of(ToldBlocks.documents(file).getFirst());
  }

  private static String foot(int id) {
    return "<w:r><w:footnoteReference w:id='" + id + "'/></w:r>";
  }

  private static String own(int id) {
    return foot(id).replace(" w:id", " w:customMarkFollows='1' w:id");
  }

  private static String end(int id) {
    return "<w:r><w:endnoteReference w:id='" + id + "'/></w:r>";
  }

  private static String note(int id, String... paragraphs) {
    return "<w:footnote w:id='" + id + "'>" + String.join("", paragraphs) + "</w:footnote>";
  }

  private static String endnote(int id, String... paragraphs) {
    return note(id, paragraphs).replace("w:footnote", "w:endnote");
  }
}
