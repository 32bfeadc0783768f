package io.oyl.ingest.extract.rtf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtfMarksTest {
  private static final String STYLES =
      "{\\stylesheet{\\ql\\f0 \\snext0 Normal;}{\\s1\\b\\sbasedon0 heading 1,H1;}"
          + "{\\s2\\outlinelevel1 Unterpunkt;}{\\s3 \\u220?berschrift 3;}{\\s4 List Bullet;}"
          + "{\\s5 caption;}{\\*\\cs6\\additive heading 2;}}\n";

  @TempDir Path folder;

  @Test
  void aNoteStandsBehindTheParagraphThatRefersToIt() throws Exception {
    assertThat(
            told(
                "\\pard We deliver steel{{\\super\\chftn{\\*\\footnote\\ftnalt \\chftn\\pard\\plain{\n }"
                    + "{Grade \\{DC\\} by \\'80.}\n}}} on Mondays{\\super\\chftn"
                    + "{\\footnote \\pard \\chftn  Or \\b later\\b0 .\\par If dry.\\par}}, iron*"
                    + "{\\footnote * wrought}{\\super\\chftn{\\footnote\\chftn }}.\\par End."))
        .containsExactly(
            "We deliver steel[1] on Mondays[1], iron*[2].",
            "[1] Grade {DC} by €.",
            "[1] Or later.\nIf dry.",
            "* wrought",
            "End.");
  }

  @Test
  void aNoteIsNoPartOfATitleAndHasItsNumbers() throws Exception {
    assertThat(
            told(
                STYLES
                    + "\\pard\\s1 Terms{\\footnote\\chftn  of sale:\\par{\\listtext 1.\\tab}one\\par"
                    + "{\\pntext 2.\\tab}{\\b two}}\\par{\\listtext 3.\\tab}\\pard\\ls1 goods"
                    + "{\\footnote\\chftn  iron}\\par{\\listtext 4.\\tab}\\pard\\ls1 prices\\par"))
        .containsExactly(
            "h1 Terms[1]",
            "[1] of sale:\n1. one\n2. two",
            "item 3. goods[2]",
            "[2] iron",
            "item 4. prices");
  }

  @Test
  void aCommentStandsBehindItsParagraph() throws Exception {
    assertThat(
            told(
                "\\pard one{\\*\\atnid J}{\\*\\atnauthor Jo}{\\*\\annotation{\\*\\atnref 1}\\pard really?\\par} two{\\footnote\\chftn  x}"))
        .containsExactly("one two[1]", "really?", "[1] x");
  }

  @Test
  void aNoteWhoseEndIsMissingIsRead() throws Exception {
    assertThat(told("\\pard one\\par two{\\footnote\\chftn  b{\\b c"))
        .containsExactly("one", "two", "bc");
  }

  @Test
  void onlyWhatIsToldIsTouched() throws Exception {
    assertThat(text("a{\\*\\unknown b} {\\pict\\bin4 }}{{}{c}\\par}}} d")).isEqualTo("a c");
    Path file = Files.writeString(folder.resolve("a.rtf"), "{\\rtf1 a }}] b}");
    assertThat(RtfMarks.written(file)).isNull();
    Path damaged = Files.writeString(folder.resolve("b.rtf"), "{\\rtf1 a}\\xe b}c}\\listtext}d\\'");
    assertThat(RtfMarks.written(damaged)).isNull();
  }

  @Test
  void aBraceAmongTheBytesOfAPictureEndsNoNote() throws Exception {
    assertThat(text("a{\\footnote b{\\pict\\wmetafile8\\bin3 }}}}c} d")).isEqualTo("a d\n\nbc");
  }

  @Test
  void aNoteIsReadHoweverLargeTheFile() throws Exception {
    String picture = "{\\pict\\pngblip " + "0".repeat(33 << 20) + "}";
    Path file =
        Files.writeString(folder.resolve("a.rtf"), "{\\rtf1 a" + picture + "{\\*\\footnote b} c}");

    Path copy = requireNonNull(RtfMarks.written(file));

    assertThat(Files.readString(copy))
        .isEqualTo(
            "{\\rtf1 a"
                + picture
                + "{\\footnote {\\uc0\\u-547 }b{\\uc0\\u-546 }{}{\\uc0\\u-545 }} c}");
  }

  @Test
  void aParagraphIsWhatItsStyleSays() throws Exception {
    assertThat(
            told(
                STYLES
                    + "\\pard\\plain\\s1\\b {\\f0 Terms of }{\\b0 delivery}\\par\n"
                    + "\\pard\\plain\\s2 Goods\\par\\pard\\plain\\s3 Steel\\par"
                    + "\\pard\\plain we deliver\\line at once\\par {\\cs6 now}\\par"
                    + "\\pard\\outlinelevel4 Prices\\par\\pard\\s4 per tonne\\par"
                    + "\\pard\\s5 Table 1\\par"))
        .containsExactly(
            "h1 Terms of delivery",
            "h2 Goods",
            "h3 Steel",
            "we deliver\nat once",
            "now",
            "h5 Prices",
            "item per tonne",
            "CAPTION Table 1");
  }

  @Test
  void aHeadingBehindAPageBreakOrInTheHeaderOfAPageIsFound() throws Exception {
    assertThat(
            told(
                STYLES
                    + "{\\info{\\title Contract}}{\\header\\pard\\s1 Acme Ltd\\par}\\pard\\page\\s1 Terms\\par"
                    + "{\\*\\bkmkstart x}\\pard{\\field{\\*\\fldinst HYPERLINK \"a\"}"
                    + "{\\fldrslt \\s1 Prices}}\\par\\pard end"))
        .containsExactly("RUNNING Acme Ltd", "h1 Terms", "h1 Prices", "end");
  }

  @Test
  void aListItemHasItsNumberOrBullet() throws Exception {
    assertThat(
            told(
                "\\pard\\plain Before\\par {\\listtext\\pard\\plain\\f3 \\'b7\\tab}"
                    + "\\pard\\ls1 goods\\par{\\listtext\\pard\\plain\\uc1 \\u9642 ?\\tab}services\\par"
                    + "{\\pntext\\f2\\fs20 2.\\tab}{\\*\\pn\\pnlvlbody{\\pntxta .}}\\pard prices\\par"
                    + "{\\listtext\\f4 \\'a7\\tab}\\pard terms\\par\\pard behind"))
        .containsExactly(
            "Before",
            "item · goods",
            "item ▪ services",
            "item 2. prices",
            "item · terms",
            "behind");
  }

  @Test
  void aNumberedHeadingIsAHeadingAndAnEmptyItemIsNothing() throws Exception {
    assertThat(
            told(
                STYLES
                    + "{\\listtext 1.1\\tab}\\pard\\s1\\ls2 Terms\\par"
                    + "{\\listtext 2.\\tab}\\pard\\ls2\\par\\pard text"))
        .containsExactly("h1 1.1 Terms", "text");
  }

  @Test
  void whatBeginsAsATitleDoesIsNoItem() throws Exception {
    assertThat(
            told(
                "{\\listtext 1.\\tab}\\pard\\ls2{\\b Terms}\\par"
                    + "{\\listtext\\b 2.\\tab}\\pard\\ls2\\b\\plain Steel {\\b now}\\par"))
        .containsExactly("1. Terms", "item 2. Steel now");
  }

  @Test
  void rowsOfATableHoldTheirCells() throws Exception {
    assertThat(
            told(
                "\\pard Prices:\\par"
                    + row("{\\b Item}", "Price")
                    + row(
                        "Steel {\\footnote by weight}",
                        "{\\listtext 1.\\tab}\\pard\\intbl first\\par second")
                    + row("", "9")
                    + "\\pard and so on\\par"
                    + row("next", "table")
                    + "\\pard\\par"
                    + row("last", "one")))
        .containsExactly(
            "Prices:",
            "table(10) Item\tPrice\nSteel [by weight]\t1. first second\n\t9",
            "and so on",
            "table(0) next\ttable",
            "table(0) last\tone");
  }

  @Test
  void aCellThatIsMergedWithTheOneAboveSaysTheSame() throws Exception {
    String below = row("", "two").replaceFirst("\\\\cellx", "\\\\clvmrg\\\\cellx");
    assertThat(told(row("Item", "Price") + row("Steel", "one") + below))
        .containsExactly("table(10) Item\tPrice\nSteel\tone\nSteel\ttwo");
  }

  @Test
  void aCellOverColumnsStandsInEachAndRowsOfNamesAreTheHeader() throws Exception {
    assertThat(
            told(
                "\\trowd\\trhdr\\clmgf\\cellx100\\clmrg\\cellx200\\pard\\intbl 2024\\cell\\cell\\row"
                    + "\\trowd\\trhdr\\cellx100\\cellx200\\pard\\intbl Item\\cell Price"
                    + "{\\footnote\\chftn  net}\\cell\\row"
                    + row("Steel", "9")
                    + "\\trowd\\clmgf\\cellx100\\clmrg\\cellx200\\pard\\intbl a\\cell b\\cell\\row"))
        .containsExactly("table(26) 2024\nItem\tPrice[1] [1] net\nSteel\t9\na\ta\tb");
  }

  @Test
  void aPageHeaderIsRunningTextAndNoneOfWhatFollows() throws Exception {
    assertThat(
            told(
                "{\\header\\pard Acme {\\b Ltd}\\par\\pard Page {\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}}"
                    + "{\\footerf\\pard\\par}\\pard Text\\par{\\listtext 1.\\tab}\\pard\\ls1 goods"))
        .containsExactly("RUNNING Acme Ltd", "RUNNING Page 1", "Text", "item 1. goods");
  }

  @Test
  void theCellsOfAPageHeaderAreRunningText() throws Exception {
    assertThat(
            told(
                "{\\header\\trowd\\cellx3000\\cellx6000\\pard\\intbl Acme Ltd\\cell Page 3\\cell\\row"
                    + "\\pard\\par}\\pard Text\\par"))
        .containsExactly("RUNNING Acme Ltd", "RUNNING Page 3", "Text");
  }

  @Test
  void theNameOfAStyleIsInTheCodePageOfTheFile() throws Exception {
    assertThat(
            told(
                "{\\stylesheet{\\s1 \\'dcberschrift 2;}{\\s2 \\u220\\'dcberschrift 3;}}"
                    + "\\pard\\s1 one\\par\\pard\\s2 two\\par"))
        .containsExactly("h2 one", "h3 two");
    assertThat(
            told(
                "\\ansicpg1251{\\stylesheet{\\s1 \\'e7\\'e0\\'e3\\'ee\\'eb\\'ee\\'e2\\'ee\\'ea 1;}}"
                    + "\\pard\\s1 one\\par"))
        .containsExactly("h1 one");
  }

  @Test
  void aTableInATableIsTextOfItsCell() throws Exception {
    assertThat(
            told(
                row(
                    "a\\par\\pard\\intbl\\itap2 b\\nestcell c\\nestcell{\\*\\nesttableprops\\trowd"
                        + "\\cellx1\\nestrow}{\\nonesttables\\par}\\pard\\intbl d",
                    "e")))
        .containsExactly("table(0) a b c d\te");
  }

  @Test
  void itemsOfATableInATableHaveTheirNumbers() throws Exception {
    assertThat(
            told(
                row(
                    "\\pard\\intbl\\itap2 {\\listtext 1.\\tab}b\\nestcell {\\listtext 2.\\tab}c\\nestcell"
                        + "{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}\\pard\\intbl d",
                    "e")))
        .containsExactly("table(0) 1. b 2. c d\te");
  }

  @Test
  void damageLeavesTheTextBehindItAlone() throws Exception {
    assertThat(text("one \\xe two\\par three")).isEqualTo("one two\n\nthree");
    assertThat(text("one{\\xe a\\'} two {\\b three}")).isEqualTo("one two three");
    assertThat(text("one \\u-550 ?two\\par three")).contains("one", "two", "three");
  }

  @Test
  void whatIsHiddenInTheNumberOfAnItemIsNoTextOfIt() throws Exception {
    assertThat(
            told(
                "{\\listtext{\\*\\bkmkstart _Ref1}1.{\\pict\\pngblip 8950}\\tab}\\pard\\ls1 goods\\par"))
        .containsExactly("item 1. goods");
  }

  @Test
  void whatWasDeletedIsLeftOut() throws Exception {
    assertThat(
            text(
                "We {\\deleted\\revauthdel1 hated \\u8364 ?\\'e4\\emdash{\\footnote\\plain why}}like "
                    + "\\deleted bad\\deleted0 good {\\mvf far}steel{\\deleted\\par}{\\deleted x\\plain y}"
                    + "{\\xe {\\v steel}}"))
        .isEqualTo("We like good steel\n\ny");
  }

  @Test
  void aLineThatEndsWithABackslashIsAParagraph() throws Exception {
    assertThat(told("\\pard one\\\ntwo\\\n{\\listtext 1.\\tab}three\\\n"))
        .containsExactly("one", "two", "item 1. three");
  }

  @Test
  void aFragmentWithoutAHeadIsReadToItsEnd() throws Exception {
    Path file =
        Files.writeString(folder.resolve("a.rtf"), "{\\pard one\\par}\n{\\pard two\\par}\n");
    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst())).containsExactly("one", "two");
  }

  private static String row(String one, String two) {
    return "\\trowd\\cellx100\\cellx200\\pard\\intbl "
        + one
        + "\\cell\\pard\\intbl "
        + two
        + "\\cell\\row\n";
  }

  private List<String> told(String body) throws Exception {
    return ToldBlocks.of(document(body));
  }

  private String text(String body) throws Exception {
    return document("\\pard " + body).text();
  }

  private ExtractedDocument document(String body) throws Exception {
    Path file = folder.resolve("a.rtf");
    Files.writeString(
        file, "{\\rtf1\\ansi\\ansicpg1252" + body + "\\par}", StandardCharsets.US_ASCII);
    return ToldBlocks.documents(file).getFirst();
  }
}
