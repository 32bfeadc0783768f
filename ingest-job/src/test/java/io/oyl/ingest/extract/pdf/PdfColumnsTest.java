package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfColumnsTest {
  private static final List<String> LEFT =
      List.of(
          "The tide gauge was installed in spring and it",
          "records the level of the sea every ten minutes",
          "without any supervision. Engineers compared its",
          "readings with those of the old staff gauge, and",
          "found a difference of four millimetres between",
          "the two.");

  private static final List<String> RIGHT =
      List.of(
          "Sediment that comes down the river after rain",
          "is dredged in autumn, when the ferries sail less",
          "often. The harbour master published the table of",
          "high waters in the local newspaper, and fishermen",
          "cut it out and pinned it to the wheelhouse, where",
          "it stayed.");

  @TempDir Path folder;
  private final DrawnPdf drawn = new DrawnPdf();

  @Test
  void columnsThatArePaintedLineByLineAreReadOneAfterTheOther() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      drawn.line(page, 18, FontName.HELVETICA_BOLD, "A headline over both of the columns");
      drawn.y -= 10;
      for (int i = 0; i < LEFT.size(); i++) {
        drawn.put(page, 10, FontName.HELVETICA, 50, LEFT.get(i));
        drawn.put(page, 10, FontName.HELVETICA, 310, RIGHT.get(i));
        drawn.y -= 12;
      }
    }

    assertThat(parts())
        .containsExactly(
            "Heading1|A headline over both of the columns",
            "Paragraph BODY|" + String.join(" ", LEFT),
            "Paragraph BODY|" + String.join(" ", RIGHT));
  }

  @Test
  void aParagraphBeginsWhereAColumnIsIndented() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (int i = 0; i < 2 * LEFT.size(); i++) {
        drawn.put(page, 10, FontName.HELVETICA, 50, LEFT.get(i % LEFT.size()));
        drawn.put(
            page,
            10,
            FontName.HELVETICA,
            i == LEFT.size() ? 322 : 310,
            RIGHT.get(i % RIGHT.size()));
        drawn.y -= 12;
      }
    }

    String right = "Paragraph BODY|" + String.join(" ", RIGHT);
    assertThat(parts()).endsWith(right, right);
  }

  @Test
  void shortLinesSideBySideStayWhatTheyAre() throws Exception {
    try (PDPageContentStream page = drawn.page()) {
      for (int i = 0; i < LEFT.size(); i++) {
        drawn.put(page, 10, FontName.HELVETICA, 50, LEFT.get(i));
        drawn.put(page, 10, FontName.HELVETICA, 310, i % 2 == 0 ? "yes" : RIGHT.get(i));
        drawn.y -= 12;
      }
    }

    assertThat(String.join("\n", parts()).replace('\t', ' ')).contains(LEFT.get(2) + " yes");
  }

  private List<String> parts() throws Exception {
    return ToldBlocks.parts(drawn.read(folder));
  }
}
