package io.oyl.ingest.extract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that parsers read over without a word. */
class DamageReadOverTest {
  private static final String ZEROS = "\0".repeat(512);

  @TempDir Path folder;

  @Test
  void zerosInATextStandForWhatIsMissing() throws Exception {
    for (String name : List.of("a.txt", "a.html", "a.md", "a.csv", "a.eml")) {
      String head = name.endsWith("eml") ? "Subject: a\nFrom: a@b.example\n\n" : "";
      String text = head + "<p>The first words of it.</p>\n".repeat(20);
      assertThat(gaps(name, text.getBytes(StandardCharsets.UTF_8))).as(name).isEmpty();

      assertThat(gaps(name, (text + ZEROS + text).getBytes(StandardCharsets.UTF_8)))
          .as(name)
          .containsExactly(
              new Gap(
                  Reason.PARSE_ERROR, "512 bytes of it are zeros: what stood there is missing"));
    }
  }

  @Test
  void zerosAtTheEndCountToo() throws Exception {
    assertThat(gaps("a.txt", ("Words.\n".repeat(200) + ZEROS).getBytes(StandardCharsets.UTF_8)))
        .hasSize(1);
  }

  @Test
  void aSignThatEndsAPageEndsNoOtherText() throws Exception {
    assertThat(
            gaps("a.txt", ("Words of <it>\n".repeat(50) + ZEROS).getBytes(StandardCharsets.UTF_8)))
        .hasSize(1);
  }

  @Test
  void aMailThatSaysThatItIsBinaryMayHoldZeros() throws Exception {
    String mail =
        """
        Subject: a
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        The words.
        --b
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: Binary

        """
            + ZEROS
            + "\n--b--\n";

    assertThat(gaps("a.eml", mail.getBytes(StandardCharsets.UTF_8)))
        .noneMatch(gap -> gap.detail().contains("zeros"));
  }

  @Test
  void zerosBehindTheEndOfAPageAndInPicturesOfRichTextAreNone() throws Exception {
    assertThat(
            gaps("a.html", ("<html><p>Words.</p></html>" + ZEROS).getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(
            gaps(
                "a.rtf",
                ("{\\rtf1\\ansi words\\par {\\pict\\bin512 " + ZEROS + "}more\\par}")
                    .getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void textOfTwoBytesACharacterIsWhole() throws Exception {
    assertThat(gaps("a.txt", "\uFEFFWords of it.\n".repeat(50).getBytes(StandardCharsets.UTF_16LE)))
        .isEmpty();
  }

  @Test
  void aChangedByteOfAPackageIsFound() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (XWPFDocument word = new XWPFDocument()) {
      word.createParagraph().createRun().setText("The rent is 1,000 a month.");
      word.write(written);
    }
    byte[] stored = stored(written.toByteArray());
    assertThat(gaps("a.docx", stored)).isEmpty();
    String altered =
        new String(stored, StandardCharsets.ISO_8859_1)
            .replace("The rent is 1,000", "The rent is 9,000");

    Extraction.Extracted read = read("a.docx", altered.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(read.documents().getFirst().text()).isEqualTo("The rent is 9,000 a month.");
    assertThat(read.documents().getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.PARSE_ERROR,
                "'word/document.xml' is not what was written into it: the text may be another one"));
  }

  @Test
  void ofAnArchiveEveryMemberIsCompared() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(written)) {
      zip.putNextEntry(new ZipEntry("theme/"));
      zip.putNextEntry(new ZipEntry("theme/empty.txt"));
      zip.putNextEntry(new ZipEntry("theme/a.txt"));
      zip.write("The rent is 1,000 a month.".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(gaps("a.zip", written.toByteArray())).isEmpty();
    byte[] stored = stored(written.toByteArray());
    assertThat(gaps("a.zip", stored)).isEmpty();
    String altered =
        new String(stored, StandardCharsets.ISO_8859_1).replace("is 1,000", "is 9,000");

    assertThat(gaps("a.zip", altered.getBytes(StandardCharsets.ISO_8859_1)))
        .extracting(Gap::detail)
        .singleElement()
        .asString()
        .contains("theme/a.txt");
  }

  @Test
  void aWorkbookWithoutItsStreamIsDamaged() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (HSSFWorkbook workbook = new HSSFWorkbook()) {
      workbook.createSheet().createRow(0).createCell(0).setCellValue("words");
      workbook.write(written);
    }
    ByteArrayOutputStream renamed = new ByteArrayOutputStream();
    try (POIFSFileSystem files =
        new POIFSFileSystem(new ByteArrayInputStream(written.toByteArray()))) {
      files.getRoot().getEntry("Workbook").renameTo("Vorkbook");
      files.writeFilesystem(renamed);
    }

    assertThat(extraction("a.xls", renamed.toByteArray()))
        .isEqualTo(
            new Extraction.Refused(
                Reason.CORRUPT, "it is damaged: its part 'Workbook' is missing"));
  }

  /** The same members, not compressed. */
  private static byte[] stored(byte[] zip) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        ZipOutputStream out = new ZipOutputStream(written)) {
      for (ZipEntry from = in.getNextEntry(); from != null; from = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry to = new ZipEntry(from.getName());
        to.setMethod(ZipEntry.STORED);
        to.setSize(content.length);
        to.setCrc(checksum.getValue());
        out.putNextEntry(to);
        out.write(content);
      }
    }
    return written.toByteArray();
  }

  private List<Gap> gaps(String name, byte[] content) throws Exception {
    return read(name, content).documents().stream()
        .map(ExtractedDocument::gaps)
        .flatMap(List::stream)
        .toList();
  }

  private Extraction.Extracted read(String name, byte[] content) throws Exception {
    return (Extraction.Extracted) extraction(name, content);
  }

  private Extraction extraction(String name, byte[] content) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, content);
    return new TikaReader(ExtractSettings.defaults(), null, () -> {})
        .read(Request.whole(file, Duration.ofMinutes(1)));
  }
}
