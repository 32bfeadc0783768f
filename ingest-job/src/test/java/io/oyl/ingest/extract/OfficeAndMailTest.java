package io.oyl.ingest.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeAndMailTest {
  @TempDir Path folder;

  @Test
  void aWorkbookBefore2007ThatIsCutOffIsNotComplete() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSSFWorkbook workbook = new HSSFWorkbook()) {
      workbook.createSheet("s").createRow(0).createCell(0).setCellValue("cell");
      workbook.write(bytes);
    }
    byte[] whole = bytes.toByteArray();

    assertThat(read("a.xls", whole).gaps()).isEmpty();
    Path cut = Files.write(folder.resolve("b.xls"), Arrays.copyOf(whole, whole.length - 100));
    assertThat(FileEnd.isMissing(cut, "application/vnd.ms-excel")).isTrue();
    boolean complete =
        extraction(cut) instanceof Extraction.Extracted extracted
            && extracted.documents().getFirst().gaps().isEmpty();
    assertThat(complete).isFalse();
  }

  @Test
  void aMailWhoseHeaderEndsInABlankKeepsItsBody() throws Exception {
    ExtractedDocument document =
        mail("From: a@example.org\nSubject: s\nContent-Type: text/plain\n \nThe body.\n");

    assertThat(document.text()).isEqualTo("The body.");
  }

  @Test
  void aMailThatWasSavedAsUtf16IsRead() throws Exception {
    String mail = "\uFEFF" + HEADER + "Grüße aus dem Turm.\n";

    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      ExtractedDocument document = read("a.eml", mail.getBytes(charset));
      assertThat(document.text()).isEqualTo("Grüße aus dem Turm.");
      assertThat(document.metadata()).containsEntry("title", List.of("s"));
      assertThat(document.gaps()).isEmpty();
    }
  }

  @Test
  void quotedHistoryIsKeptAndMarked() throws Exception {
    assertThat(TextFormatTest.parts(mail(HEADER + "Mine\n> yours 😀\n> more\nMine again\n")))
        .containsExactly(
            "Paragraph BODY|Mine",
            "Paragraph QUOTE|> yours 😀\n> more",
            "Paragraph BODY|Mine again");
  }

  @Test
  void theTypeByNameAndTheHashAreTold() throws Exception {
    byte[] page = "<html><body><p>b</p></body></html>".getBytes(StandardCharsets.UTF_8);
    ExtractedDocument document = read("a.pdf.html", page);

    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(page));
    assertThat(document.metadata().get("content_hash")).containsExactly("sha256:" + hash);
    assertThat(document.metadata()).doesNotContainKey("type_by_name");
    assertThat(read("a.docx", page).metadata().get("type_by_name"))
        .containsExactly("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  }

  private static final String HEADER =
      """
      From: a@example.org
      To: b@example.org
      Subject: s
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8

      """;

  private ExtractedDocument mail(String text) throws Exception {
    return read("a.eml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Extraction extraction(Path file) throws Exception {
    return new TikaReader(ExtractSettings.defaults(), null, () -> {})
        .read(Request.whole(file, Duration.ofMinutes(1)));
  }

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    Extraction extraction = extraction(Files.write(folder.resolve(name), bytes));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }
}
