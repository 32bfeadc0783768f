package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.XDDFChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xssf.usermodel.XSSFChart;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SheetTest {
  @TempDir Path folder;
  private TikaReader reader;

  @BeforeAll
  void startReader() throws Exception {
    reader = new TikaReader(ExtractSettings.defaults(), null, () -> {});
  }

  private interface Filling {
    void of(XSSFSheet sheet);
  }

  @Test
  void tablesSideBySideAreReadOneAfterTheOther() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "Name", "Age");
                  fill(sheet, 1, 0, "Ann 😀", "31");
                  fill(sheet, 2, 0, "Bob", "42");
                  fill(sheet, 0, 3, "Name", "Town");
                  fill(sheet, 1, 3, "Ann", "Rome");
                  fill(sheet, 2, 3, "Cid", "Oslo");
                }))
        .containsExactly(
            "Heading1|s",
            "Table|Name\tAge\nAnn 😀\t31\nBob\t42",
            "Table|Name\tTown\nAnn\tRome\nCid\tOslo");
  }

  @Test
  void tablesThatBeginAndEndInOtherRowsAreApart() throws Exception {
    assertThat(
            read(
                sheet -> {
                  for (int row = 0; row < 6; row++) {
                    fill(sheet, row, 0, "a" + row, "b" + row);
                  }
                  for (int row = 4; row < 9; row++) {
                    fill(sheet, row, 3, "c" + row, "d" + row);
                  }
                  fill(sheet, 7, 0, "e", "f");
                  fill(sheet, 8, 0, "g", "h");
                }))
        .containsExactly(
            "Heading1|s",
            "Table|a0\tb0\na1\tb1\na2\tb2\na3\tb3\na4\tb4\na5\tb5",
            "Table|e\tf\ng\th",
            "Table|c4\td4\nc5\td5\nc6\td6\nc7\td7\nc8\td8");
  }

  @Test
  void anEmptyColumnInsideATableLeavesItsRowsWhole() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "No", "Item", "", "2023", "2024");
                  fill(sheet, 1, 0, "1", "Sales", "", "10", "12");
                  fill(sheet, 2, 0, "2", "Costs", "", "7", "8");
                }))
        .containsExactly(
            "Heading1|s", "Table|No\tItem\t\t2023\t2024\n1\tSales\t\t10\t12\n2\tCosts\t\t7\t8");
  }

  @Test
  void anEmptyRowPartsTablesButNotTheRowsOfOne() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "Report");
                  fill(sheet, 2, 1, "Name", "Age");
                  fill(sheet, 3, 1, "Ann", "31");
                  fill(sheet, 7, 1, "Bob", "42");
                  fill(sheet, 9, 1, "Town", "Land");
                  fill(sheet, 10, 1, "Rome", "Italy");
                }))
        .containsExactly(
            "Heading1|s",
            "Table|Report",
            "Table|Name\tAge\nAnn\t31\nBob\t42",
            "Table|Town\tLand\nRome\tItaly");
  }

  @Test
  void aMergedCellStandsInEachOfItsColumnsAndRows() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "Title");
                  fill(sheet, 1, 1, "2024", "", "Total");
                  fill(sheet, 2, 0, "North", "1", "2", "3");
                  fill(sheet, 3, 1, "4", "5", "9");
                  fill(sheet, 6, 1, "6", "7", "13");
                  merge(sheet, "A1:D1", "B2:C2", "A3:A7");
                }))
        .containsExactly(
            "Heading1|s",
            "Table|Title\n\t2024\t2024\tTotal\nNorth\t1\t2\t3\nNorth\t4\t5\t9\nNorth\t6\t7\t13");
  }

  @Test
  void aLongSheetIsWrittenAsItIsReadAndKeepsItsColumns() throws Exception {
    int rows = 5_000;
    List<String> parts =
        read(
            sheet -> {
              for (int row = 0; row < rows; row++) {
                fill(sheet, row, row % 2, "r" + row, "x");
              }
              fill(sheet, rows + 1, 2, "behind");
            });

    assertThat(parts).hasSize(3);
    String[] lines = parts.get(1).split("\n", -1);
    assertThat(lines).hasSize(rows).startsWith("Table|r0\tx").endsWith("\tr4999\tx");
    assertThat(parts.getLast()).isEqualTo("Table|behind");
  }

  @Test
  void headersAndFootersLoseTheirCodes() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "R&D", "&1");
                  sheet.getHeader().setCenter("&\"Arial,Bold\"&14Costs of R&&D");
                  sheet.getFooter().setLeft("&1#&\"Calibri\"&10&K000000Sensitivity: Internal");
                  sheet.getEvenFooter().setRight("&P/&N");
                }))
        .containsExactly(
            "Heading1|s",
            "Table|R&D\t&1",
            "Paragraph RUNNING|Costs of R&D",
            "Paragraph RUNNING|Sensitivity: Internal");
  }

  @Test
  void anErrorIsReadAsItIsShown() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "x", "ERROR: #1 is out");
                  sheet.getRow(0).createCell(2).setCellErrorValue(FormulaError.DIV0.getCode());
                  sheet.getRow(0).createCell(3).setCellErrorValue(FormulaError.NA.getCode());
                }))
        .containsExactly("Heading1|s", "Table|x\tERROR: #1 is out\t#DIV/0!\t#N/A");
  }

  @Test
  void theFiguresOfAChartAreRows() throws Exception {
    assertThat(
            read(
                sheet -> {
                  fill(sheet, 0, 0, "x");
                  XSSFChart chart =
                      sheet
                          .createDrawingPatriarch()
                          .createChart(
                              sheet.getDrawingPatriarch().createAnchor(0, 0, 0, 0, 5, 5, 9, 9));
                  chart.setTitleText("Ducks");
                  XDDFChartData data =
                      chart.createData(
                          ChartTypes.BAR,
                          chart.createCategoryAxis(AxisPosition.BOTTOM),
                          chart.createValueAxis(AxisPosition.LEFT));
                  for (String name : List.of("Fresh", "Salt")) {
                    data.addSeries(
                            XDDFDataSourcesFactory.fromArray(new String[] {"2019", "2020"}),
                            XDDFDataSourcesFactory.fromArray(
                                new Double[] {1.0, name.length() * 1.0}))
                        .setTitle(name, null);
                  }
                  chart.plot(data);
                }))
        .containsExactly(
            "Heading1|s",
            "Table|x",
            "Paragraph BODY|Ducks",
            "Table|\tFresh\tSalt\n2019\t1.0\t1.0\n2020\t5.0\t4.0");
  }

  private static void fill(XSSFSheet sheet, int row, int column, String... texts) {
    Row cells = sheet.getRow(row) == null ? sheet.createRow(row) : sheet.getRow(row);
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isEmpty()) {
        cells.createCell(column + i).setCellValue(texts[i]);
      }
    }
  }

  private static void merge(XSSFSheet sheet, String... areas) {
    for (String area : areas) {
      sheet.addMergedRegion(CellRangeAddress.valueOf(area));
    }
  }

  private List<String> read(Filling filling) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      filling.of(workbook.createSheet("s"));
      workbook.write(bytes);
    }
    Path file = Files.write(folder.resolve("a.xlsx"), bytes.toByteArray());
    Extraction extraction = reader.read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ToldBlocks.parts(((Extraction.Extracted) extraction).documents().getFirst());
  }
}
