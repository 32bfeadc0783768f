package io.oyl.ingest.extract.markup;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTML as Tika reads it: what kind of block its text becomes. */
class WebPagesTest {
  @TempDir Path folder;

  @Test
  void aTemplateScriptThatComesFirstIsThePage() throws Exception {
    assertThat(
            blocks(
                "<script><!--#include virtual=\"js/data.js\" --></script>"
                    + "<script id='t' type='text/x-handlebars-template'>"
                    + "<h3>Setup &amp; more</h3><ul><li>step {{one}}</li></ul>"
                    + "<pre>a\n  b</pre></script><div class='p-t'></div>"))
        .containsExactly("h3 Setup & more", "item step {{one}}", "code a\n  b");
  }

  @Test
  void itemsOfOrderedListsHaveTheNumbersThatABrowserPaints() throws Exception {
    assertThat(
            blocks(
                "<body><ol><li>one<ol type='a'><li>inner<li><p>other</p><p>more</p></ol><li>two"
                    + "</ol><ol start='9' type='i'><li>nine<li value='14'><b>far</b></ol>"
                    + "<ol style='list-style: none'><li>bare</ol><ol reversed><li>down</ol>"
                    + "<ol><li><li><h3>Title</h3>text</ol><ol type='A'><li value='26'>z"
                    + "<li>after<li style='list-style-type: none'>hid</ol><ol type='I' start='399'>"
                    + "<li>c<li>cd</ol><ol start='2000000'><li>far off</ol><ul><li>plain</ul></body>"))
        .containsExactly(
            "item 1. one",
            "item a. inner",
            "item b. other",
            "item more",
            "item 2. two",
            "item ix. nine",
            "item xiv. far",
            "item bare",
            "item down",
            "h3 Title",
            "item text",
            "item Z. z",
            "item AA. after",
            "item hid",
            "item CCCXCIX. c",
            "item CD. cd",
            "item 1. far off",
            "item plain");
  }

  @Test
  void aTemplateScriptStandsWhereItIs() throws Exception {
    assertThat(
            blocks(
                "<body><p>before</p><script type='Text/Template; charset=utf-8'><p>in<script>no"
                    + "</script><template><p>later</p></template><p>after</p></body>"))
        .containsExactly("before", "in", "later", "after");
  }

  @Test
  void whatRunsIsNoText() throws Exception {
    assertThat(
            blocks(
                "<body><script>var a = '<p>no</p>';</script><style>p { top: 0 }</style>"
                    + "<script type='application/ld+json'>{\"no\": 1}</script>"
                    + "<script type='module'>no()</script><p>yes</p></body>"))
        .containsExactly("yes");
  }

  @Test
  void aTemplateInsideAPackageIsReadToo() throws Exception {
    String page = "<script type='text/x-handlebars-template'><p>inside</p></script>";
    Path zip = folder.resolve("a.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("a.html"));
      out.write(page.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(ToldBlocks.documents(zip).getLast().text()).isEqualTo("inside");
  }

  @Test
  void aTableThatPutsThingsInTheirPlacesIsReadInOrder() throws Exception {
    assertThat(
            blocks(
                "<table><tr><td><h2>Menu</h2><ul><li>one</li></ul></td>"
                    + "<td><p>First.</p><p>Second.</p>"
                    + "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
                    + "</td></tr></table><table role='presentation'><tr><td>x</td><td>y</td></tr>"
                    + "<tr><td>z</td></tr></table><table><tr><td>box</td></tr></table>"))
        .containsExactly(
            "h2 Menu",
            "item one",
            "First.",
            "Second.",
            "table(3) a\tb\nc\td",
            "x",
            "y",
            "z",
            "box");
  }

  @Test
  void aTableWithHeadersIsOneWhateverIsInItsCells() throws Exception {
    assertThat(
            blocks(
                "<table><caption>Ducks</caption><tr><th>name</th><th>where</th></tr>"
                    + "<tr><td><b>T</b>eal</td><td><ul><li>pond</li><li>marsh</li></ul></td></tr>"
                    + "<tr><td>a<br>b</td><td><p>c</p><p>d</p></td></tr></table>"))
        .containsExactly("CAPTION Ducks", "table(10) name\twhere\nTeal\tpond marsh\na b\tc d");
  }

  @Test
  void aTableIsToldByItsLabelsWhereNothingSaysThatTheyAreHeaders() throws Exception {
    assertThat(
            blocks(
                "<table><tr><td><p>Role</p></td><td>May do</td></tr>"
                    + "<tr><td>Editor</td><td><ul><li>write</li><li>delete</li></ul></td></tr>"
                    + "<tr><td rowspan='2'>Reader</td><td><p>read</p><p>print</p></td></tr>"
                    + "<tr><td>look</td></tr></table>"))
        .containsExactly(
            "table(11) Role\tMay do\nEditor\twrite delete\nReader\tread print\nReader\tlook");
  }

  @Test
  void thePlacesOfAPageAreNoTableOfData() throws Exception {
    String prose = "<td><p>First.</p><p>Second.</p></td>";
    for (String rows :
        List.of(
            "<tr><td>Home</td><td>Welcome</td></tr>"
                + "<tr><td><ul><li><a href='/a'>News</a></li></ul></td>%s</tr>",
            "<tr><td>Logo</td></tr><tr><td>Left</td>%s</tr>",
            "<tr><td>Logo</td><td>Name</td></tr><tr>%s</tr>",
            "<tr><td><img src='a.png'></td><td>Name</td></tr><tr><td>Left</td>%s</tr>",
            "<tr><td>One</td><td>Two</td></tr><tr><td><h2>Title</h2>text</td>%s</tr>",
            "<tr><td>One</td><td>Two</td></tr><tr><td><pre>a\n b</pre></td>%s</tr>",
            "<tr><td>" + "long ".repeat(30) + "</td><td>Two</td></tr><tr><td>Left</td>%s</tr>",
            "<tr><td>Left</td>%s</tr>")) {
      assertThat(blocks("<table>" + rows.formatted(prose) + "</table>"))
          .endsWith("First.", "Second.");
    }
  }

  @Test
  void aCellOverSeveralColumnsOrRowsStandsInEachOfThem() throws Exception {
    assertThat(
            blocks(
                "<table><thead><tr><th colspan='2'>a</th><th>b</th></tr></thead>"
                    + "<tr><td rowspan='2'>1</td><td>2</td><td>3</td></tr>"
                    + "<tr><td>4</td><td>5</td></tr><tr><td>6</td><td>7</td></tr></table>"))
        .containsExactly("table(5) a\ta\tb\n1\t2\t3\n1\t4\t5\n6\t7");
  }

  @Test
  void aCellWithARowToItselfAndALongOneStandOnce() throws Exception {
    String story = "word ".repeat(30).strip();
    assertThat(
            blocks(
                "<table><tr><th>a</th><th>b</th></tr><tr><td colspan='2'>all</td></tr>"
                    + "<tr><td rowspan='2'>1</td><td rowspan='3'>"
                    + story
                    + "</td></tr><tr></tr><tr><td>2</td></tr></table>"))
        .containsExactly("table(3) a\tb\nall\n1\t" + story + "\n2");
  }

  @Test
  void whatIsToldOfEachImageOfASeriesStandsOnce() throws Exception {
    String image = "<p><img alt='A red fox'></p>";
    assertThat(blocks(image + "<p>text</p>" + image + "<p><img alt='A blue fox'></p>"))
        .containsExactly("CAPTION A red fox", "text", "CAPTION A blue fox");
  }

  @Test
  void aCellWithOnlyEmptyOnesBesideItStandsOnce() throws Exception {
    assertThat(
            blocks(
                "<table><tr><th>a</th><th>b</th><th>c</th></tr>"
                    + "<tr><td colspan='2'>part</td><td></td></tr></table>"))
        .containsExactly("table(5) a\tb\tc\npart");
  }

  @Test
  void noCellOfAWideTableIsLost() throws Exception {
    assertThat(blocks("<table><tr>" + "<th>a</th>".repeat(1_200) + "<th>last</th></tr></table>"))
        .singleElement()
        .satisfies(table -> assertThat(table).endsWith("\tlast"));
  }

  @Test
  void aSmallTableOfHugeCellsStaysSmall() throws Exception {
    String cells = "<td colspan='999999999'>x</td>".repeat(3_000);
    assertThat(blocks("<table><tr><th>a</th><th>b</th></tr><tr>" + cells + "</tr></table>"))
        .singleElement()
        .satisfies(table -> assertThat(table).endsWith("x\tx").hasSizeLessThan(50_000));
  }

  @Test
  void aLineBreakEndsALineAndTwoEndAParagraph() throws Exception {
    assertThat(blocks("<div>one<br>two<br>\n<br/>three <b>f</b>our<hr>five</div>"))
        .containsExactly("one\ntwo", "three four", "five");
  }

  @Test
  void wordsAreNeitherGluedNorTornApart() throws Exception {
    assertThat(
            blocks(
                "<div>a</div><div>b</div><ul><li>c<li>d</ul><p><b>w</b>o<i>r</i>d x<sub>2</sub>"
                    + "<p><span>e</span>\n<span>f</span><button>g</button><button>h</button>"))
        .containsExactly("a", "b", "item c", "item d", "word x2", "e f g h");
  }

  @Test
  void whatIsRaisedMakesNoOtherWordOrNumber() throws Exception {
    assertThat(
            blocks(
                "<p>10<sup>6</sup> <span>km<sup>2</sup></span> of H<sub>2</sub>O, the 20<sup>th</sup>"
                    + " word<sup><a href='#n4'>4</a></sup> or <em>two</em><a href='#n5'><sup>5</sup></a>,"
                    + " see<a href='#m'>m<sup>3</sup></a>.</p><p>Of 7</p><p><sup>14</sup>C</p>"
                    + "<pre>10<sup>3</sup></pre>"))
        .containsExactly(
            "10^6 km2 of H2O, the 20th word 4 or two 5, seem3.", "Of 7", "14C", "code 103");
  }

  @Test
  void aFormulaFlowsWithItsSentenceAndStandsOnce() throws Exception {
    String power = "<msup><mn>10</mn><mn>6</mn></msup>";
    String half = "<mfrac><mrow><mn>1</mn></mrow><mn>2</mn></mfrac>";
    String tex = "<annotation encoding='application/x-tex'>10^6</annotation>";
    assertThat(
            blocks(
                "<p>All <math><semantics><mrow>"
                    + power
                    + "</mrow>"
                    + tex
                    + "</semantics></math> of them, <span><math><mrow>"
                    + half
                    + "</mrow></math><img class='math-image' alt='\\frac 1 2'></span> and <span"
                    + " class='katex'><span><math><mi>n</mi></math></span><span class='katex-html'"
                    + " aria-hidden='true'>n</span></span>.</p><dl><dd><math><mi>a</mi><mo>+</mo>"
                    + "<mi>b</mi></math></dd></dl><p>An <img class='tex' alt='x_1'> alone"
                    + " <mjx-container><mjx-math><mjx-mi></mjx-mi></mjx-math><math><mi>y</mi></math>"
                    + "</mjx-container>.</p>"))
        .containsExactly("All 10^6 of them, 1/2 and n.", "item a+b", "An x_1 alone y.");
    String row = "<mtr>\n<mtd><mn>%s</mn></mtd><mtd><mn>%s</mn></mtd></mtr>";
    assertThat(
            blocks(
                "<p>A <span class='katex'><span class='katex-html' aria-hidden='true'>r2</span></span>,"
                    + " <math><mtable>"
                    + row.formatted("1", "2")
                    + row.formatted("3", "4")
                    + "</mtable></math>, <math><mfrac>\n<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>\n"
                    + "<mn>2</mn>\n</mfrac></math>, <math><msup>\n<mn>10</mn>\n<mn>6</mn>\n</msup>"
                    + "</math>, <b><math><mi>z</mi></math> or <img class='tex' alt='w'></b></p>"))
        .containsExactly("A r2, 1 2 3 4, (a+b)/2, 10^6, z or w");
  }

  @Test
  void termsQuotesAndCaptionsKeepTheirKinds() throws Exception {
    assertThat(
            blocks(
                "<dl><dt>term</dt><dd>meaning</dd></dl><blockquote><p>said</p></blockquote><figure><img"
                    + " src='a.png' alt='A red fox'><figcaption>Fox</figcaption></figure><p>text"
                    + " <img alt='not told here'> goes <img class='emoji' alt=':)'></p>"))
        .containsExactly(
            "item term",
            "item meaning",
            "QUOTE said",
            "CAPTION A red fox",
            "CAPTION Fox",
            "text goes :)");
  }

  @Test
  void codeOfMarkedLinesKeepsItsWhiteSpace() throws Exception {
    assertThat(
            blocks(
                "<pre><code><div>if (a) {</div><div>  <b>b</b>();</div></code></pre>"
                    + "<pre>\none<br>  two\n\n</pre>"))
        .containsExactly("code if (a) {\n  b();", "code one\n  two");
  }

  @Test
  void aHeadingIsOneBlockWithoutTheSignThatLinksToIt() throws Exception {
    assertThat(
            blocks(
                "<h2><div>Part</div><div>One</div><a class='headerlink' href='#one'>¶</a></h2>"
                    + "<div role='heading' aria-level='3'>Two</div><h1>left open<p>text</p></h1>"))
        .containsExactly("h2 Part One", "h3 Two", "left open", "text");
  }

  @Test
  void whatIsHiddenIsText() throws Exception {
    assertThat(blocks("<div hidden>a tab</div><div style='display:none'>more</div><p>shown</p>"))
        .containsExactly("a tab", "more", "shown");
  }

  @Test
  void tenThousandElementsInsideEachOtherLoseNoText() throws Exception {
    String text = String.join("", blocks("<div>a<span>b".repeat(10_000) + "<p>end"));

    assertThat(text.replaceAll("\\s", "")).isEqualTo("ab".repeat(10_000) + "end");
  }

  @Test
  void aMailOfHtmlIsReadInTheSameWay() throws Exception {
    Path mail =
        Files.writeString(
            folder.resolve("a.eml"),
            "From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
                + "<html><body><table><tr><td><h1>News</h1><p>one<br>two</p></td></tr></table>"
                + "<blockquote>said</blockquote></body></html>\n");

    assertThat(ToldBlocks.of(ToldBlocks.documents(mail).getFirst()))
        .containsExactly("h1 News", "one\ntwo", "QUOTE said");
  }

  @Test
  void utf8IsToldByItsBytesWhereverItIsAnnounced() throws Exception {
    String head = "<head><style>" + " a{}".repeat(5_000) + "</style>";
    String text = "<p>Grüße – “naïve” 東京";

    assertThat(blocks(head + "<meta charset='utf-8'>" + text))
        .containsExactly("Grüße – “naïve” 東京");
    assertThat(blocks(head + text)).containsExactly("Grüße – “naïve” 東京");
    Path latin = folder.resolve("latin.html");
    Files.write(latin, (head + "<p>Grüße – naïve").getBytes(Charset.forName("windows-1252")));
    assertThat(ToldBlocks.of(ToldBlocks.documents(latin).getFirst()))
        .containsExactly("Grüße – naïve");
  }

  @Test
  void aPageOfAsciiIsNotReadAsEbcdic() throws Exception {
    assertThat(blocks("<head><meta charset='IBM420'></head><p>words of a page"))
        .containsExactly("words of a page");
  }

  private List<String> blocks(String html) throws Exception {
    Path file = Files.writeString(folder.resolve("a.html"), "<!doctype html>" + html);
    return ToldBlocks.of(ToldBlocks.documents(file).getFirst());
  }
}
