package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfLayoutTest {
  private static final String BODY =
      "The quick brown fox jumps over the lazy dog and goes on to the right margin";

  private static final List<String> WORDS = List.of("Alpha", "beta", "gamma");

  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();

  @Test
  void largerAndBolderLinesAreHeadingsByTheirRank() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 24, FontName.HELVETICA_BOLD, "A large title");
      drawn.line(page, 24, FontName.HELVETICA_BOLD, "over two lines");
      drawn.y -= 20;
      drawn.line(page, 11, FontName.HELVETICA_BOLD, "1 Bold part");
      drawn.line(page, 11, FontName.HELVETICA, BODY);
      drawn.line(page, 11, FontName.HELVETICA, BODY);
      drawn.y -= 20;
      drawn.line(page, 11, FontName.HELVETICA_BOLD, "1.1 Deeper");
      drawn.line(page, 11, FontName.HELVETICA, "the end");
      drawn.y -= 20;
      drawn.line(page, 11, FontName.HELVETICA_BOLD, "Table 1 Bold but a caption");
    }

    assertThat(ToldBlocks.parts(read()))
        .containsExactly(
            "Heading1|A large title over two lines",
            "Heading2|1 Bold part",
            "Paragraph BODY|" + BODY + " " + BODY,
            "Heading3|1.1 Deeper",
            "Paragraph BODY|the end",
            "Paragraph CAPTION|Table 1 Bold but a caption");
    assertThat(read().metadata().get("repairs")).containsExactly("headings_inferred 3");
  }

  @Test
  void markedHeadingsAreTakenAndNoneIsInferred() throws Exception {
    PDStructureTreeRoot root = new PDStructureTreeRoot();
    drawn.pdf.getDocumentCatalog().setStructureTreeRoot(root);
    PDPage sheet = new PDPage();
    drawn.pdf.addPage(sheet);
    PDStructureElement heading = new PDStructureElement("H2", root);
    heading.setPage(sheet);
    heading.appendKid(7);
    root.appendKid(heading);
    drawn.y = 700;
    try (PDPageContentStream page = new PDPageContentStream(drawn.pdf, sheet)) {
      drawn.line(page, 30, FontName.HELVETICA, "Large but marked as nothing");
      PDPropertyList marks = PDPropertyList.create(new org.apache.pdfbox.cos.COSDictionary());
      marks.getCOSObject().setInt(COSName.MCID, 7);
      page.beginMarkedContent(COSName.getPDFName("H2"), marks);
      drawn.line(page, 11, FontName.HELVETICA, "A marked heading");
      page.endMarkedContent();
      drawn.line(page, 11, FontName.HELVETICA, BODY);
    }

    assertThat(ToldBlocks.parts(read()))
        .containsExactly(
            "Paragraph BODY|Large but marked as nothing",
            "Heading2|A marked heading",
            "Paragraph BODY|" + BODY);
  }

  @Test
  void bookmarksNameHeadingsAndTheirLevels() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 11, FontName.HELVETICA, "Plain title");
      drawn.line(page, 11, FontName.HELVETICA, BODY);
    }
    PDDocumentOutline outline = new PDDocumentOutline();
    drawn.pdf.getDocumentCatalog().setDocumentOutline(outline);
    PDOutlineItem outer = item("Elsewhere");
    outline.addLast(outer);
    outer.addLast(item("Plain title"));

    assertThat(ToldBlocks.parts(read()))
        .containsExactly("Heading2|Plain title", "Paragraph BODY|" + BODY);
  }

  @Test
  void hyphensOfWordsAreTakenOutAndThoseOfCompoundsStay() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (String line :
          List.of(
              "documentation and some well-known words and multi-purpose ones to the end",
              "of it in long lines that are as wide as the text is: docu-",
              "mentation that goes on and on until the margin is there, with well-",
              "known words and more words until the margin is there, some unu-",
              "sual, some that are compounds of words in the text, as margin-",
              "words, and others that begin as some do, as multi-",
              "page, and more words until the margin is there, with names as Jean-",
              "Pierre, and more words until the margin is there, with Haupt-",
              "und Nebenfach, and more words until the margin is there, as self-",
              "employed, and more words until the margin is there, as market-",
              "based, and more words until the margin is there, as heads-of-",
              "state, and more words until the margin is there, as socio-eco-",
              "nomic, and more words until the margin is there, as cor-",
              "related, and more words until the margin is there, as inter-",
              "related, and more words until the margin is there, as selfless-",
              "ness, and more words until the margin is there, as self-",
              "less")) {
        drawn.line(page, 11, FontName.HELVETICA, line);
      }
    }

    ExtractedDocument document = read();

    assertThat(document.text().replace('\n', ' '))
        .contains(
            "is: documentation that",
            "with well-known words",
            "some unusual, some",
            "as margin-words, and",
            "as multi-page, and",
            "as Jean-Pierre, and",
            "with Haupt- und Nebenfach",
            "as self-employed, and",
            "as market-based, and",
            "as heads-of-state, and",
            "as socio-economic, and",
            "as correlated, and",
            "as interrelated, and",
            "as selflessness, and",
            "as selfless");
    assertThat(document.metadata().get("repairs")).contains("words_rejoined 14");
  }

  @Test
  void wordsOfALineStandWhereTheyAreSeenInWhateverOrderTheyArePainted() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.put(page, 10, FontName.HELVETICA, 200, "of the harbour");
      drawn.put(page, 10, FontName.HELVETICA, 100, "The gate");
      drawn.put(page, 10, FontName.HELVETICA, 300, "was shut");
      drawn.y -= 40;
      drawn.put(page, 10, FontName.HELVETICA, 105, "stamped");
      drawn.put(page, 10, FontName.HELVETICA, 80, "void and null");
    }

    assertThat(read().text().lines())
        .containsExactly("The gate of the harbour was shut", "", "stamped void and null");
  }

  @Test
  void runningLinesAreKeptAndPartNoParagraph() throws Exception {
    for (int i = 1; i <= 3; i++) {
      try (PDPageContentStream page = drawn.page()) {
        drawn.line(page, 9, FontName.HELVETICA, "Running header " + i);
        drawn.y -= 30;
        drawn.line(page, 11, FontName.HELVETICA, WORDS.get(i - 1) + " " + BODY);
        drawn.line(page, 11, FontName.HELVETICA, BODY + " " + WORDS.get(i - 1));
        drawn.y = 60;
        drawn.line(page, 9, FontName.HELVETICA, "page " + i);
      }
    }

    ExtractedDocument document = read();

    assertThat(ToldBlocks.parts(document))
        .containsExactly(
            "Paragraph RUNNING|Running header 1",
            "Paragraph RUNNING|page 1",
            "Paragraph BODY|" + paragraph(0) + " " + paragraph(1),
            "Paragraph RUNNING|Running header 2",
            "Paragraph RUNNING|page 2",
            "Paragraph RUNNING|Running header 3",
            "Paragraph BODY|" + paragraph(2),
            "Paragraph RUNNING|page 3");
    assertThat(document.blocks().stream().map(b -> document.pages().pageAt(b.span().start())))
        .containsExactly(1, 1, 1, 2, 2, 3, 3, 3);
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.pages().start(2)).isEqualTo(document.text().indexOf("beta"));
    assertThat(document.pages().start(3)).isEqualTo(document.text().indexOf("Running header 3"));
    assertThat(document.metadata().get("repairs"))
        .contains("paragraphs_over_pages 1", "running_lines 6");
  }

  @Test
  void aLineThatCountsThePagesRunsWhereverItStands() throws Exception {
    for (int i = 1; i <= 3; i++) {
      try (PDPageContentStream page = drawn.page()) {
        drawn.y -= 20 * i;
        drawn.line(page, 16, FontName.HELVETICA_BOLD, "Page " + i + ". The News of 2006");
        drawn.y -= 20;
        drawn.line(page, 11, FontName.HELVETICA, WORDS.get(i - 1) + " " + BODY);
        drawn.line(page, 11, FontName.HELVETICA, BODY + " " + WORDS.get(i - 1));
        drawn.line(page, 11, FontName.HELVETICA, "and its end.");
      }
    }

    assertThat(ToldBlocks.parts(read()))
        .filteredOn(part -> part.contains("News"))
        .containsExactly(
            "Paragraph RUNNING|Page 1. The News of 2006",
            "Paragraph RUNNING|Page 2. The News of 2006",
            "Paragraph RUNNING|Page 3. The News of 2006");
  }

  private static String paragraph(int i) {
    return WORDS.get(i) + " " + BODY + " " + BODY + " " + WORDS.get(i);
  }

  @Test
  void aShortLineKeepsItsEndAndAnItemIsOne() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 11, FontName.HELVETICA, "Short line");
      drawn.line(page, 11, FontName.HELVETICA, BODY);
      drawn.line(page, 11, FontName.HELVETICA, "- first item");
      drawn.line(page, 11, FontName.HELVETICA, "- second item");
      drawn.line(page, 11, FontName.COURIER, "int code = 1;");
      drawn.line(page, 11, FontName.COURIER, "int more = 2;");
    }

    assertThat(ToldBlocks.parts(read()))
        .containsExactly(
            "Paragraph BODY|Short line\n" + BODY,
            "ListItem|- first item",
            "ListItem|- second item",
            "Code|int code = 1;\nint more = 2;");
  }

  @Test
  void ligaturesAreSpelledOut() {
    assertThat(PdfWording.spelledOut("e\uFB03cient \uFB02ow 😀 ﷲ"))
        .isEqualTo("efficient flow 😀 ﷲ");
  }

  private PDOutlineItem item(String title) {
    PDOutlineItem item = new PDOutlineItem();
    item.setTitle(title);
    item.setDestination(drawn.pdf.getPage(0));
    return item;
  }

  private ExtractedDocument read() throws Exception {
    return drawn.read(folder);
  }
}
