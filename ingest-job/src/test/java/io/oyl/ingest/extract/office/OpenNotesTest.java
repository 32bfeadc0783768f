package io.oyl.ingest.extract.office;

import static io.oyl.ingest.extract.office.OpenNumbersTest.h;
import static io.oyl.ingest.extract.office.OpenNumbersTest.item;
import static io.oyl.ingest.extract.office.OpenNumbersTest.list;
import static io.oyl.ingest.extract.office.OpenNumbersTest.p;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenNotesTest {
  @TempDir Path folder;

  @Test
  void aNoteStandsBehindTheParagraphThatRefersToIt() throws Exception {
    String body =
        p(
                "Steel"
                    + note("1", p("Grade <text:span>DC</text:span>."), p("Or<text:s/>better."))
                    + " on Mondays"
                    + note("ii", p("If dry."))
                    + ", iron"
                    + note("*", p("Wrought."))
                    + note("2")
                    + ".")
            + p("End.");
    List<String> told =
        List.of(
            "Steel[1] on Mondays[ii], iron*[2].",
            "[1] Grade DC.\nOr better.",
            "[ii] If dry.",
            "* Wrought.",
            "End.");

    assertThat(told(body)).isEqualTo(told);
    assertThat(flat(body)).isEqualTo(told);
  }

  @Test
  void aNoteIsNoPartOfATitleAndStaysInItsCellAndList() throws Exception {
    String counted = list("text:style-name='L1'", item(p("one")), item(p("two")));
    assertThat(
            told(
                h(1, "text:is-list-header='true'", "Terms" + note("1", p("of sale"), counted))
                    + list(
                        "text:style-name='L1'",
                        item(p("goods" + note("2", p("see")))),
                        item(p("prices")))
                    + "<table:table><table:table-row><table:table-cell>"
                    + p("net" + note("3", p("of tax")))
                    + p("euro")
                    + "</table:table-cell><table:table-cell>"
                    + p("b")
                    + "</table:table-cell></table:table-row></table:table>"))
        .containsExactly(
            "h1 Terms[1]",
            "[1] of sale\n1. one\n2. two",
            "item 1. goods[2]",
            "item [2] see",
            "item 2. prices",
            "table(0) net[3] [3] of tax euro\tb");
  }

  @Test
  void theWordsOfAFrameAndOfACommentInANoteAreLinesOfIt() throws Exception {
    assertThat(
            told(
                p(
                    "one"
                        + note(
                            "1",
                            "<text:p>x<draw:frame xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'><draw:text-box>"
                                + p("boxed")
                                + p("twice")
                                + "</draw:text-box></draw:frame>y<office:annotation>"
                                + p("said")
                                + "</office:annotation>z</text:p>"))))
        .containsExactly("one[1]", "[1] x\nboxed\ntwice\ny\nsaid\nz");
  }

  @Test
  void aCommentStandsBehindItsParagraph() throws Exception {
    assertThat(
            told(
                p(
                    "one <office:annotation xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                        + "<dc:creator>Jo</dc:creator>"
                        + p("Really?")
                        + "</office:annotation>two")))
        .containsExactly("one two", "Really?");
  }

  @Test
  void vocabulariesNamedAroundANoteHoldInIt() throws Exception {
    String note = note("1", "<text:p><q:x/>note <o:y/>end</text:p>");
    assertThat(
            told(
                p("one" + note.replace("<text:note-body", "<text:note-body xmlns:o='urn:o'"))
                    .replaceFirst("<text:p", "<text:p xmlns:q='urn:q'")))
        .containsExactly("one[1]", "[1] note end");
  }

  @Test
  void damagedNotesAreReadAsFarAsTheyGo() throws Exception {
    assertThat(told("<text:p>one" + note("1", p("note")) + " two" + p("three")).toString())
        .contains("one", "note", "two", "three");
  }

  @Test
  void aPageHeaderIsRunningTextAndNoTable() throws Exception {
    String pages =
        "<style:header>"
            + h(1, "text:is-list-header='true'", "Acme")
            + "<table:table><table:table-row><table:table-cell>"
            + p("Doc 1")
            + "</table:table-cell><table:table-cell>"
            + p("Page <text:page-number>1</text:page-number>")
            + "</table:table-cell></table:table-row></table:table></style:header>"
            + "<style:footer-left>"
            + list("text:style-name='L1'", item(p("goods")))
            + "</style:footer-left>";

    Path file = OpenNumbersTest.odt(folder, "", p("Text"), pages);

    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst()))
        .containsExactly("Text", "RUNNING Acme", "RUNNING Doc 1", "RUNNING Page", "RUNNING goods");
  }

  @Test
  void aPageHeaderOfAFlatFileIsRunningText() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.fodt"),
            "<office:document"
                + OpenNumbersTest.NAMES
                + " office:mimetype='application/vnd.oasis.opendocument.text'>"
                + "<office:master-styles><style:master-page><style:header>"
                + p("Acme")
                + "</style:header></style:master-page></office:master-styles>"
                + "<office:body><office:text>"
                + p("Text")
                + "</office:text></office:body></office:document>");

    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst()))
        .containsExactly("Text", "RUNNING Acme");
  }

  @Test
  void whatIsToldOfAPictureIsNotGlued() throws Exception {
    String picture =
        "<draw:frame xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"
            + " xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'>"
            + "<draw:image/><svg:title>The lamp</svg:title>"
            + "<svg:desc>It shines.</svg:desc></draw:frame>";

    assertThat(told(p(picture) + p("See " + picture + "above.")))
        .containsExactly("The lamp\nIt shines.", "See The lamp\nIt shines.\nabove.");
    assertThat(flat(p(picture))).containsExactly("The lamp\nIt shines.");
  }

  private List<String> told(String body) throws Exception {
    return ToldBlocks.of(
        ToldBlocks.documents(OpenNumbersTest.odt(folder, " ", body, "")).getFirst());
  }

  private List<String> flat(String body) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.fodt"),
            "<office:document"
                + OpenNumbersTest.NAMES
                + " office:mimetype='application/vnd.oasis.opendocument.text'><office:body>"
                + "<office:text>"
                + body
                + "</office:text></office:body></office:document>");
    return ToldBlocks.of(ToldBlocks.documents(file).getFirst());
  }

  private static String note(String sign, String... paragraphs) {
    return "<text:note text:note-class='footnote'><text:note-citation>"
        + sign
        + "</text:note-citation><text:note-body>"
        + String.join("", paragraphs)
        + "</text:note-body></text:note>";
  }
}
