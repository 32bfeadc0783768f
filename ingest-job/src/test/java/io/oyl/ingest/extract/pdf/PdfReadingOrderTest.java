package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that a page does not paint as it is read. */
class PdfReadingOrderTest {
  private static final FontName PLAIN = FontName.HELVETICA;

  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();

  @AfterEach
  void close() throws Exception {
    drawn.pdf.close();
  }

  @Test
  void whatStandsAboveIsReadFirstAndColumnsAsTheFileHasThem() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      column(page, 50, "left");
      column(page, 320, "right");
      at(page, 50, 60, "A note below the column on the left.");
      at(
          page,
          50,
          740,
          "A line above both of the columns, from the left of the page to its right end");
    }

    assertThat(ToldBlocks.parts(read()))
        .containsExactly(
            "Paragraph BODY|A line above both of the columns, from the left of the page to its"
                + " right end",
            "Paragraph BODY|The left column goes on and on, it goes on in a second line, and has"
                + " its end in a third.",
            "Paragraph BODY|The right column goes on and on, it goes on in a second line, and has"
                + " its end in a third.",
            "Paragraph BODY|A note below the column on the left.");
  }

  @Test
  void aFooterThatIsPaintedFirstIsReadLast() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(page, 60, 40, "page 7");
      column(page, 50, "left");
      at(page, 50, 650, "A last line.");
      column(page, 320, "right");
    }

    assertThat(read().text())
        .startsWith("The left")
        .contains("A last line.\n\nThe right")
        .endsWith("\n\npage 7");
  }

  @Test
  void aColumnThatReachesLowestIsNoFooter() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(page, 320, 660, "The right column goes on and on,");
      at(page, 320, 647, "it ends below the other one.");
      column(page, 50, "left");
      at(page, 50, 740, "A line above both of the columns, from the left to the right end of them");
    }

    assertThat(read().text())
        .startsWith("A line above")
        .contains("end of them\n\nThe right", "other one.\n\nThe left");
  }

  @Test
  void aLineBelowAColumnIsReadBehindItWhereTheFileHasItThere() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      column(page, 50, "left");
      at(page, 50, 60, "A note below the column on the left.");
      at(page, 320, 300, "A line below the column on the right.");
      column(page, 320, "right");
    }

    assertThat(read().text())
        .startsWith("The left")
        .contains("third.\n\nA note", "on the left.\n\nThe right")
        .endsWith("third.\n\nA line below the column on the right.");
  }

  @Test
  void columnsThatStandBesideEachOtherKeepTheOrderOfTheFile() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      column(page, 320, "right");
      column(page, 50, "left");
    }

    assertThat(read().text()).startsWith("The right column").contains("third.\n\nThe left column");
  }

  @Test
  void whatStandsAboveByItsEdgeOnlyIsOfAnotherColumn() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(page, 50, 600, "The left column reaches to the begin of the right one,");
      at(page, 290, 700, "and the right column stands higher on the page.");
    }

    assertThat(read().text()).startsWith("The left column").contains("one,\n\nand the right");
  }

  @Test
  void linesThatArePaintedFromBelowAreParagraphsInTheOrderOfThePage() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(page, 50, 687, "painted before the line above it");
      at(page, 50, 700, "A line that is");
    }

    assertThat(read().text()).isEqualTo("A line that is\n\npainted before the line above it");
  }

  @Test
  void aDrawingOfVeryManyPiecesKeepsTheOrderOfTheFile() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (int column = 0; column < 10; column++) {
        for (int row = 0; row < 26; row++) {
          at(page, 20 + 57 * column, 40 + 28 * row, "c" + column + "r" + row);
        }
      }
    }

    assertThat(read().text()).startsWith("c0r0\n").endsWith("\nc9r25");
  }

  @Test
  void textAtAnotherAngleIsReadAlongItsLine() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      turned(page, 90, "Stamped along the margin");
      drawn.line(page, 11, PLAIN, "The text of the page, which is as long as it is");
      turned(page, 45, "Jan 2012");
    }

    assertThat(ToldBlocks.parts(read()))
        .containsExactly(
            "Paragraph BODY|Stamped along the margin",
            "Paragraph BODY|The text of the page, which is as long as it is",
            "Paragraph BODY|Jan 2012");
  }

  @Test
  void aPageThatIsTurnedAsAWholeHasLinesAndHeadings() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      page.transform(new Matrix(0, 1, -1, 0, 600, 0));
      drawn.line(page, 18, FontName.HELVETICA_BOLD, "Its title");
      for (int i = 0; i < 3; i++) {
        drawn.line(page, 11, PLAIN, "The text of the page, which is as long as it is");
      }
    }
    drawn.pdf.getPage(0).setRotation(90);

    assertThat(ToldBlocks.parts(read()).getFirst()).isEqualTo("Heading1|Its title");
    assertThat(read().text()).contains("The text of the page, which is as long as it is");
  }

  @Test
  void aWordEndsWhereThePenGoesBackOnItsLine() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(page, 90, 700, "Introduction");
      at(page, 50, 700, "1");
    }

    assertThat(read().text()).isEqualTo("Introduction 1");
  }

  @Test
  void aRaisedNumberIsNoPartOfWhatItStandsBehind() throws Exception {
    float x = 50;
    try (PDPageContentStream page = drawn.page()) {
      x = raised(page, x, 3.5f, "of all cells", "12");
      x = raised(page, x, 3.5f, ", all 45", "3");
      x = raised(page, x, 3.5f, " 5 \u00d7 10", "6");
      x = raised(page, x, 3.5f, " or 10", "-3");
      x = raised(page, x, 3.5f, " or 2", "8");
      x = raised(page, x, 3.5f, " a km", "2");
      x = raised(page, x, 3.5f, " the 20", "th");
      x = raised(page, x, 3.5f, " a mol", "-1");
      x = raised(page, x, -3, " by log", "10");
      raised(page, x, 0, " of part", "7");
    }

    assertThat(read().text())
        .isEqualTo(
            "of all cells 12, all 45 3 5 \u00d7 10^6 or 10^-3 or 2^8 a km2 the 20th a mol-1 by log10"
                + " of part7");
  }

  @Test
  void aNoteToAWordOfKoreanOrChineseIsNoPartOfIt() {
    assertThat(PdfRaised.sign(List.of(glyph("\ubcd1", 100, 700, 10)), glyph("3", 110, 704, 6)))
        .isEqualTo(" ");
    assertThat(PdfRaised.sign(List.of(glyph("\u76ee", 100, 700, 10)), glyph("4", 110, 704, 6)))
        .isEqualTo(" ");
    assertThat(PdfRaised.sign(List.of(glyph("m", 100, 700, 10)), glyph("3", 110, 704, 6)))
        .isEmpty();
    assertThat(PdfRaised.sign(List.of(glyph("", 100, 700, 10)), glyph("", 110, 704, 6))).isEmpty();
  }

  @Test
  void wordsFromRightToLeftAreReadInTheOrderInWhichTheyAreSeen() throws Exception {
    try (PDPageContentStream page = drawn.page();
        InputStream ttf =
            PDFont.class.getResourceAsStream(
                "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      PDFont font = PDType0Font.load(drawn.pdf, ttf);
      at(page, 50, 740, "A line from left to right, which has more letters than the words below");
      // Each word as it is seen, from left to right; the second word first.
      hebrew(page, font, 300, "\u05DD\u05DC\u05D5\u05E2");
      hebrew(page, font, 340, "\u05DD\u05D5\u05DC\u05E9");
      hebrew(page, font, 260, "\u05D1\u05D5\u05D8");
    }

    assertThat(read().text())
        .isEqualTo(
            "A line from left to right, which has more letters than the words below\n\n"
                + "\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD \u05D8\u05D5\u05D1");
  }

  @Test
  void linesThatStandFarApartAreAParagraphWhenAllDo() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (int part = 0; part < 2; part++) {
        for (int i = 0; i < 4; i++) {
          drawn.line(page, 11, PLAIN, "Some of the text that reaches up to the same margin " + i);
          drawn.y -= 11;
        }
        drawn.y -= 30;
      }
    }

    assertThat(ToldBlocks.parts(read())).hasSize(2).allMatch(part -> part.endsWith("margin 3"));
  }

  private void column(PDPageContentStream page, float x, String name) throws Exception {
    at(page, x, 700, "The " + name + " column goes on and on,");
    at(page, x, 687, "it goes on in a second line, and");
    at(page, x, 674, "has its end in a third.");
  }

  @Test
  void lettersThatAreSetApartAreWords() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      page.setCharacterSpacing(5);
      at(page, 50, 740, "LIST of Contents");
      page.setCharacterSpacing(0);
      at(page, 50, 700, "T y p e d w i t h s p a c e s");
      at(page, 50, 660, "T y p e d   w i t h   m o r e");
    }

    assertThat(read().text().lines().filter(line -> !line.isEmpty()))
        .containsExactly("LIST of Contents", "Typedwithspaces", "Typed with more");
  }

  @Test
  void ticksAndAnswersInColumnsAreATable() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      at(
          page,
          50,
          740,
          "The table tells which of the models has which part, as of May of this year.");
      float y = 700;
      for (String row : List.of("AXBXC", "YNYYN", "XYXBA")) {
        for (int i = 0; i < row.length(); i++) {
          at(page, 60 + 40 * i, y, row.substring(i, i + 1));
        }
        y -= 14;
      }
      at(page, 50, 640, "A B A B B A A B");
    }

    assertThat(ToldBlocks.parts(read()))
        .contains("Table|A\tX\tB\tX\tC\nY\tN\tY\tY\tN\nX\tY\tX\tB\tA")
        .contains("Paragraph BODY|A B A B B A A B");
  }

  @Test
  void lettersThatMeanSomethingEachStayApart() throws Exception {
    String months = "J F M A M J J A S O N D";
    try (PDPageContentStream page = drawn.page()) {
      at(page, 50, 740, "A B C D E F G");
      for (int i = 0; i < months.length(); i += 2) {
        at(page, 50 + 6 * i, 700, months.substring(i, i + 1));
      }
    }

    assertThat(read().text()).contains("A B C D E F G").contains(months);
  }

  private void at(PDPageContentStream page, float x, float y, String text) throws Exception {
    drawn.y = y;
    drawn.put(page, 11, PLAIN, x, text);
  }

  /** Gives where it ends. */
  private static float raised(
      PDPageContentStream page, float x, float rise, String text, String small) throws Exception {
    PDFont font = new PDType1Font(PLAIN);
    page.beginText();
    page.setFont(font, 10);
    page.newLineAtOffset(x, 700);
    page.showText(text);
    page.setFont(font, 6);
    page.setTextRise(rise);
    page.showText(small);
    page.setTextRise(0);
    page.endText();
    return x + (10 * font.getStringWidth(text) + 6 * font.getStringWidth(small)) / 1000;
  }

  /** As wide as it is high. */
  private static TextPosition glyph(String unicode, float x, float y, float size) {
    Matrix matrix = new Matrix(size, 0, 0, size, x, y);
    PDFont font = new PDType1Font(PLAIN);
    return new TextPosition(
        0, 600, 800, matrix, x + size, y, size, size, 3, unicode, new int[0], font, size, 1);
  }

  private static void turned(PDPageContentStream page, int degrees, String text) throws Exception {
    page.beginText();
    page.setFont(new PDType1Font(PLAIN), 9);
    page.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(degrees), 300, 100));
    page.showText(text);
    page.endText();
  }

  private static void hebrew(PDPageContentStream page, PDFont font, float x, String text)
      throws Exception {
    page.beginText();
    page.setFont(font, 12);
    page.newLineAtOffset(x, 700);
    page.showText(text);
    page.endText();
  }

  private ExtractedDocument read() throws Exception {
    return drawn.read(folder);
  }
}
