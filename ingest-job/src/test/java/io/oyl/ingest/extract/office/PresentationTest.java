package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import io.oyl.ingest.extract.reading.ToldBlocks;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hslf.usermodel.HSLFSlide;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hslf.usermodel.HSLFTable;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.EntryUtils;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.sl.usermodel.PictureData.PictureType;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFNotes;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openxmlformats.schemas.drawingml.x2006.main.CTTextParagraph;
import org.openxmlformats.schemas.presentationml.x2006.main.CTShape;
import org.openxmlformats.schemas.presentationml.x2006.main.STPlaceholderType;

class PresentationTest {
  @TempDir Path folder;

  private interface Drawing {
    void on(XMLSlideShow show) throws IOException;
  }

  @Test
  void slidesComeInTheOrderOfTheShowEachWithItsOwn() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  for (int i = 1; i <= 12; i++) {
                    slide(show, i == 1 ? "Last 😀" : "Slide " + (i - 1), "Said on " + i);
                  }
                  show.setSlideOrder(show.getSlides().getFirst(), 11);
                }));

    for (int page = 1; page <= 12; page++) {
      String title = page == 12 ? "Last 😀" : "Slide " + page;
      assertThat(onPage(document, page))
          .containsExactly(
              "Heading1|" + title,
              "Paragraph BODY|Content of " + title,
              "Paragraph SPEAKER_NOTE|Said on " + (page == 12 ? 1 : page + 1));
    }
    assertThat(document.pages().count()).isEqualTo(12);
    assertThat(document.gaps()).isEmpty();
    assertThat(document.metadata().keySet()).noneMatch(key -> key.contains("Override"));
  }

  @Test
  void aHiddenSlideCountsAsPowerPointCountsIt() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  slide(show, "One", "a");
                  slide(show, "Two", "b").setHidden(true);
                  slide(show, "Three", "c");
                }));

    assertThat(onPage(document, 2)).contains("Heading1|Two");
    assertThat(onPage(document, 3)).contains("Heading1|Three");
  }

  @Test
  void aSlideThatWasDeletedFromTheShowIsNotRead() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  slide(show, "One", "a");
                  slide(show, "Deleted", "b");
                  slide(show, "Two", "c");
                  show.getCTPresentation().getSldIdLst().removeSldId(1);
                }));

    assertThat(document.text()).doesNotContain("Deleted");
    assertThat(onPage(document, 2)).contains("Heading1|Two");
    assertThat(document.pages().count()).isEqualTo(2);
  }

  @Test
  void aSlideThatIsMissingIsToldAndKeepsItsNumber() throws Exception {
    byte[] whole =
        pptx(
            show -> {
              slide(show, "One", "a");
              slide(show, "Two", "b");
              slide(show, "Three", "c");
            });
    ExtractedDocument document =
        read("a.pptx", without(whole, name -> name.matches("ppt/slides/(_rels/)?slide2.xml.*")));

    assertThat(document.gaps())
        .containsExactly(new Gap(Reason.PARSE_ERROR, "slide 2 is missing in the file"));
    assertThat(onPage(document, 2)).isEmpty();
    assertThat(onPage(document, 3)).contains("Heading1|Three");
  }

  @Test
  void theTitleComesFirstWhereverItsShapeIs() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  XSLFSlide slide =
                      show.createSlide(
                          show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_ONLY));
                  XSLFTextShape title = slide.getPlaceholder(0);
                  title.setText("Two");
                  title.addNewTextParagraph().addNewTextRun().setText("lines");
                  slide.createTextBox().setText("drawn before it");
                  var shapes = slide.getXmlObject().getCSld().getSpTree();
                  CTShape first = (CTShape) shapes.getSpArray(0).copy();
                  shapes.removeSp(0);
                  shapes.addNewSp().set(first);
                }));

    assertThat(onPage(document, 1))
        .containsExactly("Heading1|Two lines", "Paragraph BODY|drawn before it");
  }

  @Test
  void whatTheProgramCountsIsLeftOutAndFootersAreMarked() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  XSLFSlide slide = slide(show, "7", "a");
                  placeholder(slide, STPlaceholderType.SLD_NUM).addNewFld().setT("7");
                  placeholder(slide, STPlaceholderType.FTR).addNewR().setT("Confidential");
                }));

    assertThat(onPage(document, 1))
        .containsExactly(
            "Heading1|7",
            "Paragraph BODY|Content of 7",
            "Paragraph RUNNING|Confidential",
            "Paragraph SPEAKER_NOTE|a");
  }

  @Test
  void aMergedCellOfASlidesTableStandsInEachOfItsColumnsAndRows() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            pptx(
                show -> {
                  XSLFTable table = show.createSlide().createTable(3, 3);
                  table.getCell(0, 1).setText("2024");
                  table.mergeCells(0, 0, 1, 2);
                  table.getCell(1, 0).setText("North");
                  table.mergeCells(1, 2, 0, 0);
                  for (int row = 1; row <= 2; row++) {
                    table.getCell(row, 1).setText("a" + row);
                    table.getCell(row, 2).setText("b" + row);
                  }
                  show.createSlide().createTable(1, 1).getCell(0, 0).setText("other");
                }));

    assertThat(onPage(document, 1)).containsExactly("Table|\t2024\nNorth\ta1\tb1\nNorth\ta2\tb2");
    assertThat(onPage(document, 2)).containsExactly("Table|other");
  }

  @Test
  void slidesBefore2007ComeInOrderWithTheirTitlesFirst() throws Exception {
    ExtractedDocument document = read("a.ppt", ppt("First", "Second", "Third"));

    assertThat(onPage(document, 1)).containsExactly("Heading1|Third", "Paragraph BODY|on Third");
    assertThat(onPage(document, 2)).containsExactly("Heading1|Second", "Paragraph BODY|on Second");
    assertThat(onPage(document, 3)).containsExactly("Heading1|First", "Paragraph BODY|on First");
  }

  @Test
  void theCellsOfATableBefore2007KeepTheirColumns() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSLFSlideShow show = new HSLFSlideShow()) {
      HSLFTable table = show.createSlide().createTable(2, 3);
      table.getCell(0, 1).setText("b");
      table.getCell(0, 2).setText("c");
      table.getCell(1, 0).setText("d");
      table.getCell(1, 2).setText("f");
      show.write(bytes);
    }

    assertThat(read("a.ppt", bytes.toByteArray()).text()).isEqualTo("\tb\tc\nd\t\tf");
  }

  @Test
  void aPresentationInAnotherFileLeavesTheRestOfItReadable() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSSFWorkbook workbook = new HSSFWorkbook()) {
      workbook.createSheet("s").createRow(0).createCell(0).setCellValue("cell");
      workbook.write(bytes);
    }
    try (POIFSFileSystem files =
        new POIFSFileSystem(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (String title : List.of("One", "Two", "Three")) {
        try (POIFSFileSystem inside = new POIFSFileSystem(new ByteArrayInputStream(ppt(title)))) {
          EntryUtils.copyNodes(inside.getRoot(), files.getRoot().createDirectory("MBD " + title));
        }
      }
      bytes.reset();
      files.writeFilesystem(bytes);
    }

    assertThat(documents("a.xls", bytes.toByteArray()))
        .extracting(ExtractedDocument::text)
        .containsExactlyInAnyOrder(
            "s\n\ncell", "One\n\non One", "Two\n\non Two", "Three\n\non Three");
  }

  @Test
  void whatIsReadBehindTheSlidesBefore2007IsStillThere() throws Exception {
    byte[] pixel =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSLFSlideShow show = new HSLFSlideShow()) {
      for (String title : List.of("One", "Two")) {
        HSLFSlide slide = show.createSlide();
        slide.addTitle().setText(title);
        slide.createPicture(show.addPicture(pixel, PictureType.PNG));
      }
      show.write(bytes);
    }
    ExtractedDocument document = read("a.ppt", bytes.toByteArray());

    assertThat(document.text()).isEqualTo("One\n\nTwo");
    assertThat(document.gaps()).isEmpty();
  }

  @Test
  void anOpenDocumentSlideIsAPageWithItsTitleItsNotesAndItsChart() throws Exception {
    ExtractedDocument document =
        read(
            "a.odp",
            odp(
                """
                <draw:page draw:name="a">
                  <draw:frame presentation:class="outline"><draw:text-box><text:list><text:list-item>
                    <text:p>a  point<text:s/>😀</text:p></text:list-item></text:list></draw:text-box></draw:frame>
                  <draw:frame presentation:class="title"><draw:text-box><text:p>First</text:p>
                    <text:p>title</text:p></draw:text-box></draw:frame>
                  <presentation:notes><draw:frame><draw:text-box><text:p>said</text:p></draw:text-box></draw:frame>
                  </presentation:notes>
                </draw:page>
                <draw:page draw:name="b"/>
                <draw:page draw:name="c">
                  <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>
                  <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
                    <table:table-cell table:number-columns-spanned="2"><text:p>both</text:p></table:table-cell>
                    <table:covered-table-cell/></table:table-row><table:table-row>
                    <table:table-cell table:number-columns-repeated="2"><text:p>1</text:p></table:table-cell>
                    <table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>
                  <draw:custom-shape><text:p>drawn</text:p></draw:custom-shape>
                  <draw:frame><draw:image/><svg:title>A lamp</svg:title><svg:desc>It
                    shines.</svg:desc></draw:frame>
                </draw:page>\
                """));

    assertThat(onPage(document, 1))
        .containsExactly(
            "Heading1|First title", "ListItem|a point 😀", "Paragraph SPEAKER_NOTE|said");
    assertThat(onPage(document, 2)).isEmpty();
    assertThat(onPage(document, 3))
        .containsExactly(
            "Table|x\t1\ny\t2",
            "Table|a\tboth\tboth\n1\t1\t2",
            "Paragraph BODY|drawn",
            "Paragraph BODY|A lamp",
            "Paragraph BODY|It shines.");
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.text()).doesNotContain("sample");
  }

  @Test
  void aShortLineInAShapeOfItsOwnIsTheTitleOfAnOpenDocumentSlideThatHasNone() throws Exception {
    ExtractedDocument document =
        read(
            "a.odp",
            odp(
                """
                <draw:page><draw:custom-shape><text:p>Its title</text:p></draw:custom-shape>
                  <draw:custom-shape><text:p>first</text:p><text:p>second</text:p></draw:custom-shape>
                </draw:page>
                <draw:page><draw:custom-shape><text:p>first</text:p><text:p>second</text:p>
                  </draw:custom-shape></draw:page>
                <draw:page><draw:custom-shape><text:p>It is a sentence.</text:p></draw:custom-shape>
                </draw:page>
                <draw:page><draw:frame presentation:class="title"><text:p>Own</text:p></draw:frame>
                  <draw:custom-shape><text:p>short</text:p></draw:custom-shape></draw:page>
                <draw:page><draw:custom-shape><text:p>all of it</text:p></draw:custom-shape>
                </draw:page>
                <draw:page><draw:custom-shape><text:p>one<text:line-break/>two</text:p>
                  </draw:custom-shape></draw:page>
                <draw:page><draw:custom-shape><text:p>%s</text:p></draw:custom-shape></draw:page>
                <draw:page><draw:custom-shape><text:list><text:list-item><text:p>item</text:p>
                  </text:list-item></text:list></draw:custom-shape></draw:page>\
                """
                    .formatted("long ".repeat(20).strip())));

    assertThat(onPage(document, 1))
        .containsExactly("Heading1|Its title", "Paragraph BODY|first", "Paragraph BODY|second");
    assertThat(onPage(document, 2))
        .containsExactly("Paragraph BODY|first", "Paragraph BODY|second");
    assertThat(onPage(document, 3)).containsExactly("Paragraph BODY|It is a sentence.");
    assertThat(onPage(document, 4)).containsExactly("Heading1|Own", "Paragraph BODY|short");
    assertThat(onPage(document, 5)).containsExactly("Heading1|all of it");
    assertThat(onPage(document, 6)).containsExactly("Paragraph BODY|one\ntwo");
    assertThat(onPage(document, 7)).singleElement().asString().startsWith("Paragraph BODY|long");
    assertThat(onPage(document, 8)).containsExactly("ListItem|item");
  }

  private static byte[] odp(String slides) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "mimetype", "application/vnd.oasis.opendocument.presentation");
      add(zip, "content.xml", content("presentation", slides));
      add(
          zip,
          "styles.xml",
          content("presentation", "<draw:page><text:p>sample of a master</text:p></draw:page>"));
      add(
          zip,
          "Object 1/content.xml",
          content(
              "chart",
              "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
                  + "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
                  + "<table:table-row><table:table-cell><text:p>y</text:p></table:table-cell>"
                  + "<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>"
                  + "</table:table>"));
    }
    return bytes.toByteArray();
  }

  private static String content(String kind, String body) {
    String namespace = "='urn:oasis:names:tc:opendocument:xmlns:%s:1.0' ";
    return "<office:document-content xmlns:office"
        + namespace.formatted("office")
        + "xmlns:draw"
        + namespace.formatted("drawing")
        + "xmlns:presentation"
        + namespace.formatted("presentation")
        + "xmlns:text"
        + namespace.formatted("text")
        + "xmlns:table"
        + namespace.formatted("table")
        + "xmlns:svg"
        + namespace.formatted("svg-compatible")
        + "xmlns:xlink='http://www.w3.org/1999/xlink'><office:body><office:%s>%s</office:%s>"
            .formatted(kind, body, kind)
        + "</office:body></office:document-content>";
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static XSLFSlide slide(XMLSlideShow show, String title, String said) {
    XSLFSlide slide =
        show.createSlide(
            show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_AND_CONTENT));
    slide.getPlaceholder(0).setText(title);
    slide.getPlaceholder(1).setText("Content of " + title);
    XSLFNotes notes = show.getNotesSlide(slide);
    for (XSLFTextShape shape : notes.getPlaceholders()) {
      switch (shape.getTextType()) {
        case BODY -> shape.setText(said);
        case DATETIME -> notes.removeShape(shape);
        default -> {}
      }
    }
    return slide;
  }

  private static CTTextParagraph placeholder(XSLFSlide slide, STPlaceholderType.Enum type) {
    CTShape shape = (CTShape) slide.createTextBox().getXmlObject();
    shape.getNvSpPr().getNvPr().addNewPh().setType(type);
    return shape.getTxBody().getPArray(0);
  }

  private static byte[] pptx(Drawing drawing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XMLSlideShow show = new XMLSlideShow()) {
      drawing.on(show);
      show.write(bytes);
    }
    return bytes.toByteArray();
  }

  /** The first and the last slide have changed places. */
  private static byte[] ppt(String... titles) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSLFSlideShow show = new HSLFSlideShow()) {
      for (String title : titles) {
        HSLFSlide slide = show.createSlide();
        slide.createTextBox().setText("on " + title);
        slide.addTitle().setText(title);
      }
      show.reorderSlide(titles.length, 1);
      show.write(bytes);
    }
    return bytes.toByteArray();
  }

  private static byte[] without(byte[] zip, Predicate<String> name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!name.test(entry.getName())) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(out);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> onPage(ExtractedDocument document, int page) {
    List<String> parts = ToldBlocks.parts(document);
    return java.util.stream.IntStream.range(0, parts.size())
        .filter(
            i ->
                Integer.valueOf(page)
                    .equals(document.pages().pageAt(document.blocks().get(i).span().start())))
        .mapToObj(parts::get)
        .toList();
  }

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    return documents(name, bytes).getFirst();
  }

  private List<ExtractedDocument> documents(String name, byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve(name), bytes);
    Extraction extraction =
        new TikaReader(ExtractSettings.defaults(), null, () -> {})
            .read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents();
  }
}
