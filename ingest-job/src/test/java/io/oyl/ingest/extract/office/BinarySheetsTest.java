package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.TextBudget;
import io.oyl.ingest.extract.reading.ToldBlocks;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of workbooks before 2007 that hold neither numbers nor texts. */
class BinarySheetsTest {
  private static final String TABLE = "table(0) a\tTRUE\t#N/A\tTRUE\t#DIV/0!\txy\t5\tFALSE\tend";

  @TempDir Path folder;

  @Test
  void truthValuesAndErrorsAreRead() throws Exception {
    Path file = Files.write(folder.resolve("a.xls"), workbook(1, null));
    byte[] before = Files.readAllBytes(file);

    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst()))
        .containsExactly("h1 S", TABLE, "h1 T", "table(0) more");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void theyAreReadInAWorkbookInsideOfAnotherFile() throws Exception {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.xls"));
      out.write(workbook(1, null));
    }

    assertThat(ToldBlocks.of(ToldBlocks.documents(zip).getLast())).contains(TABLE);
  }

  @Test
  void theRecordsOfALockedWorkbookStayAsTheyAre() throws Exception {
    Path file = Files.write(folder.resolve("a.xls"), workbook(5_000, "VelvetSweatshop"));

    try (TikaInputStream stream = TikaInputStream.get(file)) {
      assertThat(BinarySheets.withTexts(stream, draft())).isNull();
    }
    assertThat(ToldBlocks.documents(file).getFirst().text()).contains("end", "more");
  }

  @Test
  void thatTheyAreMissingIsToldWhereAWorkbookIsTooLarge() throws Exception {
    Path file = Files.write(folder.resolve("a.xls"), workbook(1, null));
    DocumentDraft draft = draft();

    try (TikaInputStream stream = TikaInputStream.get(file)) {
      assertThat(BinarySheets.withTexts(stream, draft, 1_000)).isNull();
    }
    assertThat(draft.gaps).containsExactly(new Gap(Reason.PARSE_ERROR, BinarySheets.MISSING));
  }

  @Test
  void whatIsMissingOfAWorkbookInAnotherOneIsTold() throws Exception {
    Path file = folder.resolve("a.xls");
    try (HSSFWorkbook outer = new HSSFWorkbook();
        HSSFWorkbook inner = new HSSFWorkbook();
        POIFSFileSystem files = new POIFSFileSystem();
        OutputStream out = Files.newOutputStream(file)) {
      outer.createSheet("Outer").createRow(0).createCell(0).setCellValue("words");
      inner.createSheet("Inner").createRow(0).createCell(0).setCellValue(true);
      files.createDocument(new ByteArrayInputStream(outer.getBytes()), "Workbook");
      files
          .createDirectory("MBD0001")
          .createDocument("Workbook", new ByteArrayInputStream(inner.getBytes()));
      files.writeFilesystem(out);
    }

    List<ExtractedDocument> documents = ToldBlocks.documents(file);

    assertThat(documents).hasSize(2);
    assertThat(documents.getFirst().gaps()).isEmpty();
    assertThat(documents.getLast().gaps())
        .extracting(Gap::detail)
        .containsExactly(BinarySheets.MISSING);
  }

  @Test
  void headersAndFootersLoseTheirCodes() throws Exception {
    Path file = folder.resolve("a.xls");
    try (HSSFWorkbook workbook = new HSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      Sheet sheet = workbook.createSheet("S");
      sheet.createRow(0).createCell(0).setCellValue("&Cell");
      sheet.getHeader().setLeft("&\"Arial,Bold\"&14Costs of R&&D");
      sheet.getHeader().setCenter("2020");
      sheet.getFooter().setRight("&P/&N");
      workbook.write(out);
    }

    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst()))
        .containsExactly("h1 S", "table(0) &Cell", "RUNNING 2020\tCosts of R&D");
  }

  private static DocumentDraft draft() {
    Metadata metadata = new Metadata();
    return new DocumentDraft(null, "", "a.xls", metadata, new TextAssembly(new TextBudget(100)));
  }

  private static byte[] workbook(int cells, @Nullable String password) throws IOException {
    try (HSSFWorkbook workbook = new HSSFWorkbook()) {
      Row row = workbook.createSheet("S").createRow(0);
      row.createCell(0).setCellValue("a");
      row.createCell(1).setCellValue(true);
      row.createCell(2).setCellErrorValue(FormulaError.NA.getCode());
      row.createCell(3).setCellFormula("1=1");
      row.createCell(4).setCellFormula("1/0");
      row.createCell(5).setCellFormula("\"x\"&\"y\"");
      row.createCell(6).setCellFormula("2+3");
      row.createCell(7).setCellFormula("1=2");
      row.createCell(8).setCellValue("end");
      Sheet sheet = workbook.createSheet("T");
      sheet.createRow(0).createCell(0).setCellValue("more");
      for (int values = 1; values < cells; values++) {
        sheet.createRow(values).createCell(0).setCellValue(true);
      }
      workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
      Biff8EncryptionKey.setCurrentUserPassword(password);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      return out.toByteArray();
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
  }
}
