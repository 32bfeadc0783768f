package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChartRowsTest {
  @Test
  void anOuterLevelOfCategoriesHoldsUntilTheNext() throws Exception {
    String levels =
        "<lvl><pt idx='0'><v>Cost</v></pt><pt idx='1'><v>Gain</v></pt><pt idx='2'><v>Cost</v></pt></lvl>"
            + "<lvl><pt idx='0'><v>2005</v></pt><pt idx='2'><v>2006</v></pt></lvl>";
    String chart =
        "<chart><title><tx><v>Years</v></tx></title><ser><tx><v>Total</v></tx><cat>"
            + levels
            + "</cat><val><pt idx='0'><v>1</v></pt><pt idx='2'><v>3</v></pt></val></ser></chart>";

    assertThat(text(chart))
        .isEqualTo("Years\t\tTotal\t\n2005 Cost\t1\t\n2005 Gain\t\t\n2006 Cost\t3\t\n");
  }

  @Test
  void seriesWithCategoriesOfTheirOwnAreTablesOfTheirOwn() throws Exception {
    String one =
        "<ser><xVal><pt idx='0'><v>1</v></pt></xVal><yVal><pt idx='0'><v>2</v></pt></yVal></ser>";
    assertThat(text("<chart>" + one + one.replace('1', '3') + "</chart>"))
        .isEqualTo("\t\t\n1\t2\t\n\t\t\n3\t2\t\n");
  }

  @Test
  void pointsStandWhereTheyAreHoweverFarApart() throws Exception {
    String chart =
        "<chart><ser><val><pt idx='0'><v>1</v></pt><pt idx='2000000'><v>2</v></pt>"
            + "<pt idx='2000001'><v>3</v></pt></val></ser></chart>";

    assertThat(text(chart)).isEqualTo("\t\t\n\t1\t\n\t2\t\n\t3\t\n");
  }

  @Test
  void aChartThatIsDamagedOrHasNoFiguresIsLeftAsItIs() throws Exception {
    for (String chart :
        new String[] {"<chart><ser><pt idx='x'><v>1</v>", "<chart><v>1</v></chart>"}) {
      assertThat(changed(chart)).isEqualTo(chart);
    }
  }

  /** A tab ends a paragraph, which each cell has, a line end a row. */
  private static String text(String chart) throws IOException {
    return changed(chart)
        .replaceAll("<\\?.*?\\?>|</?(?:chart|t|r|tc|tbl)/?>|<(?:p|tr)>", "")
        .replaceAll("</tr>", "\n")
        .replace("</p>", "\t");
  }

  private static String changed(String chart) throws IOException {
    return new String(
        ChartRows.of(new ByteArrayInputStream(chart.getBytes(StandardCharsets.UTF_8)))
            .readAllBytes(),
        StandardCharsets.UTF_8);
  }
}
