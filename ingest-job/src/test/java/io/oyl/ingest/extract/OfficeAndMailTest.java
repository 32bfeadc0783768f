package io.oyl.ingest.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
  }

  @Test
  void aMailWhoseHeaderEndsInABlankKeepsItsBody() throws Exception {
    ExtractedDocument document =
        mail("From: a@example.org\nSubject: s\nContent-Type: text/plain\n \nThe body.\n");

    assertThat(document.text()).isEqualTo("The body.");
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
    ExtractedDocument document =
        read("a.pdf.html", "<html><body><p>b</p></body></html>".getBytes(StandardCharsets.UTF_8));

    assertThat(document.metadata().get("content_hash"))
        .singleElement()
        .asString()
        .startsWith("sha256:");
    assertThat(document.metadata()).doesNotContainKey("type_by_name");
    assertThat(
            read("a.docx", "<html><body><p>b</p></body></html>".getBytes(StandardCharsets.UTF_8))
                .metadata()
                .get("type_by_name"))
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

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve(name), bytes);
    Extraction extraction =
        new TikaReader(ExtractSettings.defaults(), null, () -> {})
            .read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }
}
