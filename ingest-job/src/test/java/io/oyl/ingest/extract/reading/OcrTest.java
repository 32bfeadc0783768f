package io.oyl.ingest.extract.reading;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.extract.process.ForkedExtractor;
import io.oyl.ingest.source.Reason;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.poi.sl.usermodel.PictureData.PictureType;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.tika.sax.ToTextContentHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.helpers.AttributesImpl;

class OcrTest {
  private static final String RECOGNIZES = "echo 'these words were recognized' > \"$2.txt\"";

  @TempDir Path folder;

  @Test
  void onlyPagesWithoutTextAreRecognized() throws Exception {
    ExtractedDocument document =
        read(program(RECOGNIZES), file("a.pdf", pdf("printed words", "scan", "")));

    assertThat(document.text()).isEqualTo("printed words\n\nthese words were recognized");
    assertThat(document.pages().pageAt(20)).isEqualTo(2);
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.metadata())
        .containsEntry("ocr_pages", List.of("2"))
        .containsEntry("ocr_engine", List.of("tesseract 9.9 (eng)"));
    assertThat(document.gaps()).isEmpty();
  }

  @Test
  void withoutTheProgramAScanNeedsIt() throws Exception {
    ExtractedDocument scan = read("off", file("a.pdf", pdf("scan", "scan")));

    assertThat(scan.text()).isEmpty();
    assertThat(scan.gaps())
        .containsExactly(
            new Gap(
                Reason.NEEDS_OCR, "there are images and no text: character recognition is needed"));
  }

  @Test
  void withoutTheProgramPagesThatNeedItAreTold() throws Exception {
    ExtractedDocument mixed =
        read("off", file("a.pdf", pdf("printed words", "scan", "", "scan", "scan")));

    assertThat(mixed.text()).isEqualTo("printed words");
    assertThat(mixed.gaps())
        .containsExactly(
            new Gap(
                Reason.NEEDS_OCR,
                "pages 2, 4–5 have no text that can be read: character recognition is needed"));
  }

  @Test
  void aScanInAnArchiveIsToldToo() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      zip.putNextEntry(new java.util.zip.ZipEntry("scan.pdf"));
      zip.write(pdf("scan"));
    }
    Path archive = file("a.zip", out.toByteArray());

    assertThat(read("off", archive).gaps())
        .containsExactly(
            new Gap(
                Reason.NEEDS_OCR,
                "scan.pdf: there are images and no text: character recognition is needed"));
    assertThat(documents(program(RECOGNIZES), archive).getLast().text())
        .isEqualTo("these words were recognized");
  }

  @Test
  void blankPagesHaveNoText() throws Exception {
    assertThat(read("off", file("a.pdf", pdf("", ""))).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.NO_TEXT);
  }

  @Test
  void anImageIsRecognized() throws Exception {
    ExtractedDocument document = read(program(RECOGNIZES), file("a.png", png()));

    assertThat(document.text()).isEqualTo("these words were recognized");
    assertThat(document.metadata()).containsEntry("ocr_pages", List.of("1"));
  }

  @Test
  void anImageInWhichNothingIsRecognizedHasNoText() throws Exception {
    assertThat(read(program(": > \"$2.txt\""), file("a.png", png())).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.NO_TEXT);
  }

  @Test
  void anOfficeFileOfPicturesAloneIsAScan() throws Exception {
    for (Path file :
        List.of(
            file("a.docx", docx("")),
            file("a.pptx", pptx("", "")),
            file("a.odt", openDocument("text", "<text:p>" + FRAME + "</text:p>")),
            file("a.odp", openDocument("presentation", "<draw:page>" + FRAME + "</draw:page>")))) {
      ExtractedDocument recognized = read(program(RECOGNIZES), file);
      assertThat(recognized.text()).as(file.toString()).startsWith("these words were recognized");
      assertThat(recognized.metadata()).as(file.toString()).containsKey("ocr_pages");
      assertThat(recognized.gaps()).as(file.toString()).isEmpty();
      assertThat(read("off", file).gaps())
          .as(file.toString())
          .containsExactly(
              new Gap(
                  Reason.NEEDS_OCR,
                  "there are images and no text: character recognition is needed"));
    }
  }

  @Test
  void scannedSlidesComeInOrderWithoutPages() throws Exception {
    ExtractedDocument show = read(program(RECOGNIZES), file("a.pptx", pptx("", "")));

    assertThat(show.text()).isEqualTo("these words were recognized\n\nthese words were recognized");
    assertThat(show.pages().count()).isZero();
    assertThat(show.metadata()).containsEntry("ocr_pages", List.of("1–2"));
  }

  @Test
  void picturesBesideTextAreNotRead() throws Exception {
    assertThat(read(program(RECOGNIZES), file("a.docx", docx("printed"))).text())
        .isEqualTo("printed");
    ExtractedDocument show = read(program(RECOGNIZES), file("a.pptx", pptx("", "printed")));
    assertThat(show.text()).isEqualTo("printed");
    assertThat(show.pages().pageAt(0)).isEqualTo(2);
    assertThat(show.gaps()).isEmpty();
  }

  @Test
  void anOfficeFileOfPicturesThatCannotBeReadIsTold() throws Exception {
    assertThat(read(program("exit 1"), file("a.docx", docx(""))).gaps())
        .extracting(Gap::detail)
        .containsExactly("there are images and no text, and character recognition failed");
    assertThat(read(program(": > \"$2.txt\""), file("a.docx", docx(""))).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.NO_TEXT);
  }

  @Test
  void aProgramThatFailsIsTold() throws Exception {
    assertThat(read(program("exit 1"), file("a.pdf", pdf("scan"))).gaps())
        .containsExactly(
            new Gap(
                Reason.NEEDS_OCR,
                "there are images and no text, and character recognition failed"));
  }

  @Test
  void theClockOfTheFileStandsStillMeanwhile() throws Exception {
    ExtractedDocument document =
        read(
            program("sleep 2; " + RECOGNIZES),
            file("a.pdf", pdf("scan", "scan", "scan")),
            Duration.ofSeconds(4),
            Duration.ofSeconds(20));

    assertThat(document.metadata())
        .containsEntry("ocr_pages", List.of("1–3"))
        .containsEntry("strategy", List.of("whole"));
  }

  @Test
  void aPageHasItsTimeAndNothingIsLeftBehind() throws Exception {
    ExtractedDocument document =
        read(
            program("echo $$ > '" + folder.resolve("pid") + "'; sleep 299.5"),
            file("a.pdf", pdf("printed words", "scan")),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1));

    assertThat(document.text()).isEqualTo("printed words");
    assertThat(document.gaps()).extracting(Gap::reason).containsExactly(Reason.NEEDS_OCR);
    assertGone();
  }

  @Test
  void aProgramDiesWithTheProcessThatStartedIt() throws Exception {
    Path scan = file("a.pdf", pdf("scan"));
    Path pid = folder.resolve("pid");
    try (ForkedExtractor extractor =
        new ForkedExtractor(
            settings(
                program("echo $$ > '" + pid + "'; sleep 299.5"),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60)))) {
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      extractor.extract(scan);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      for (int i = 0; i < 1_000 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
        Thread.sleep(20);
      }
      long first = Long.parseLong(Files.readString(pid).strip());
      assertThat(ProcessHandle.of(first)).isPresent();
      // The process is killed from outside: what it had started lives on without a parent.
      ProcessHandle.of(extractor.pids().iterator().next()).orElseThrow().destroyForcibly();
      for (int i = 0; i < 500 && ProcessHandle.of(first).isPresent(); i++) {
        Thread.sleep(20);
      }
      assertThat(ProcessHandle.of(first)).isEmpty();
      caller.interrupt();
      caller.join();
    }
    assertGone();
  }

  @Test
  void theLimitsNameTheProgramSoThatScansAreReadOnceItIsThere() throws Exception {
    try (ForkedExtractor without = extractor("off");
        ForkedExtractor with = extractor(program(RECOGNIZES))) {
      assertThat(without.limits()).endsWith(", no character recognition");
      assertThat(with.limits()).endsWith(", tesseract 9.9 eng");
      assertThat(with.fingerprint()).isEqualTo(without.fingerprint());
    }
  }

  @Test
  void glyphsThatStandForNothingAreRecognized() throws Exception {
    Path pdf = file("a.pdf", pdf("scan"));
    Tesseract tesseract =
        requireNonNull(
            Tesseract.find(new OcrSettings(program(RECOGNIZES), "eng", SECONDS, SECONDS)));
    assertThat(text("\uFFFD\uFFFD\uFFFD a \uE001\uE002", pdf, new Recognition(tesseract)).strip())
        .isEqualTo("these words were recognized");
    assertThat(text("all is well \uFFFD", pdf, new Recognition(tesseract)).strip())
        .isEqualTo("all is well \uFFFD");
    assertThat(text("\uFFFD\uFFFD\uFFFD a", pdf, null).strip()).isEqualTo("\uFFFD\uFFFD\uFFFD a");
  }

  private static String text(
      String layer, Path pdf, @org.jspecify.annotations.Nullable Recognition recognition)
      throws Exception {
    ToTextContentHandler out = new ToTextContentHandler();
    try (PagesWithoutText pages = new PagesWithoutText(out, () -> pdf, recognition)) {
      AttributesImpl attributes = new AttributesImpl();
      attributes.addAttribute("", "class", "class", "CDATA", "page");
      pages.startElement("", "div", "div", attributes);
      pages.characters(layer.toCharArray(), 0, layer.length());
      pages.endElement("", "div", "div");
    }
    return out.toString();
  }

  @Test
  void tesseractItselfReadsAScan() throws Exception {
    assertThat(Tesseract.find(OcrSettings.defaults()))
        .as("Tesseract, which bin/setup --with-ocr installs")
        .isNotNull();

    assertThat(read("", file("a.pdf", pdf("scan"))).text())
        .isEqualToIgnoringWhitespace("The quick brown fox");
    assertThat(read("", file("a.png", png())).text())
        .isEqualToIgnoringWhitespace("The quick brown fox");
  }

  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static void assertGone() throws InterruptedException {
    Optional<ProcessHandle> sleeping = Optional.empty();
    for (int i = 0; i < 250; i++) {
      sleeping =
          ProcessHandle.allProcesses()
              .filter(
                  process -> process.info().commandLine().orElse("").matches(".*\\bsleep 299\\.5"))
              .findFirst();
      if (sleeping.isEmpty()) {
        return;
      }
      Thread.sleep(20);
    }
    assertThat(sleeping).isEmpty();
  }

  private static ExtractedDocument read(String program, Path file) throws Exception {
    return documents(program, file).getFirst();
  }

  private static List<ExtractedDocument> documents(String program, Path file) throws Exception {
    ExtractSettings settings = settings(program, MINUTE, SECONDS);
    TikaReader reader = new TikaReader(settings, Tesseract.find(settings.ocr()), () -> {});
    return ((Extraction.Extracted) reader.read(Request.whole(file, MINUTE))).documents();
  }

  private static ExtractedDocument read(
      String program, Path file, Duration timeout, Duration pageTimeout)
      throws InterruptedException {
    try (ForkedExtractor extractor = new ForkedExtractor(settings(program, timeout, pageTimeout))) {
      return ((Extraction.Extracted) extractor.extract(file)).documents().getFirst();
    }
  }

  private static ForkedExtractor extractor(String program) {
    return new ForkedExtractor(settings(program, MINUTE, SECONDS));
  }

  private static ExtractSettings settings(String program, Duration timeout, Duration pageTimeout) {
    return new ExtractSettings(
        timeout,
        256,
        1,
        100,
        1L << 30,
        100_000,
        6,
        3,
        100,
        100,
        new OcrSettings(program, "eng", pageTimeout, Duration.ofMinutes(2)));
  }

  /** A program in Tesseract's place. */
  private String program(String body) throws IOException {
    Path script = Files.createDirectories(folder.resolve("bin")).resolve("tesseract");
    Files.writeString(
        script,
        "#!/bin/sh\n[ \"$1\" = --version ] && { echo 'tesseract 9.9'; exit 0; }\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  /** A page for each: "scan" is an image of words, the empty one is blank. */
  private static byte[] pdf(String... pages) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      for (String text : pages) {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          if (text.equals("scan")) {
            content.drawImage(LosslessFactory.createFromImage(pdf, words()), 50, 400, 500, 250);
          } else if (!text.isEmpty()) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
            content.newLineAtOffset(50, 700);
            content.showText(text);
            content.endText();
          }
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  private static final String FRAME =
      "<draw:frame><draw:image xlink:href='Pictures/a.png'/></draw:frame>";

  private static byte[] docx(String text) throws Exception {
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText(text);
      document
          .createParagraph()
          .createRun()
          .addPicture(
              new ByteArrayInputStream(png()),
              org.apache.poi.common.usermodel.PictureType.PNG,
              "a.png",
              9_000,
              9_000);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    }
  }

  /** A picture on each slide, and a text where there is one. */
  private static byte[] pptx(String... slides) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow()) {
      for (String text : slides) {
        XSLFSlide slide = show.createSlide();
        Color dot = Color.getHSBColor(show.getSlides().size() / 9f, 1, 1);
        slide.createPicture(show.addPicture(png(dot), PictureType.PNG));
        if (!text.isEmpty()) {
          slide.createTextBox().setText(text);
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      show.write(out);
      return out.toByteArray();
    }
  }

  private static byte[] openDocument(String kind, String body) throws IOException {
    String namespace = "='urn:oasis:names:tc:opendocument:xmlns:%s:1.0' ";
    String content =
        "<office:document-content xmlns:office"
            + namespace.formatted("office")
            + "xmlns:draw"
            + namespace.formatted("drawing")
            + "xmlns:text"
            + namespace.formatted("text")
            + "xmlns:xlink='http://www.w3.org/1999/xlink'><office:body><office:%s>%s</office:%s>"
                .formatted(kind, body, kind)
            + "</office:body></office:document-content>";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("mimetype", "content.xml", "Pictures/a.png")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(
            switch (name) {
              case "mimetype" ->
                  ("application/vnd.oasis.opendocument." + kind).getBytes(StandardCharsets.UTF_8);
              case "content.xml" -> content.getBytes(StandardCharsets.UTF_8);
              default -> png();
            });
      }
    }
    return out.toByteArray();
  }

  private static byte[] png() throws IOException {
    return png(Color.BLACK);
  }

  /** The image with a dot of that color: a picture that is there twice is read once. */
  private static byte[] png(Color dot) throws IOException {
    BufferedImage image = words();
    image.setRGB(0, 0, dot.getRGB());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static BufferedImage words() {
    BufferedImage image = new BufferedImage(1_000, 500, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1_000, 500);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 60));
    graphics.drawString("The quick brown fox", 100, 250);
    graphics.dispose();
    return image;
  }
}
