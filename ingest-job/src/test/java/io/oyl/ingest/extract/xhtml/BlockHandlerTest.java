package io.oyl.ingest.extract.xhtml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.TextBudget;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.SAXParserFactory;
import org.apache.tika.exception.WriteLimitReachedException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class BlockHandlerTest {
  private TextAssembly out = new TextAssembly(new TextBudget(10_000));

  @Test
  void positionsCountCodePoints() throws Exception {
    read("<p>😀 a</p><h2>b👩‍🚀</h2><p>e\u0301 שלום</p>");

    assertThat(out.text()).isEqualTo("😀 a\n\nb👩‍🚀\n\ne\u0301 שלום");
    assertThat(out.blocks())
        .containsExactly(
            new Block.Paragraph(new TextSpan(0, 3)),
            new Block.Heading(new TextSpan(5, 9), 2),
            new Block.Paragraph(new TextSpan(11, 18)));
    assertThat(parts()).containsExactly("😀 a", "b👩‍🚀", "e\u0301 שלום");
  }

  @Test
  void theHeadIsNoText() throws Exception {
    parse("<html><head><title>t</title><meta/></head><body><p>b</p></body></html>", "text/html");

    assertThat(out.text()).isEqualTo("b");
  }

  @Test
  void aListItemIsABlockAndItsInnerListItemsToo() throws Exception {
    read("<ul><li>one<ul><li>inner</li></ul></li><li><p>two</p></li></ul>after");

    assertThat(parts()).containsExactly("one", "inner", "two", "after");
    assertThat(out.blocks().subList(0, 3)).allMatch(Block.ListItem.class::isInstance);
    assertThat(out.blocks().getLast()).isInstanceOf(Block.Paragraph.class);
  }

  @Test
  void aTableHasRowsOnLinesAndCellsByTab() throws Exception {
    read(
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            + "<tr><td>1\n x</td><td><p>2</p><p>3</p></td><td> </td></tr>"
            + "<tr><td></td><td></td></tr><tr><td></td><td>4</td></tr></table>");

    assertThat(out.text()).isEqualTo("a\tb\n1 x\t2 3\n\t4");
    assertThat(out.blocks())
        .containsExactly(new Block.Table(new TextSpan(0, 14), new TextSpan(0, 3)));
  }

  @Test
  void theFirstOfSeveralRowsIsTheHeaderWhenNoneIsMarked() throws Exception {
    read(
        "<table><tr><td>a😀</td></tr><tr><td>b</td></tr></table><table><tr><td>c</td></tr></table>");

    assertThat(out.blocks())
        .containsExactly(
            new Block.Table(new TextSpan(0, 4), new TextSpan(0, 2)),
            new Block.Table(new TextSpan(6, 7), new TextSpan(6, 6)));
  }

  @Test
  void codeKeepsItsWhiteSpace() throws Exception {
    read("<pre>\n  if (x) {\n    y();\n  }\n</pre>");

    assertThat(out.text()).isEqualTo("  if (x) {\n    y();\n  }");
    assertThat(out.blocks()).containsExactly(new Block.Code(new TextSpan(0, out.text().length())));
  }

  @Test
  void aBlankLineInPlainTextStartsAParagraph() throws Exception {
    read("<p>one\ntwo\r\n \r\nthree\n\n\n</p>");

    assertThat(parts()).containsExactly("one\ntwo", "three");
  }

  @Test
  void lineEndsInHtmlAreWhiteSpace() throws Exception {
    parse("<html><body><p>one\n  two</p></body></html>", "text/html");

    assertThat(out.text()).isEqualTo("one two");
  }

  @Test
  void pagesStartAtTheirFirstBlockAndEmptyOnesWhereTheNextDoes() throws Exception {
    read(
        "<div class='page'><p>one</p></div><div class='page'><p> </p></div>"
            + "<div class='page'><p>three</p></div><div class='page'></div><p>outline</p>");

    PageMap pages = out.pages();
    assertThat(pages.count()).isEqualTo(4);
    assertThat(List.of(pages.start(1), pages.start(2), pages.start(3))).containsExactly(0, 5, 5);
    assertThat(pages.pageAt(5)).isEqualTo(3);
    assertThat(pages.pageAt(out.text().length() - 1)).isEqualTo(4);
  }

  @Test
  void aSlideOfTwoNestedDivisionsIsOnePage() throws Exception {
    read(
        "<div class='slide'><div class='slide-content'><p>1</p></div></div>"
            + "<div class='slide'><div class='slide-content'><p>2</p></div></div>");

    assertThat(out.pages().count()).isEqualTo(2);
  }

  @Test
  void whatPostgresRefusesIsReplaced() throws Exception {
    BlockHandler handler = new BlockHandler(out, () -> "text/plain");
    char[] text = {'a', 0, '\uD83D', 'b'};
    handler.characters(text, 0, text.length);
    handler.finish();

    assertThat(out.text()).isEqualTo("a\uFFFD\uFFFDb");
  }

  @Test
  void aPairOfSurrogatesMayComeInTwoEvents() throws Exception {
    BlockHandler handler = new BlockHandler(out, () -> "text/plain");
    handler.characters("\uD83D\uDE00".toCharArray(), 0, 1);
    handler.characters("\uD83D\uDE00".toCharArray(), 1, 1);
    handler.finish();

    assertThat(out.text()).isEqualTo("😀");
  }

  @Test
  void textBeyondTheLimitIsCutAndTold() {
    out = new TextAssembly(new TextBudget(6));

    assertThatThrownBy(() -> read("<p>abc</p><p>😀efg</p>"))
        .hasRootCauseInstanceOf(WriteLimitReachedException.class);
    assertThat(out.text()).isEqualTo("abc\n\n😀");
    assertThat(out.isCut()).isTrue();
    assertThat(parts()).containsExactly("abc", "😀");
  }

  @Test
  void aTableIsCutInTheMiddleToo() {
    out = new TextAssembly(new TextBudget(5));

    assertThatThrownBy(() -> read("<table><tr><td>ab</td></tr><tr><td>cdef</td></tr></table>"))
        .hasRootCauseInstanceOf(WriteLimitReachedException.class);
    assertThat(parts()).containsExactly("ab\ncd");
  }

  private List<String> parts() {
    int[] codePoints = out.text().codePoints().toArray();
    List<String> parts = new ArrayList<>();
    for (Block block : out.blocks()) {
      parts.add(new String(codePoints, block.span().start(), block.span().length()));
    }
    return parts;
  }

  private void read(String body) throws Exception {
    parse("<html><body>" + body + "</body></html>", "application/pdf");
  }

  private void parse(String xhtml, String mimeType) throws Exception {
    BlockHandler handler = new BlockHandler(out, () -> mimeType);
    try {
      SAXParserFactory.newNSInstance()
          .newSAXParser()
          .parse(new InputSource(new StringReader(xhtml)), handler);
    } catch (WriteLimitReachedException e) {
      throw new IllegalStateException(e);
    }
  }
}
