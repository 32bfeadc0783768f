package io.oyl.ingest.extract.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.source.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.common.usermodel.PictureType;
import org.apache.poi.hslf.exceptions.OldPowerPointFormatException;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.tika.exception.TikaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {
  private static final String HYPERLINK =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

  private static @Nullable ForkedExtractor shared;
  @TempDir Path folder;

  @BeforeAll
  static void open() {
    shared =
        new ForkedExtractor(
            new ExtractSettings(
                Duration.ofSeconds(60),
                256,
                1,
                100,
                1L << 30,
                100_000,
                6,
                3,
                100,
                1_000,
                OcrSettings.off()));
  }

  @AfterAll
  static void close() {
    if (shared != null) {
      shared.close();
    }
  }

  @Test
  void whatRunsOutOfTimeIsNotCalledDamaged() {
    assertThat(Failure.of(new IOException(new TimeoutException())))
        .isEqualTo(new Failure(Reason.TIMEOUT, "it cannot be opened in the time that a file has"));
  }

  @Test
  void aPdfHasPagesAndParagraphs() throws Exception {
    ExtractedDocument document = only(read("a.pdf", pdf("first page", "", "third page")));

    assertThat(document.text()).isEqualTo("first page\n\nthird page");
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.pages().pageAt(0)).isEqualTo(1);
    assertThat(document.pages().pageAt(12)).isEqualTo(3);
    assertThat(document.mimeType()).isEqualTo("application/pdf");
    assertThat(document.metadata()).containsEntry("page_count", List.of("3"));
    assertThat(document.gaps()).isEmpty();
  }

  @Test
  void aPdfWithAPasswordIsEncrypted() throws Exception {
    assertThat(refused(read("a.pdf", encryptedPdf())))
        .isEqualTo(new Extraction.Refused(Reason.ENCRYPTED, "a password is needed"));
  }

  @Test
  void aPdfForACertificateSaysSo() throws Exception {
    byte[] pdf = pdf("secret");
    String certified =
        new String(pdf, StandardCharsets.ISO_8859_1)
            .replaceFirst(
                "trailer\\s*<<",
                "trailer <</Encrypt <</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s4/V 1/Length 40"
                    + "/Recipients [<00>]>> ");
    assertThat(refused(read("a.pdf", certified.getBytes(StandardCharsets.ISO_8859_1))))
        .isEqualTo(
            new Extraction.Refused(Reason.ENCRYPTED, "the key of its certificate is needed"));
  }

  @Test
  void anOfficeFileWithAPasswordIsEncrypted() throws Exception {
    assertThat(refused(read("a.docx", encryptedOffice(docx("secret")))).reason())
        .isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void anImageNeedsOcr() throws Exception {
    assertThat(only(read("a.png", png())).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.NEEDS_OCR);
  }

  @Test
  void aTextOfWhiteSpaceHasNoText() throws Exception {
    assertThat(only(read("a.txt", bytes(" \n\t\n "))).gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.NO_TEXT);
  }

  @Test
  void whatCouldNotBeReadIsCounted() throws Exception {
    byte[] text = bytes("The keeper \u0001 counts – the boats – each night\n".repeat(3));
    assertThat(only(read("a.txt", text)).metadata())
        .containsEntry("replacement_characters", List.of("3"));
    assertThat(only(read("a.txt", bytes("The keeper counts the boats"))).metadata())
        .doesNotContainKey("replacement_characters");
  }

  @Test
  void formFeedsEndThePagesOfAText() throws Exception {
    ExtractedDocument document =
        only(read("a.txt", bytes("one\n\ngoes on\n\f\fthrée\u000Bends\n\f \n\f")));

    assertThat(document.text()).isEqualTo("one\n\ngoes on\n\nthrée\nends");
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.pages().pageAt(5)).isEqualTo(1);
    assertThat(document.pages().pageAt(14)).isEqualTo(3);
    assertThat(document.metadata()).containsEntry("encoding", List.of("UTF-8"));
    assertThat(document.metadata()).doesNotContainKey("Content-Type-Parser-Override");
    assertThat(document.mimeType()).isEqualTo("text/plain");
    assertThat(document.gaps()).isEmpty();
  }

  @Test
  void aLinkToAPlaceInTheSheetIsNoPartThatIsMissing() throws Exception {
    byte[] linked;
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      XSSFSheet sheet = workbook.createSheet("One");
      row(sheet, 0, "words");
      sheet
          .createDrawingPatriarch()
          .getPackagePart()
          .addRelationship(new URI("#One!A1"), TargetMode.INTERNAL, HYPERLINK);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      linked = out.toByteArray();
    }

    assertThat(only(read("a.xlsx", linked)).gaps()).isEmpty();
  }

  @Test
  void aDocumentInsideOfADrawingIsRead() throws Exception {
    byte[] drawing = drawing(pdf("drawn words"));
    List<ExtractedDocument> documents =
        extracted(read("a.docx", docx("running text", drawing))).documents();

    assertThat(documents)
        .extracting(ExtractedDocument::text)
        .filteredOn(text -> !text.isEmpty())
        .containsExactly("running text", "drawn words");
    assertThat(documents.getLast().embeddedPath()).startsWith("image1.emf/");
    assertThat(documents.getLast().mimeType()).isEqualTo("application/pdf");
  }

  @Test
  void aCutFileWithoutTextDoesNotSayThatSomethingWasRead() throws Exception {
    byte[] whole = pdf("");
    assertThat(refused(read("a.pdf", Arrays.copyOf(whole, whole.length - 30))).detail())
        .isEqualTo(
            "it is damaged: the end of the file is missing, and there is no text in what is left of it");
  }

  @Test
  void anUnknownTypeIsUnsupported() throws Exception {
    byte[] noise = new byte[500];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 31 % 251);
    }

    assertThat(refused(read("a.nothing", noise)))
        .isEqualTo(
            new Extraction.Refused(
                Reason.UNSUPPORTED,
                "there is no reader for files of type application/octet-stream"));
  }

  @Test
  void aBrokenPdfIsCorrupt() throws Exception {
    assertThat(refused(read("a.pdf", bytes("%PDF-1.4\nand then nothing of the kind"))).reason())
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aTextThatIsNamedPdfIsCorrupt() throws Exception {
    assertThat(refused(read("a.pdf", bytes("This is what a broken upload leaves."))).reason())
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aTextWhoseNameMeansSomethingElseIsRead() throws Exception {
    ExtractedDocument key =
        only(read("server.key", bytes("-----BEGIN PRIVATE KEY-----\nnot really\n-----END-----\n")));

    assertThat(key.mimeType()).isEqualTo("text/plain");
    assertThat(key.text()).contains("not really");
    assertThat(key.gaps()).isEmpty();
    assertThat(key.metadata()).containsKey("type_by_name");
  }

  @Test
  void aFormatThatIsTooOldIsUnsupported() {
    Throwable old =
        new TikaException("in a parser", new OldPowerPointFormatException("this is PowerPoint95"));

    assertThat(Failure.of(old))
        .isEqualTo(
            new Failure(
                Reason.UNSUPPORTED, "its format is too old to be read (this is PowerPoint95)"));
  }

  @Test
  void aWordFileCutOffIsNeverComplete() throws Exception {
    byte[] whole = docx("some words that are in the document");
    for (int percent : List.of(10, 50, 80, 99)) {
      Extraction extraction = read("a.docx", Arrays.copyOf(whole, whole.length * percent / 100));

      if (extraction instanceof Extraction.Extracted extracted) {
        assertThat(extracted.documents().getFirst().gaps())
            .extracting(Gap::reason)
            .contains(Reason.PARSE_ERROR);
      } else {
        assertThat(refused(extraction).reason()).isEqualTo(Reason.CORRUPT);
      }
    }
  }

  @Test
  void sheetsArePagesWithAHeadingAndATable() throws Exception {
    ExtractedDocument document = only(read("a.xlsx", xlsx()));

    assertThat(document.text()).isEqualTo("One\n\nname\tvalue\na\t1\n\nTwo\n\nx");
    assertThat(document.blocks())
        .containsExactly(
            new Block.Heading(new TextSpan(0, 3), 1),
            new Block.Table(new TextSpan(5, 19), new TextSpan(5, 15)),
            new Block.Heading(new TextSpan(21, 24), 1),
            new Block.Table(new TextSpan(26, 27), new TextSpan(26, 26)));
    assertThat(document.pages().start(2)).isEqualTo(21);
  }

  @Test
  void membersOfAnArchiveAreDocuments() throws Exception {
    byte[] inner = zip("deep.txt", bytes("deep words"));
    byte[] outer =
        zip("a/one.txt", bytes("one"), "b/one.txt", bytes("two"), "in.zip", inner, "p.png", png());
    List<ExtractedDocument> documents = extracted(read("a.zip", outer)).documents();

    assertThat(documents)
        .extracting(ExtractedDocument::embeddedPath)
        .containsExactly("", "a/one.txt", "b/one.txt", "in.zip", "in.zip/deep.txt");
    assertThat(documents).extracting(ExtractedDocument::parent).containsExactly(-1, 0, 0, 0, 3);
    assertThat(documents)
        .extracting(ExtractedDocument::text)
        .containsExactly("", "one", "two", "", "deep words");
    assertThat(documents.getLast().filename()).isEqualTo("deep.txt");
    assertThat(documents).allMatch(document -> document.gaps().isEmpty());
  }

  @Test
  void aMemberThatFailsIsAGapOfItsArchive() throws Exception {
    byte[] archive =
        zip(
            "good.txt",
            bytes("good"),
            "bad.pdf",
            bytes("%PDF-1.4 broken"),
            "x.pdf",
            encryptedPdf());
    List<ExtractedDocument> documents = extracted(read("a.zip", archive)).documents();

    assertThat(documents).hasSize(2);
    assertThat(documents.getFirst().gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.CHILD_FAILED, Reason.CHILD_FAILED);
    assertThat(documents.getFirst().gaps().getFirst().detail()).startsWith("bad.pdf: ");
    assertThat(documents.getFirst().gaps().getLast().detail())
        .isEqualTo("x.pdf: a password is needed");
  }

  @Test
  void whatAMacAddsToAnArchiveIsPassedOver() throws Exception {
    byte[] fork = ByteBuffer.allocate(82).putInt(0x00051607).putInt(0x00020000).array();
    byte[] view = ByteBuffer.allocate(64).putInt(1).put(bytes("Bud1")).array();
    byte[] archive =
        zip(
            "a/Report.txt",
            bytes("report"),
            "__MACOSX/a/._Report.txt",
            fork,
            "a/._Report.txt",
            fork,
            "a/.DS_Store",
            view,
            "a/._notes.txt",
            bytes("notes"));
    List<ExtractedDocument> documents = extracted(read("a.zip", archive)).documents();

    assertThat(documents)
        .extracting(ExtractedDocument::embeddedPath)
        .containsExactly("", "a/Report.txt", "a/._notes.txt");
    assertThat(documents).allMatch(document -> document.gaps().isEmpty());
  }

  @Test
  void anArchiveWithAPasswordIsEncrypted() throws Exception {
    assertThat(refused(read("a.zip", encrypted(zip("a.txt", bytes("secret"))))))
        .isEqualTo(new Extraction.Refused(Reason.ENCRYPTED, "a password is needed"));
  }

  @Test
  void moreMembersThanTheLimitAreTold() throws Exception {
    Object[] members = new Object[16];
    for (int i = 0; i < 16; i += 2) {
      members[i] = "m" + i + ".txt";
      members[i + 1] = bytes("member " + i);
    }
    List<ExtractedDocument> documents = extracted(read("a.zip", zip(members))).documents();

    assertThat(documents).hasSize(7);
    assertThat(documents.getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.TRUNCATED,
                "2 documents inside were left out: 6 are the most that are read of a file"));
  }

  @Test
  void archivesNestedTooDeeplyAreTold() throws Exception {
    byte[] nested = zip("text.txt", bytes("words"));
    for (int i = 0; i < 5; i++) {
      nested = zip("in" + i + ".zip", nested, "beside" + i + ".txt", bytes("beside"));
    }
    List<ExtractedDocument> documents = extracted(read("a.zip", nested)).documents();

    assertThat(documents.stream().flatMap(document -> document.gaps().stream()))
        .containsExactly(
            new Gap(Reason.TRUNCATED, "in2.zip: in1.zip: it is nested deeper than 3"),
            new Gap(Reason.TRUNCATED, "in2.zip: beside1.txt: it is nested deeper than 3"));
  }

  @Test
  void textOverTheLimitIsCutAndTold() throws Exception {
    ExtractedDocument document = only(read("a.txt", bytes("word ".repeat(30_000))));

    assertThat(document.text()).hasSize(100_000);
    assertThat(document.gaps())
        .containsExactly(
            new Gap(
                Reason.TRUNCATED,
                "the text ends after 100000 characters, the most that is kept of a file; about 50000 are missing"));
  }

  @Test
  void anArchiveThatUnpacksToMuchMoreIsCutNotFatal() throws Exception {
    byte[] bomb = zip("a.txt", new byte[0], "bomb.txt", bytes("a".repeat(50_000_000)));
    List<ExtractedDocument> documents = extracted(read("a.zip", bomb)).documents();

    assertThat(documents.getFirst().gaps())
        .extracting(Gap::reason)
        .containsExactly(Reason.TRUNCATED);
    assertThat(documents.getLast().text()).hasSize(100_000);
  }

  @Test
  void entitiesAreNeitherMultipliedNorFetched() throws Exception {
    String laughs =
        "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
            + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
            + "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>text &d;&d;&d;&d;&d;&d; &x;</a>";
    Extraction extraction = read("a.xml", bytes(laughs));

    if (extraction instanceof Extraction.Extracted extracted) {
      assertThat(extracted.documents().getFirst().text())
          .hasSizeLessThan(20_000)
          .doesNotContain("root:");
    }
  }

  @Test
  void theSignatureOfAMailIsPassedOver() throws Exception {
    for (String type :
        List.of(
            "application/pkcs7-signature; name=smime.p7s",
            "application/x-pkcs7-signature; name=smime.p7s",
            "application/pgp-signature; name=signature.asc")) {
      String mail =
          """
          From: Ada <ada@example.org>
          Subject: The plan
          MIME-Version: 1.0
          Content-Type: multipart/signed; boundary=b

          --b
          Content-Type: text/plain

          Dear Bob, here it is.
          --b
          Content-Type: %s
          Content-Transfer-Encoding: base64

          MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEFADCABgkqhkiG9w0BBwEAAAAA
          --b--
          """
              .formatted(type);
      ExtractedDocument document = only(read("a.eml", bytes(mail.replace("\n", "\r\n"))));

      assertThat(document.text()).as(type).isEqualTo("Dear Bob, here it is.");
      assertThat(document.gaps()).as(type).isEmpty();
    }
  }

  @Test
  void aMailIsItsTextAndItsAttachments() throws Exception {
    String mail =
        """
        From: Ada <ada@example.org>
        To: Bob <bob@example.org>
        Subject: The plan
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        Dear Bob, here it is.
        --b
        Content-Type: text/plain; name=plan.txt
        Content-Disposition: attachment; filename=plan.txt

        first, second, third
        --b--
        """;
    List<ExtractedDocument> documents =
        extracted(read("a.eml", bytes(mail.replace("\n", "\r\n")))).documents();

    assertThat(documents).hasSize(2);
    assertThat(documents.getFirst().text()).isEqualTo("Dear Bob, here it is.");
    assertThat(documents.getFirst().metadata())
        .containsEntry("title", List.of("The plan"))
        .containsEntry("from", List.of("Ada <ada@example.org>"));
    assertThat(documents.getLast().embeddedPath()).isEqualTo("plan.txt");
    assertThat(documents.getLast().text()).isEqualTo("first, second, third");
  }

  @Test
  void theLanguageIsTold() throws Exception {
    assertThat(
            only(read(
                    "a.txt",
                    bytes(
                        "Der schnelle braune Fuchs springt über den faulen Hund, und niemand im Dorf wundert sich mehr darüber.")))
                .language())
        .isEqualTo("de");
    assertThat(only(read("b.txt", bytes("1234 5678"))).language()).isNull();
  }

  private Extraction read(String name, byte[] content) throws IOException, InterruptedException {
    if (shared == null) {
      throw new IllegalStateException();
    }
    return shared.extract(Files.write(folder.resolve(name), content));
  }

  private static Extraction.Extracted extracted(Extraction extraction) {
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return (Extraction.Extracted) extraction;
  }

  private static ExtractedDocument only(Extraction extraction) {
    assertThat(extracted(extraction).documents()).hasSize(1);
    return extracted(extraction).documents().getFirst();
  }

  private static Extraction.Refused refused(Extraction extraction) {
    assertThat(extraction).isInstanceOf(Extraction.Refused.class);
    return (Extraction.Refused) extraction;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] pdf(String... pages) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      fill(pdf, pages);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out, CompressParameters.NO_COMPRESSION);
      return out.toByteArray();
    }
  }

  private static byte[] encryptedPdf() throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      fill(pdf, "secret");
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  private static void fill(PDDocument pdf, String... pages) throws IOException {
    for (String text : pages) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      if (!text.isEmpty()) {
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(50, 700);
          content.showText(text);
          content.endText();
        }
      }
    }
  }

  private static byte[] docx(String text) throws IOException {
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText(text);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    }
  }

  private static byte[] docx(String text, byte[] drawing) throws Exception {
    try (XWPFDocument document = new XWPFDocument()) {
      XWPFRun run = document.createParagraph().createRun();
      run.setText(text);
      run.addPicture(new ByteArrayInputStream(drawing), PictureType.EMF, "a.emf", 9_525, 9_525);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    }
  }

  /** A picture as Office programs of the Mac store it, in records of EMF. */
  private static byte[] drawing(byte[] pdf) {
    int padded = (pdf.length + 3) / 4 * 4;
    int comment = 12 + 44 + padded;
    ByteBuffer emf = ByteBuffer.allocate(108 + comment + 20).order(ByteOrder.LITTLE_ENDIAN);
    emf.putInt(1).putInt(108).putInt(32, 1).putInt(24, 100).putInt(28, 100);
    emf.put(40, " EMF".getBytes(StandardCharsets.US_ASCII)).putInt(44, 0x10000);
    emf.putInt(48, emf.capacity()).putInt(52, 3).putShort(56, (short) 1);
    emf.position(108).putInt(70).putInt(comment).putInt(44 + padded);
    emf.put("GDIC".getBytes(StandardCharsets.US_ASCII)).putInt(0x40000004);
    emf.putInt(0).putInt(0).putInt(100).putInt(100).putInt(1);
    emf.put(" FDP".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(pdf.length).putInt(44);
    emf.put(pdf).position(108 + comment);
    return emf.putInt(14).putInt(20).putInt(0).putInt(16).putInt(20).array();
  }

  private static byte[] encryptedOffice(byte[] plain) throws Exception {
    try (POIFSFileSystem container = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("password");
      try (OutputStream stream = encryptor.getDataStream(container)) {
        stream.write(plain);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      container.writeFilesystem(out);
      return out.toByteArray();
    }
  }

  private static byte[] xlsx() throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      XSSFSheet one = workbook.createSheet("One");
      row(one, 0, "name", "value");
      row(one, 1, "a", "1");
      row(workbook.createSheet("Two"), 0, "x");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      return out.toByteArray();
    }
  }

  private static void row(XSSFSheet sheet, int number, String... cells) {
    XSSFRow row = sheet.createRow(number);
    for (int i = 0; i < cells.length; i++) {
      row.createCell(i).setCellValue(cells[i]);
    }
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  /** Says of each member of an archive that it is encrypted. */
  private static byte[] encrypted(byte[] zip) {
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 10 < zip.length; i++) {
      int flags =
          buffer.getInt(i) == 0x04034b50 ? i + 6 : buffer.getInt(i) == 0x02014b50 ? i + 8 : -1;
      if (flags > 0) {
        zip[flags] |= 1;
      }
    }
    return zip;
  }

  private static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write((byte[]) namesAndContents[i + 1]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
