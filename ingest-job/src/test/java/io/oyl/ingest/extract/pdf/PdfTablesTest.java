package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfTablesTest {
  private static final String BODY =
      "The quick brown fox jumps over the lazy dog and goes on to the right margin";

  private static final float[] COLUMNS = {60, 200, 400};

  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();

  @Test
  void linesWithTheSameGuttersAreATableWhoseBoldHeadHeadsNothingElse() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 10, FontName.HELVETICA, BODY);
      drawn.y -= 10;
      row(page, FontName.HELVETICA_BOLD, "Item", "Description", "Price");
      row(page, FontName.HELVETICA, "Pump", "driven by steam", "120.00");
      row(page, FontName.HELVETICA, "Valve", "", "7.50");
      row(page, FontName.HELVETICA, "Seal", "of rubber", "");
      drawn.y -= 10;
      drawn.line(page, 10, FontName.HELVETICA, BODY);
    }

    assertThat(parts())
        .containsExactly(
            "Paragraph BODY|" + BODY,
            "Table|Item\tDescription\tPrice\nPump\tdriven by steam\t120.00\n"
                + "Valve\t\t7.50\nSeal\tof rubber",
            "Paragraph BODY|" + BODY);
  }

  @Test
  void cellsOfSeveralLinesAreWholeWhereverTheirNeighboursStand() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      row(page, FontName.HELVETICA_BOLD, "Item", "Description", "Price");
      for (String name : List.of("A-1", "A-2")) {
        float top = drawn.y - 12;
        at(page, top, 0, name);
        at(page, top, 1, "a long text in its cell, and wrap-");
        at(page, top - 12, 1, "ped at the end of the");
        at(page, top - 24, 1, "line of one cell");
        at(page, top, 2, "1.50");
        drawn.y = top - 36;
      }
      for (String name : List.of("B-1", "B-2")) {
        float middle = drawn.y - 6;
        at(page, middle, 0, name);
        at(page, middle + 6, 1, "a text of two lines");
        at(page, middle - 6, 1, "beside its name");
        at(page, middle, 2, "2.50");
        drawn.y = middle - 30;
      }
    }

    assertThat(parts())
        .containsExactly(
            """
            Table|Item\tDescription\tPrice
            A-1\ta long text in its cell, and wrapped at the end of the line of one cell\t1.50
            A-2\ta long text in its cell, and wrapped at the end of the line of one cell\t1.50
            B-1\ta text of two lines beside its name\t2.50
            B-2\ta text of two lines beside its name\t2.50""");
  }

  @Test
  void rowsThatAreAlikeOnEachPageAreNoRunningLines() throws Exception {
    for (int sheet = 1; sheet <= 3; sheet++) {
      try (PDPageContentStream page = drawn.page()) {
        row(page, FontName.HELVETICA, "Code", "City", "People");
        row(page, FontName.HELVETICA, "C1" + sheet, "Ulm", "1" + sheet);
        row(page, FontName.HELVETICA, "C2" + sheet, "Bern", "2" + sheet);
      }
    }

    ExtractedDocument document = drawn.read(folder);

    assertThat(document.blocks())
        .allMatch(table -> ((Block.Table) table).header().start() == table.span().start());
    assertThat(ToldBlocks.parts(document))
        .containsExactly(
            "Table|Code\tCity\tPeople\nC11\tUlm\t11\nC21\tBern\t21",
            "Table|Code\tCity\tPeople\nC12\tUlm\t12\nC22\tBern\t22",
            "Table|Code\tCity\tPeople\nC13\tUlm\t13\nC23\tBern\t23");
  }

  @Test
  void aTableThatGoesOnOverleafKeepsTheHeaderOfItsBeginning() throws Exception {
    for (int sheet = 1; sheet <= 3; sheet++) {
      try (PDPageContentStream page = drawn.page()) {
        drawn.line(page, 8, FontName.HELVETICA, "Yearbook of towns");
        drawn.y -= 30;
        if (sheet == 1) {
          row(page, FontName.HELVETICA_BOLD, "Code", "City", "People");
        }
        row(page, FontName.HELVETICA, "C1" + sheet, "Ulm", "1" + sheet);
        row(page, FontName.HELVETICA, "C2" + sheet, "Bern", "2" + sheet);
        row(page, FontName.HELVETICA, "C3" + sheet, "Cork", "3" + sheet);
        if (sheet == 3) {
          drawn.line(page, 10, FontName.HELVETICA, BODY);
          row(page, FontName.HELVETICA, "Name", "Age", "Post");
          row(page, FontName.HELVETICA, "Ann", "31", "clerk");
          row(page, FontName.HELVETICA, "Bob", "52", "driver");
        }
      }
    }

    ExtractedDocument document = drawn.read(folder);

    assertThat(ToldBlocks.parts(document))
        .contains("Table|C12\tUlm\t12\nC22\tBern\t22\nC32\tCork\t32");
    assertThat(ToldBlocks.headers(document))
        .containsExactly(
            "Code\tCity\tPeople", "Code\tCity\tPeople", "Code\tCity\tPeople", "Name\tAge\tPost");
    assertThat(document.pages().pageAt(document.text().indexOf("C13"))).isEqualTo(3);
  }

  @Test
  void aTableOverleafWithAHeadOfItsOwnIsAnotherOne() throws Exception {
    for (String name : List.of("Town", "River")) {
      try (PDPageContentStream page = drawn.page()) {
        row(page, FontName.HELVETICA_BOLD, "Code", name, "Length");
        row(page, FontName.HELVETICA, "A", name + " one", "1");
        row(page, FontName.HELVETICA, "B", name + " two", "2");
      }
    }

    assertThat(ToldBlocks.headers(drawn.read(folder)))
        .containsExactly("Code\tTown\tLength", "Code\tRiver\tLength");
  }

  @Test
  void dotsLeadToCellsUnlessTheyLeadToAPage() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      row(page, FontName.HELVETICA, "Grocery stores. . . . .", "4451", "96.2");
      row(page, FontName.HELVETICA, "Meat markets . . . . . .", "44521", "6.6");
      row(page, FontName.HELVETICA, "Jewelry . . . . . . . . . . .", "44831", "28.1");
      drawn.y -= 40;
      row(page, FontName.HELVETICA, "1.1", "Aims . . . . . . . . . . . . . . . . . . .", "2");
      row(page, FontName.HELVETICA, "1.2", "Means . . . . . . . . . . . . . . . . . ", "3");
      row(page, FontName.HELVETICA, "1.3", "Ways . . . . . . . . . . . . . . . . . . ", "5");
      drawn.y -= 40;
      for (int i = 0; i < 4; i++) {
        drawn.put(page, 10, FontName.HELVETICA, 60, "Left . . . . . . . . .");
        drawn.put(page, 10, FontName.HELVETICA, 160, "2");
        drawn.put(page, 10, FontName.HELVETICA, 260, "Right . . . . . . . . .");
        drawn.put(page, 10, FontName.HELVETICA, 360, "7");
        drawn.y -= 12;
      }
    }

    ExtractedDocument document = drawn.read(folder);

    assertThat(ToldBlocks.parts(document))
        .filteredOn(part -> part.startsWith("Table"))
        .containsExactly(
            "Table|Grocery stores\t4451\t96.2\nMeat markets\t44521\t6.6\nJewelry\t44831\t28.1");
    assertThat(document.metadata().get("repairs")).contains("tables_without_leaders 1");
  }

  @Test
  void cellsMayStandHardlyFurtherApartThanWords() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (String year : List.of("2021", "2022", "2023")) {
        drawn.put(page, 10, FontName.HELVETICA, 60, year);
        drawn.put(page, 10, FontName.HELVETICA, 87.3f, "10.8");
        drawn.put(page, 10, FontName.HELVETICA, 111.8f, "7 %");
        drawn.y -= 12;
      }
      drawn.y -= 40;
      for (int i = 0; i < 4; i++) {
        for (int word = 0; word < 6; word++) {
          drawn.put(page, 10, FontName.HELVETICA, 60 + 27.3f * word, "2021");
        }
        drawn.y -= 12;
      }
    }

    String spread = "2021 2021 2021 2021 2021 2021";
    assertThat(parts())
        .containsExactly(
            "Table|2021\t10.8\t7 %\n2022\t10.8\t7 %\n2023\t10.8\t7 %",
            "Paragraph BODY|" + String.join(" ", spread, spread, spread, spread));
  }

  @Test
  void aCurrencySignBelongsToItsNumber() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (String name : List.of("Sales", "Costs", "Profit")) {
        drawn.put(page, 10, FontName.HELVETICA, 60, name);
        drawn.put(page, 10, FontName.HELVETICA, 200, "$");
        drawn.put(page, 10, FontName.HELVETICA, 230, "1,234");
        drawn.put(page, 10, FontName.HELVETICA, 300, "$");
        drawn.put(page, 10, FontName.HELVETICA, 330, "1,100");
        drawn.y -= 12;
      }
      drawn.y -= 40;
      for (String name : List.of("Pump", "Valve", "Seal")) {
        row(page, FontName.HELVETICA, name, "$", "Acme");
      }
    }

    assertThat(parts())
        .containsExactly(
            "Table|Sales\t$ 1,234\t$ 1,100\nCosts\t$ 1,234\t$ 1,100\nProfit\t$ 1,234\t$ 1,100",
            "Table|Pump\t$\tAcme\nValve\t$\tAcme\nSeal\t$\tAcme");
  }

  @Test
  void itemsAndColumnsOfAPageAreNoTables() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (String number : List.of("1.1", "1.2", "1.3")) {
        row(
            page,
            FontName.HELVETICA,
            number,
            "The supplier keeps what he has promised in " + number);
      }
      drawn.y -= 40;
      for (String sign : List.of("(a)", "(b)", "(c)")) {
        row(page, FontName.HELVETICA, sign, "short");
      }
      drawn.y -= 40;
      for (int i = 0; i < 4; i++) {
        drawn.put(page, 10, FontName.HELVETICA, 60, "running text of the left column " + i);
        drawn.put(page, 10, FontName.HELVETICA, 320, "running text of the right column " + i);
        drawn.y -= 12;
      }
    }

    assertThat(parts()).isNotEmpty().noneMatch(part -> part.startsWith("Table"));
  }

  private void row(PDPageContentStream page, FontName font, String... cells) throws Exception {
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        drawn.put(page, 10, font, COLUMNS[i], cells[i]);
      }
    }
    drawn.y -= 12;
  }

  private void at(PDPageContentStream page, float y, int column, String text) throws Exception {
    drawn.y = y;
    drawn.put(page, 10, FontName.HELVETICA, COLUMNS[column], text);
  }

  private List<String> parts() throws Exception {
    return ToldBlocks.parts(drawn.read(folder));
  }
}
