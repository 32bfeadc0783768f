package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfHeadingsTest {
  private static final FontName PLAIN = FontName.HELVETICA;
  private static final FontName BOLD = FontName.HELVETICA_BOLD;

  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();
  private PDPageContentStream page;

  @BeforeEach
  void beginPage() throws Exception {
    page = drawn.page();
  }

  @AfterEach
  void close() throws Exception {
    drawn.pdf.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "and so on in small letters",
        "dP.sr.Ni",
        "Write to us at office@example.org",
        "See example.org/where for more",
        "What there is to be had:",
        "Figure 3. Set larger than the text",
        "TABLE IV",
        "[In thousands of pounds]",
        "A whole sentence that is set larger than the text around it, and which ends as one does."
      })
  void wordsThatAreNoTitleHeadNothing(String words) throws Exception {
    body(3);
    large(words);
    body(3);

    assertThat(headings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What is an example?",
        "iPhones and their like",
        "3 Results",
        "A. Methods:",
        "(2) Second part"
      })
  void otherLargeLinesAreHeadings(String words) throws Exception {
    body(3);
    large(words);
    body(3);

    assertThat(headings()).containsExactly("Heading1|" + words);
  }

  @Test
  void titlesWithoutTextBetweenThemAreAList() throws Exception {
    body(3);
    for (String item : List.of("Roles and duties", "Rows of the table", "Columns and masks")) {
      large(item);
    }
    body(3);

    assertThat(headings()).isEmpty();
  }

  @Test
  void titlesWithPageNumbersAreContents() throws Exception {
    body(3);
    large("Known faults of it 5");
    large("Conditions of use 6");
    body(3);

    assertThat(headings()).isEmpty();
  }

  @Test
  void aLabelOverATitleIsNoHeadingButANumberIsOne() throws Exception {
    drawn.line(page, 14, BOLD, "White paper");
    drawn.line(page, 20, BOLD, "The title itself");
    body(5);
    drawn.line(page, 14, BOLD, "Chapter 2");
    drawn.line(page, 20, BOLD, "The second part");
    body(5);

    assertThat(headings())
        .containsExactly(
            "Heading1|The title itself", "Heading2|Chapter 2", "Heading1|The second part");
  }

  @Test
  void theLastLineHeadsNothingUnlessItIsNumbered() throws Exception {
    body(3);
    large("Back cover");
    page = next();
    large("Alone on a page");
    page = next();
    body(3);
    large("4 Not yet written");
    page = next();
    drawn.y = 500;
    body(1);
    large("The end of it");

    assertThat(headings())
        .containsExactly(
            "Heading1|Back cover", "Heading1|Alone on a page", "Heading1|4 Not yet written");
  }

  @Test
  void aLineThatIsExplainedBesideItIsALabel() throws Exception {
    body(3);
    drawn.y -= 20;
    drawn.put(page, 13, BOLD, 50, "CREATE a thing");
    drawn.y += 15;
    drawn.put(page, 10, PLAIN, 250, "names the thing that is made");
    drawn.y -= 45;
    body(3);

    assertThat(headings()).isEmpty();
  }

  @Test
  void theBeginOfASentenceIsNoHeading() throws Exception {
    body(3);
    drawn.y -= 20;
    drawn.line(page, 11, BOLD, "The office for the affairs of foxes that are quick and brown");
    drawn.line(page, 11, PLAIN, "invites all foxes and also the dogs, lazy as they may be");
    drawn.y -= 20;
    drawn.line(page, 11, BOLD, "Foxes");
    drawn.line(page, 11, PLAIN, "are quick and brown and jump over dogs that are lazy");
    body(3);

    assertThat(headings()).containsExactly("Heading1|Foxes");
  }

  @Test
  void aLargeLineThatCountsThePagesIsNoHeading() throws Exception {
    for (int i = 1; i <= 3; i++) {
      drawn.line(page, 20, BOLD, "Page " + i + ". The Fox and Dog");
      body(i + 4);
      page = next();
    }

    assertThat(headings()).isEmpty();
  }

  @Test
  void anEmptyBookmarkNamesNoHeading() throws Exception {
    body(3);
    drawn.line(page, 11, PLAIN, "B");
    body(3);
    bookmarks(" ");

    assertThat(headings()).isEmpty();
  }

  @Test
  void aTitleMayBeFittedLineByLine() throws Exception {
    drawn.line(page, 33, BOLD, "Control of rows");
    drawn.line(page, 30, BOLD, "and of columns");
    body(5);
    drawn.line(page, 15, BOLD, "Larger part");
    drawn.line(page, 14, BOLD, "Smaller part");
    body(3);

    assertThat(headings())
        .containsExactly(
            "Heading1|Control of rows and of columns",
            "Heading2|Larger part",
            "Heading3|Smaller part");
  }

  @Test
  void whatIsSetLikeLongTextIsText() throws Exception {
    for (int i = 0; i < 5; i++) {
      drawn.line(page, 14, PLAIN, "A preface that is set large goes on for lines and lines");
    }
    body(6);
    drawn.y -= 20;
    drawn.line(page, 14, PLAIN, "Some more of it");
    drawn.y -= 20;
    body(3);

    assertThat(headings()).isEmpty();
  }

  @Test
  void smallPrintHasHeadingsOfItsOwn() throws Exception {
    body(40);
    page = next();
    for (int part = 0; part < 2; part++) {
      drawn.line(page, 9.5f, FontName.TIMES_ROMAN, part == 0 ? "Highlights" : "Lowlights");
      for (int i = 0; i < 6; i++) {
        drawn.line(page, 7, PLAIN, "Small print that goes on and on until the line is at its end");
      }
    }

    assertThat(headings()).containsExactly("Heading1|Highlights", "Heading1|Lowlights");
  }

  @Test
  void capitalsOverTextAreAHeadingWhereTheyAreRare() throws Exception {
    body(40);
    drawn.y -= 20;
    drawn.line(page, 11, PLAIN, "CONCLUDING REMARKS");
    body(3);
    drawn.y -= 20;
    drawn.line(page, 11, PLAIN, "SIGNED AND SEALED");
    drawn.line(page, 11, PLAIN, "by A. B.");

    assertThat(headings()).containsExactly("Heading1|CONCLUDING REMARKS");
  }

  @Test
  void capitalsAreNothingSpecialInAForm() throws Exception {
    for (String field : List.of("NAME AND TITLE", "PLACE OF BIRTH", "TRADE AND OFFICE")) {
      drawn.y -= 20;
      drawn.line(page, 11, PLAIN, field);
      body(1);
    }

    assertThat(headings()).isEmpty();
  }

  @Test
  void whatIsMarkedAHeadingAndIsAsLongAsAParagraphIsOne() throws Exception {
    PDStructureTreeRoot root = new PDStructureTreeRoot();
    drawn.pdf.getDocumentCatalog().setStructureTreeRoot(root);
    for (int id = 1; id <= 2; id++) {
      PDStructureElement heading = new PDStructureElement("H1", root);
      heading.setPage(drawn.pdf.getPage(0));
      heading.appendKid(id);
      root.appendKid(heading);
      PDPropertyList marks = PDPropertyList.create(new COSDictionary());
      marks.getCOSObject().setInt(COSName.MCID, id);
      page.beginMarkedContent(COSName.getPDFName("H1"), marks);
      if (id == 1) {
        drawn.line(page, 11, PLAIN, "A marked heading");
      } else {
        body(4);
      }
      page.endMarkedContent();
    }

    assertThat(headings()).containsExactly("Heading1|A marked heading");
  }

  @Test
  void twoBookmarksAreTwoHeadings() throws Exception {
    drawn.line(page, 11, PLAIN, "Outer part");
    drawn.line(page, 11, PLAIN, "Inner part");
    drawn.line(page, 11, PLAIN, "over two lines");
    body(3);
    bookmarks("Outer part", "Inner part over two lines");

    assertThat(headings())
        .containsExactly("Heading1|Outer part", "Heading1|Inner part over two lines");
  }

  private void bookmarks(String... titles) {
    PDDocumentOutline outline = new PDDocumentOutline();
    drawn.pdf.getDocumentCatalog().setDocumentOutline(outline);
    for (String title : titles) {
      PDOutlineItem item = new PDOutlineItem();
      item.setTitle(title);
      item.setDestination(drawn.pdf.getPage(0));
      outline.addLast(item);
    }
  }

  private PDPageContentStream next() throws Exception {
    page.close();
    return drawn.page();
  }

  private void large(String text) throws Exception {
    drawn.y -= 20;
    drawn.line(page, 14, BOLD, text);
    drawn.y -= 20;
  }

  private void body(int lines) throws Exception {
    for (int i = 0; i < lines; i++) {
      drawn.line(
          page, 11, PLAIN, "The quick brown fox jumps over the lazy dog and goes on to the margin");
    }
  }

  private List<String> headings() throws Exception {
    page.close();
    return ToldBlocks.parts(drawn.read(folder)).stream()
        .filter(part -> part.startsWith("Heading"))
        .toList();
  }
}
