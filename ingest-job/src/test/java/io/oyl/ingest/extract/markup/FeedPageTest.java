package io.oyl.ingest.extract.markup;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the entries of a feed say is read, with what it is. */
class FeedPageTest {
  @TempDir Path folder;

  @Test
  void anEntryWithoutALinkOrATitleIsOneToo() throws Exception {
    ExtractedDocument feed =
        read(
            """
            <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel><title>News</title><description>Of all kinds</description>
            <item><title>Bridge opened</title><link>https://e.org/1</link><dc:creator>Ann</dc:creator>
            <category domain="x">rivers</category>
            <description>&lt;p&gt;It was &lt;b&gt;o&lt;/b&gt;pened.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;today
            </description></item>
            <item><title>Rain &amp;amp; wind</title><description>In the north.</description></item>
            <item><description>Only text.</description></item></channel></rss>
            """);

    assertThat(ToldBlocks.of(feed))
        .containsExactly(
            "h1 News",
            "Of all kinds",
            "h2 Bridge opened",
            "Ann rivers",
            "It was opened.",
            "item today",
            "FURNITURE https://e.org/1",
            "h2 Rain & wind",
            "In the north.",
            "Only text.");
    assertThat(feed.mimeType()).isEqualTo("application/rss+xml");
    assertThat(feed.metadata())
        .containsEntry("title", List.of("News"))
        .doesNotContainKey("authors");
  }

  @Test
  void theWholeTextOfAnEntryIsReadAndItsBeginningNotTwice() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    """
                    <?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/">
                    <channel><title>Blog</title><item><title>Clocks</title>
                    <description>They are wound.</description><rooms>5</rooms>
                    <content:encoded><![CDATA[<p>They are wound. On Mondays in 2015.</p>]]></content:encoded>
                    </item></channel></rss>
                    """)))
        .containsExactly("h1 Blog", "h2 Clocks", "5", "They are wound. On Mondays in 2015.");
  }

  @Test
  void atomHasItsTextsAsMarkupAsElementsOrAsTheyAre() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    """
                    <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Log</title>
                    <entry><title type="text">a &lt;b&gt;</title><category term="rivers"/>
                    <summary>Short.</summary>
                    <content type="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</content></entry>
                    <entry><title>c</title><author><name>Ann</name></author>
                    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
                    <p>Three</p></div></content></entry></feed>
                    """)))
        .containsExactly(
            "h1 Log", "h2 a <b>", "rivers", "Short.", "One", "Two", "h2 c", "Ann", "Three");
  }

  @Test
  void theItemsOfOldFeedsStandBesideTheirChannel() throws Exception {
    assertThat(
            ToldBlocks.of(
                read(
                    """
                    <?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
                      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                    <channel rdf:about="x"><title>News</title><link>http://x</link></channel>
                    <item rdf:about="y"><title>Bridge</title><description>It is open.</description>
                    </item></rdf:RDF>
                    """)))
        .containsExactly("h1 News", "FURNITURE http://x", "h2 Bridge", "It is open.");
  }

  private ExtractedDocument read(String xml) throws Exception {
    return ToldBlocks.documents(Files.writeString(folder.resolve("feed.xml"), xml)).getFirst();
  }
}
