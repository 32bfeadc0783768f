package io.oyl.ingest.extract.markup;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import io.oyl.ingest.source.Reason;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class XmlReaderTest {
  @TempDir Path folder;

  @Test
  void anArticleHasItsTitlesTablesAndReferences() throws Exception {
    ExtractedDocument article =
        read(
            "a.nxml",
            """
            <!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS-archivearticle1.dtd">
            <article><front><journal-meta><issn>1234-5678</issn></journal-meta><article-meta>
            <title-group><article-title>On H<sub>2</sub>O</article-title></title-group>
            <contrib-group><contrib><name><surname>Lee</surname><given-names>Ann</given-names>
            </name></contrib><contrib><name><surname>Do</surname><given-names>Jo</given-names>
            </name></contrib></contrib-group><abstract><p>Short &mdash; and wet.</p></abstract>
            <kwd-group><kwd>water</kwd></kwd-group></article-meta></front>
            <body><sec><label>1.</label><title>Ways</title><p>As in
            <xref>[1]</xref>.</p><sec><title>Inner</title><p>Deep.</p><table-wrap><label>Table 1</label>
            <caption><p>Values</p></caption><table><thead><tr><th>a</th><th>b</th></tr></thead>
            <tbody><tr><td>1</td><td>2</td></tr></tbody></table></table-wrap></sec></sec></body>
            <back><ref-list><ref><label>1</label><element-citation><name><surname>Ek</surname>
            <given-names>B</given-names></name><source>Lakes</source><year>2001</year>
            <pub-id pub-id-type="pmid">99</pub-id>
            <pub-id pub-id-type="accession" assigning-authority="NCBI">G7</pub-id></element-citation></ref></ref-list></back></article>
            """);

    assertThat(ToldBlocks.of(article))
        .containsExactly(
            "FURNITURE 1234-5678",
            "h1 On H2O",
            "Ann Lee, Jo Do",
            "h2 Abstract",
            "Short — and wet.",
            "water",
            "h2 1. Ways",
            "As in [1].",
            "h3 Inner",
            "Deep.",
            "CAPTION Table 1 Values",
            "table(3) a\tb\n1\t2",
            "h2 References",
            "item 1 Ek B Lakes 2001 PMID: 99 NCBI: G7");
    assertThat(article.metadata())
        .containsEntry("title", List.of("On H2O"))
        .containsEntry("authors", List.of("Ann Lee", "Jo Do"))
        .containsEntry("keywords", List.of("water"));
  }

  @Test
  void whatIsRaisedMakesNoOtherWordOrNumber() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    """
                    <?xml version="1.0"?><article><front><article-meta><aff><sup>1</sup>Depot</aff>
                    <aff><label>2</label>Store</aff></article-meta></front><body>
                    <p>10<sup>6</sup> of 10<sup>\u22123</sup> km<sup>2</sup> CO<sub>2</sub>e,
                    the 20<sup>th</sup> cell<sup><xref>4</xref></sup> or
                    <italic>word</italic><xref><sup>5</sup></xref>, as in [<xref>3</xref>].</p>
                    <p>Of 7<disp-quote><p><sup>14</sup>C</p></disp-quote></p>
                    <table-wrap><object-id>10.1/g1</object-id><label>Table 1</label>
                    <caption><p>Size [<xref>3</xref>]</p></caption><table><tr><td>Item 5</td>
                    <td><sup>13</sup>C</td><td>kg<sup>-1</sup><xref><sup>a</sup></xref></td></tr>
                    </table><table-wrap-foot><fn><p><sup>a</sup>Based on <sup>13</sup>C.</p></fn>
                    <fn><p><sup>*</sup>, old</p></fn></table-wrap-foot></table-wrap></body></article>
                    """)))
        .containsExactly(
            "1 Depot",
            "2 Store",
            "10^6 of 10^\u22123 km2 CO2e, the 20th cell 4 or word 5, as in [3].",
            "Of 7",
            "QUOTE 14C",
            "CAPTION Table 1 Size [3]",
            "FURNITURE 10.1/g1",
            "table(0) Item 5\t13C\tkg-1 a",
            "item a Based on 13C.",
            "item *, old");
  }

  @Test
  void aPatentHasItsSectionsAndEachClaimIsOne() throws Exception {
    ExtractedDocument patent =
        read(
            "a.xml",
            """
            <?xml version="1.0"?><us-patent-grant lang="EN"><us-bibliographic-data-grant>
            <publication-reference><document-id><doc-number>77</doc-number></document-id>
            </publication-reference><invention-title>Lamp</invention-title>
            </us-bibliographic-data-grant><abstract><p>It shines.</p></abstract><description>
            <heading level="1">FIELD</heading><p>Lamps <b>1</b>and<i>2</i>.</p>
            <heading level="2">Parts</heading><p>Glass.</p></description>
            <us-claim-statement>What is claimed is:</us-claim-statement>
            <claims><claim><claim-text>1. A lamp with
            <claim-text>a wire.</claim-text></claim-text></claim></claims></us-patent-grant>
            """);

    assertThat(ToldBlocks.of(patent))
        .containsExactly(
            "FURNITURE 77",
            "h1 Lamp",
            "h2 Abstract",
            "It shines.",
            "h2 FIELD",
            "Lamps 1and2.",
            "h3 Parts",
            "Glass.",
            "What is claimed is:",
            "h2 Claims",
            "item 1. A lamp with\na wire.");
    assertThat(patent.metadata()).containsEntry("declared_language", List.of("en"));
  }

  @Test
  void aBookHasItsChapters() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    "<?xml version='1.0'?><book><title>B</title><chapter><title>One</title>"
                        + "<para>Some <emphasis>te</emphasis>xt<itemizedlist><listitem><para>a"
                        + "</para></listitem></itemizedlist>tail</para><programlisting>x\n  y"
                        + "</programlisting><table><title>T</title><tgroup><thead><row><entry>h"
                        + "</entry><entry>i</entry></row></thead><tbody><row><entry>1</entry>"
                        + "<entry>2</entry></row></tbody></tgroup></table></chapter></book>")))
        .containsExactly(
            "h1 B",
            "h2 One",
            "Some text",
            "item a",
            "tail",
            "code x\n  y",
            "CAPTION T",
            "table(3) h\ti\n1\t2");
  }

  @Test
  void anEditionWithoutAnXmlDeclarationIsNoHtml() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><title>P</title>"
                        + "</teiHeader><text><div><head>First</head><p>a <hi>w</hi>ord</p>"
                        + "<lg><l>one</l><l>two</l></lg></div></text></TEI>")))
        .containsExactly("FURNITURE P", "h1 First", "a word", "one", "two");
  }

  @Test
  void otherXmlKeepsAllOfItsText() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    "<?xml version='1.0'?><issues><issue><id>7</id><state>open</state></issue>"
                        + "<table><cell>no row</cell></table>"
                        + "<issue>It <x>bre</x>aks.<history>as before</history></issue></issues>")))
        .containsExactly("7\nopen", "no row", "It breaks.as before");
  }

  @Test
  void elementsOfNothingButTheSameAttributesAreRows() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    """
                    <?xml version='1.0'?><stock title="Spare parts">
                    <group name="Pumps" url="https://e.org/p">
                      <item id="i1" Name="Pump" price="12.50" note="Replace seal yearly"/>
                      <item id="i2" Name="Valve" price="3"/>
                      <item id="i3" Name="Gasket" note="Out of stock"/>
                    </group><group><part name="Rod"/><part size="2" colour="red" use="in"/></group>
                    </stock>
                    """)))
        .containsExactly(
            "title: Spare parts",
            "name: Pumps",
            "table(15) Name\tprice\tnote\nPump\t12.50\tReplace seal yearly\nValve\t3\n"
                + "Gasket\t\tOut of stock",
            "name: Rod",
            "size: 2; colour: red; use: in");
  }

  @Test
  void attributesStandBeforeTheTextOfTheirElement() throws Exception {
    ExtractedDocument log =
        read(
            "a.xml",
            """
            <?xml version='1.0'?><log xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
              xsi:noNamespaceSchemaLocation='log.xsd' xml:lang='en'>
            <title kind='main'>Changes</title>
            <entry user='Ann' action='deleted it' key='{0f8fad5b-d9cb-469f-a165-70867728950e}'>Done
            </entry><entry><price currency='EUR'>44.95</price><rate value='5'/></entry>
            <entry>As <b k='v'>said</b> in <x n='1' title='The big book'>3</x><y alt='A red bridge'/>.
            </entry></log>
            """);

    assertThat(ToldBlocks.of(log))
        .containsExactly(
            "h1 Changes",
            "(user: Ann; action: deleted it) Done",
            "(currency: EUR) 44.95\nvalue: 5",
            "As said in (title: The big book) 3 (alt: A red bridge) .");
    assertThat(log.metadata()).containsEntry("title", List.of("Changes"));
  }

  @Test
  void whatKindATextIsOfIsNoTextWhereElementsMarkTextUp() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    """
                    <?xml version='1.0'?><task id="lamp"><taskbody audience="Keepers of lamps">
                    <cmd importance="required">Press <ui>Go</ui>.</cmd>
                    <note type="note">It is hot.</note>
                    <note type="other" othertype="For the night">It is dark.</note>
                    <weight unit="kg">5</weight>
                    <remark author="smith">Do <b>clean</b> it.</remark></taskbody></task>
                    """)))
        .containsExactly(
            "audience: Keepers of lamps",
            "Press Go.",
            "It is hot.",
            "(othertype: For the night) It is dark.",
            "(unit: kg) 5",
            "(author: smith) Do clean it.");
    assertThat(
            ToldBlocks.of(
                read(
                    "b.xml",
                    "<?xml version='1.0'?><list><city country='france'>Paris</city></list>")))
        .containsExactly("(country: france) Paris");
  }

  @Test
  void keysThatAreTheCodesOfAListAreText() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    """
                    <?xml version='1.0'?><codes id="all">
                    <entry id="aaa" scope="I" name="Ghotuo"/><entry id="zh-Hans" name="Chinese"/>
                    <group id="one"><code id="x"/></group>
                    <group id="two"><code id="de"/><code id="fr"/></group></codes>
                    """)))
        .containsExactly(
            "table(13) id\tscope\tname\naaa\tI\tGhotuo\nzh-Hans\t\tChinese", "table(2) id\nde\nfr");
  }

  @Test
  void theAttributesOfDocumentsAreNoText() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    "a.xml",
                    "<?xml version='1.0'?><section xmlns='http://docbook.org/ns/docbook'"
                        + " version='5.0' role='draft'><para role='intro'>It is.</para></section>")))
        .containsExactly("It is.");
    assertThat(
            ToldBlocks.of(
                read(
                    "b.xml",
                    "<?xml version='1.0'?><book status='draft'><para role='intro'>It is.</para>"
                        + "</book>")))
        .containsExactly("It is.");
  }

  @Test
  void whatWasReadBeforeAnErrorIsKeptAndTold() throws Exception {
    ExtractedDocument broken =
        read("a.xml", "<?xml version='1.0'?><book><para>kept</para><para>too</book>");

    assertThat(broken.text()).isEqualTo("kept\n\ntoo");
    assertThat(broken.gaps()).hasSize(1);
  }

  @Test
  void xmlThatNoParserTakesKeepsItsText() throws Exception {
    ExtractedDocument unbound =
        read("a.xml", "<?xml version='1.0'?><entry><log:b>all</log:b> of it & more</entry>");

    assertThat(unbound.text()).isEqualTo("all of it & more");
    assertThat(unbound.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.reason()).isEqualTo(Reason.PARSE_ERROR))
        .satisfies(gap -> assertThat(gap.detail()).contains("\"log\"", "as far as its elements"));
  }

  @Test
  void aByteOrderMarkIsRightWhereTheDeclarationIsNot() throws Exception {
    String xml = "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?><book><para>Übung</para></book>";
    for (Charset charset : List.of(UTF_16BE, UTF_16LE, UTF_8)) {
      Path file = Files.writeString(folder.resolve("a.xml"), xml, charset);
      ExtractedDocument document = ToldBlocks.documents(file).getFirst();

      assertThat(document.text()).as(charset.name()).isEqualTo("Übung");
      assertThat(document.gaps()).isEmpty();
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theTimeGrowsWithTheElementsOnly() throws Exception {
    int elements = 200_000;

    assertThat(
            read(
                    "a.xml",
                    "<?xml version='1.0'?><a>" + "<b><d/></b>".repeat(elements) + "<c>it</c></a>")
                .text())
        .isEqualTo("it");
  }

  private ExtractedDocument read(String name, String xml) throws Exception {
    return ToldBlocks.documents(Files.writeString(folder.resolve(name), xml)).getFirst();
  }
}
