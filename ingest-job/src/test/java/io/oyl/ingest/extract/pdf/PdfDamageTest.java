package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfDamageTest {
  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();

  @AfterEach
  void close() throws Exception {
    drawn.pdf.close();
  }

  @Test
  void aFontThatCannotBeReadCostsWhatIsSetInIt() throws Exception {
    page("One");
    pageWith(font(), "Two");
    page("Three");
    PDMetadata properties = new PDMetadata(drawn.pdf);
    properties.importXMPMetadata("<x>".getBytes(StandardCharsets.US_ASCII));
    drawn.pdf.getDocumentCatalog().setMetadata(properties);

    ExtractedDocument document = drawn.read(folder);

    assertThat(document.text()).isEqualTo("One\n\nTwo\n\nand more\n\nThree");
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.gaps())
        .containsExactly(
            new Gap(
                Reason.PARSE_ERROR, "page 2 is read in part only: Missing descendant font array"),
            new Gap(
                Reason.PARSE_ERROR,
                "some of it could not be read: XML document structures must start and end within"
                    + " the same entity"));
  }

  /** A number is not where it has to be, which PDFBox does not expect. */
  @Test
  void thePagesBehindOneThatEndsTheParserAreRead() throws Exception {
    page("One");
    pageWith(fontWithBadHeights(), "Two");
    page("Three");
    pageWith(fontWithBadHeights(), "Four");
    page("Five");
    page("Six");
    COSStream last = drawn.pdf.getPage(5).getCOSObject().getCOSStream(COSName.CONTENTS);
    try (OutputStream out = last.createOutputStream()) {
      out.write("(Six) Tj Image".getBytes(StandardCharsets.US_ASCII));
    }

    ExtractedDocument document = drawn.read(folder);

    assertThat(document.text())
        .isEqualTo("One\n\nTwo\n\nand more\n\nThree\n\nFour\n\nand more\n\nFive");
    assertThat(document.pages().start(5)).isEqualTo(document.text().indexOf("Five"));
    assertThat(document.gaps())
        .containsExactly(
            new Gap(Reason.PARSE_ERROR, "pages 2, 4 are read in part only: it is damaged"),
            new Gap(Reason.PARSE_ERROR, "page 6 is missing: it is damaged"));
  }

  @Test
  void attachmentsBehindAPageThatEndsTheParserAreToldOf() throws Exception {
    page("One");
    pageWith(fontWithBadHeights(), "Two");
    attach("a.txt", "Attached.".getBytes(StandardCharsets.US_ASCII));

    assertThat(drawn.read(folder).gaps())
        .contains(
            new Gap(Reason.PARSE_ERROR, "attachments and the fields of its form are missing"));
  }

  /** PDFBox takes what it has got until there for all. */
  @Test
  void aPageWhoseContentIsDamagedIsTold() throws Exception {
    for (String word : List.of("One", "Two", "Three")) {
      page(word);
    }
    damage(drawn.pdf.getPage(1));

    ExtractedDocument document = drawn.read(folder);

    assertThat(document.text()).isEqualTo("One\n\nThree");
    assertThat(document.gaps())
        .containsExactly(
            new Gap(
                Reason.PARSE_ERROR,
                "page 2 is damaged, and text may be missing: a compressed part of it is damaged"));
  }

  /** It may have been a drawing. */
  @Test
  void whatMayHaveHeldTextIsEmptyAndNotRefused() throws Exception {
    page("One");
    damage(drawn.pdf.getPage(0));

    assertThat(drawn.read(folder).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.PARSE_ERROR, Reason.NO_TEXT);
  }

  /** What is read a second time, or inside of it, is not heard by the page around. */
  @Test
  void damageIsToldOfThePageThatHasIt() throws Exception {
    page("One");
    drawn.page().close();
    byte[] inside;
    try (PDDocument attached = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      for (int page = 0; page < 2; page++) {
        attached.addPage(new PDPage());
        try (PDPageContentStream content =
            new PDPageContentStream(attached, attached.getPage(page))) {
          drawn.y = 700;
          drawn.line(content, 11, FontName.HELVETICA, "Inside");
        }
      }
      damage(attached.getPage(0));
      attached.save(out);
      inside = out.toByteArray();
    }
    attach("a.pdf", inside);
    damage(drawn.pdf.getPage(0));

    List<ExtractedDocument> documents = drawn.readAll(folder);

    assertThat(documents).hasSize(2);
    assertThat(documents.getFirst().gaps())
        .extracting(Gap::detail)
        .filteredOn(detail -> detail.contains("damaged"))
        .containsExactly(
            "page 1 is damaged, and text may be missing: a compressed part of it is damaged");
    assertThat(documents.getLast().gaps())
        .extracting(Gap::detail)
        .filteredOn(detail -> detail.contains("damaged"))
        .hasSize(1);
  }

  @Test
  void pagesThatTheDocumentCountsAndLacksAreMissing() throws Exception {
    page("One");
    page("Two");
    drawn.pdf.getPages().getCOSObject().setInt(COSName.COUNT, 4);

    assertThat(drawn.read(folder).gaps())
        .containsExactly(
            new Gap(Reason.PARSE_ERROR, "pages 3–4 are missing: not found in the document"));
  }

  private void attach(String name, byte[] content) throws Exception {
    PDComplexFileSpecification attached = new PDComplexFileSpecification();
    attached.setFile(name);
    attached.setEmbeddedFile(new PDEmbeddedFile(drawn.pdf, new ByteArrayInputStream(content)));
    PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
    files.setNames(Map.of(name, attached));
    PDDocumentNameDictionary names = new PDDocumentNameDictionary(drawn.pdf.getDocumentCatalog());
    names.setEmbeddedFiles(files);
    drawn.pdf.getDocumentCatalog().setNames(names);
  }

  private static void damage(PDPage page) throws Exception {
    COSStream content = page.getCOSObject().getCOSStream(COSName.CONTENTS);
    assertThat(content.getFilters()).isEqualTo(COSName.FLATE_DECODE);
    byte[] raw;
    try (InputStream in = content.createRawInputStream()) {
      raw = in.readAllBytes();
    }
    Arrays.fill(raw, 2, raw.length, (byte) 0xFF);
    try (OutputStream out = content.createRawOutputStream()) {
      out.write(raw);
    }
  }

  private void page(String text) throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 11, FontName.HELVETICA, text);
    }
  }

  /** Text behind some in this font. */
  private void pageWith(COSDictionary font, String text) throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 11, FontName.HELVETICA, text);
      drawn.y = 600;
      drawn.line(page, 11, FontName.HELVETICA, "and more");
    }
    PDPage page = drawn.pdf.getPage(drawn.pdf.getNumberOfPages() - 1);
    PDStream first = new PDStream(drawn.pdf);
    try (OutputStream out = first.createOutputStream()) {
      out.write("BT /Bad 11 Tf <00410042> Tj ET\n".getBytes(StandardCharsets.US_ASCII));
    }
    List<PDStream> contents = new ArrayList<>(List.of(first));
    page.getContentStreams().forEachRemaining(contents::add);
    page.setContents(contents);
    COSDictionary fonts = page.getResources().getCOSObject().getCOSDictionary(COSName.FONT);
    fonts.setItem(COSName.getPDFName("Bad"), font);
  }

  private static COSDictionary font() {
    COSDictionary font = new COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, COSName.TYPE0);
    font.setName(COSName.BASE_FONT, "Bad");
    font.setItem(COSName.ENCODING, COSName.IDENTITY_H);
    return font;
  }

  private static COSDictionary fontWithBadHeights() {
    COSDictionary system = new COSDictionary();
    system.setString(COSName.REGISTRY, "Adobe");
    system.setString(COSName.ORDERING, "Identity");
    system.setInt(COSName.SUPPLEMENT, 0);
    COSArray names = new COSArray();
    names.add(COSName.A);
    names.add(COSName.A);
    names.add(COSName.A);
    COSArray heights = new COSArray();
    heights.add(COSInteger.ONE);
    heights.add(names);
    COSDictionary descendant = new COSDictionary();
    descendant.setItem(COSName.TYPE, COSName.FONT);
    descendant.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
    descendant.setName(COSName.BASE_FONT, "Bad");
    descendant.setItem(COSName.CIDSYSTEMINFO, system);
    descendant.setItem(COSName.W2, heights);
    COSArray descendants = new COSArray();
    descendants.add(descendant);
    COSDictionary font = font();
    font.setItem(COSName.DESCENDANT_FONTS, descendants);
    return font;
  }
}
