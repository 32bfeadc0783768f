package io.oyl.ingest.extract.markup;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.process.WireFormat;
import io.oyl.ingest.extract.reading.Message;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of a page stays whole; its frame is marked. */
class PageFurnitureTest {
  private static final String PARAGRAPH =
      "The bridge was built in two years and has carried the trains over the river ever since. ";

  private static final String ARTICLE =
      "<div class='x1'><h1>The bridge</h1><div>"
          + IntStream.range(0, 5)
              .mapToObj(number -> "<p>" + PARAGRAPH + number + ". " + PARAGRAPH + "</p>")
              .collect(Collectors.joining())
          + "</div></div>";

  @TempDir Path folder;

  @Test
  void whatSaysThatItIsFurnitureIsMarkedAndKept() throws Exception {
    List<String> blocks =
        blocks(
            "<nav><ul><li>News</li></ul></nav><div role='search'>Find</div>"
                + "<div class='siteCookieBar'><h2>We care</h2>"
                + PARAGRAPH
                + "<button>Good</button></div>"
                + ARTICLE
                + "<div id='comments'><p class='comment'>"
                + PARAGRAPH.repeat(12)
                + "</p></div><footer>All rights</footer>");

    assertThat(furniture(blocks))
        .containsExactly(
            "News",
            "Find",
            "We care",
            PARAGRAPH + "Good",
            PARAGRAPH.repeat(12).strip(),
            "All rights");
    assertThat(blocks).hasSize(12).contains("h1 The bridge");
  }

  @Test
  void listsOfLinksBesideTheTextAreMarkedAndCardsAreNot() throws Exception {
    String card =
        "<div><h3><a href='/b'>Another bridge over that river</a></h3><p>It fell in the spring of"
            + " that year, when nobody was on it, and was built anew.</p></div>";
    assertThat(
            furniture(
                blocks(
                    "<div><a href='/a'>Sports</a></div>"
                        + ARTICLE
                        + "<section>"
                        + card.repeat(3)
                        + "</section>")))
        .containsExactly("Sports");
  }

  @Test
  void whatAnAnnouncementIsFollowedByIsMarkedUpToTheNextProse() throws Exception {
    String link = "<div><a href='/c'>A bridge of wood for walkers only</a>, 3 May</div>";
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h3>Read more about bridges</h3>"
                        + link
                        + "<p>Its piers stand on rock. "
                        + PARAGRAPH
                        + "</p><h3>More weight than it bears</h3><p>"
                        + PARAGRAPH
                        + "</p><div><h4>Related stories</h4>"
                        + link
                        + "</div></article>")))
        .containsExactly(
            "Read more about bridges",
            "A bridge of wood for walkers only, 3 May",
            "Related stories",
            "A bridge of wood for walkers only, 3 May");
  }

  @Test
  void titlesAndCaptionsSaidBeforeAreMarkedAndRefrainsAreNot() throws Exception {
    String refrain = "<p>Over the river the trains go home</p>";
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge over the river in spring</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><div>The bridge over the river in spring</div>"
                        + refrain
                        + refrain
                        + "</article>")))
        .containsExactly("The bridge over the river in spring");
  }

  @Test
  void longTitlesThatAreLinksAreNoProse() throws Exception {
    String link =
        "<div><a href='/d'><h4>Another bridge, of which nobody knows why it still stands after the"
            + " great flood of that year</h4></a>as it was written down by the watchman of the"
            + " bridge</div>";
    assertThat(furniture(blocks("<aside>" + link.repeat(12) + "</aside>" + ARTICLE))).hasSize(24);
  }

  @Test
  void whatIsOutsideOfTheArticleIsMarked() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<div><p>"
                        + PARAGRAPH
                        + "</p></div><article>"
                        + ARTICLE
                        + "<p>Short.</p></article>")))
        .containsExactly(PARAGRAPH.strip());
  }

  @Test
  void theSectionsOfAPageAreNoFurniture() throws Exception {
    String large = "<div class='s'><h2>a</h2><p>" + PARAGRAPH.repeat(9) + "</p></div>";
    String small = "<div class='s'><h2>b</h2><p>" + PARAGRAPH + "</p></div>";

    assertThat(furniture(blocks(large + small + small))).isEmpty();
  }

  @Test
  void aSectionIsNoFurnitureWhateverItsName() throws Exception {
    String section = "<section class='%1$s' id='%1$s'><h2>Title %1$s</h2><p>%2$s</p></section>";
    StringBuilder sections = new StringBuilder();
    for (String name :
        List.of(
            "reactions",
            "respond",
            "related",
            "share",
            "sponsor",
            "comment",
            "meta",
            "widget",
            "comments-received",
            "consent",
            "cookies",
            "newsletter",
            "menu")) {
      sections.append(section.formatted(name, PARAGRAPH.replace("bridge", name)));
    }
    assertThat(furniture(blocks("<main>" + ARTICLE + sections + "</main>"))).isEmpty();
  }

  @Test
  void aNameTellsFurnitureThatHasNoTitleOrAsksForSomething() throws Exception {
    String text = "<p>" + PARAGRAPH + "</p>";
    assertThat(
            furniture(
                blocks(
                    ARTICLE
                        + "<div class='related'>"
                        + text
                        + "</div><div class='related-posts'><h2>Read on</h2>"
                        + "<a href='/w'>Wood</a></div><div class='newsletter-box'><h2>Letters</h2>"
                        + text.replace("bridge", "letter")
                        + "<input></div>")))
        .hasSize(5);
  }

  @Test
  void aTitleWithItsTextBesideTheArticleIsContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<article>"
                        + ARTICLE
                        + "</article><section><h2>Appendix</h2><table><tr><th>Pier</th></tr>"
                        + "<tr><td>North</td></tr></table></section><h2>Terms</h2>"
                        + "<p>No horses.</p><ul><li>No carts.</li></ul><h2>More bridges</h2>"
                        + "<ul><li><a href='/w'>The wooden one</a></li></ul>")))
        .containsExactly("More bridges", "The wooden one");
  }

  @Test
  void questionsInButtonsAreContent() throws Exception {
    String question =
        "<div><button>Does pier %1$s hold?</button><div hidden><p>Pier %1$s. %2$s</p></div></div>";
    String questions =
        IntStream.range(0, 6)
            .mapToObj(pier -> question.formatted(pier, PARAGRAPH))
            .collect(Collectors.joining());
    assertThat(furniture(blocks("<main><h1>Questions</h1>" + questions + "</main>"))).isEmpty();
  }

  @Test
  void listsWhoseLinksAreTheDataAreContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main>"
                        + ARTICLE
                        + "<ul><li><a href='tel:+4930123'>030 123</a></li>"
                        + "<li><a href='mailto:a@b.example'>a@b.example</a></li></ul>"
                        + "<ul><li><a href='/plan.PDF'>Plan of the piers</a></li></ul>"
                        + "<ul><li><a href='#north'>The northern pier</a></li></ul>"
                        + "<div><a href='/other'>Other bridges</a></div></main>")))
        .containsExactly("Other bridges");
    assertThat(
            furniture(
                blocks(
                    "<main><h1>Laws</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><ul><li><a href='/l1'>Law on bridges</a></li>"
                        + "<li><a href='/l2'>Law on ferries</a></li></ul></main>")))
        .isEmpty();
  }

  @Test
  void aSentenceWithLinksBehindAnAnnouncementIsContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h2>Related topics</h2><p>It is like <a href='/w'>the wooden one</a>"
                        + " in that both of them carried trains once.</p><h2>See also</h2>"
                        + "<ul><li><a href='/f'>Ferries</a></li></ul></article>")))
        .isEmpty();
  }

  @Test
  void whoWroteItAndWhenStandsBelowTheTitle() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<div><div><h1>The bridge</h1><p><a href='/a'>All bridges</a></p></div>"
                        + "<div>By Ada Moor, 4 May</div><article><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p></article><div>Page 4</div></div>")))
        .containsExactly("All bridges", "Page 4");
  }

  @Test
  void aSmallTableIsThePageAndItsMenuIsNot() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<nav><a href='/'>Home</a></nav><table><tr><th>Bridge</th><th>Year</th></tr>"
                        + "<tr><td>The old one</td><td>1902</td></tr></table>")))
        .containsExactly("Home");
  }

  @Test
  void theMenuOfAPageThatIsPutTogetherByATableIsMarked() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<table><tr><td><a href='/i'>Index</a><br><a href='/p'>Pictures</a></td><td>"
                        + ARTICLE
                        + "</td></tr></table>")))
        .containsExactly("Index\nPictures");
  }

  @Test
  void whatIsHiddenIsFurnitureWhereItAsksForSomething() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><div style='Display : none'><p>Forgotten?</p><input></div>"
                        + "<div hidden><h4>Almost done</h4><textarea></textarea></div>"
                        + "<div><p>Shown</p><input></div>"
                        + "<div style='display:none'><p>For the trains.</p></div></article>")))
        .containsExactly("Forgotten?", "Almost done");
  }

  @Test
  void whatAScriptFillsInAndShowsIsFurniture() throws Exception {
    String page =
        "<article><h1>The bridge</h1><p>"
            + PARAGRAPH.repeat(6)
            + "</p><div style='display:none'><p>Welcome, {* name *}!</p></div></article>";

    assertThat(furniture(blocks(page))).containsExactly("Welcome, {* name *}!");
  }

  @Test
  void linksThatStandAloneBesideTheTextAreMarked() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<a href='#main'>Skip to content</a>"
                        + ARTICLE
                        + "It ends <a href='/e'>here</a>")))
        .containsExactly("Skip to content");
  }

  @Test
  void linesThatLeadToOtherPagesAreMarked() throws Exception {
    String link = "<a href='/c'>A bridge of wood for walkers only</a>";
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><p>Related: "
                        + link
                        + "</p><p>Seen from: "
                        + link
                        + "</p><label>More great stories</label><div>"
                        + link
                        + "</div>It stands.<div>Keyboard</div></article>")))
        .containsExactly("More great stories", "A bridge of wood for walkers only");
  }

  @Test
  void anIntroductionBetweenTheTitleAndTheTextIsRead() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<div><h1>The bridge</h1><div class='lead'>"
                        + PARAGRAPH
                        + "</div><div class='article-text'><p>"
                        + PARAGRAPH.repeat(5)
                        + "</p></div><div>"
                        + PARAGRAPH.replace("bridge", "tunnel")
                        + "</div></div>")))
        .containsExactly(PARAGRAPH.replace("bridge", "tunnel").strip());
  }

  @Test
  void theWordsThatLeadIntoTheTextAreReadWhateverTheirNameAndPlace() throws Exception {
    String lead = "<div><p class='article-teaser'>%s. " + PARAGRAPH + "</p></div>";
    assertThat(
            furniture(
                blocks(
                    "The bridge over the river - Times",
                    "<header><h1>Times</h1><p>"
                        + PARAGRAPH.replace("bridge", "paper")
                        + "</p></header><div><h2>The bridge over the river</h2><div>3 May</div><div"
                        + " class='newsletter'>"
                        + PARAGRAPH.replace("bridge", "letter")
                        + "</div>"
                        + lead.formatted("First")
                        + lead.formatted("Second")
                        + "<div class='story'><div class='article-text'><p>"
                        + PARAGRAPH.repeat(5)
                        + "</p></div></div></div>")))
        .containsExactly(
            "Times",
            PARAGRAPH.replace("bridge", "paper").strip(),
            PARAGRAPH.replace("bridge", "letter").strip());
  }

  @Test
  void aShortTitleWithNothingButFurnitureBelowItIsFurniture() throws Exception {
    String links = "<ul class='related'><li><a href='/c'>A bridge of wood</a></li></ul>";
    String sentence =
        "Nobody knows why this one still stands after the great flood of that year, in May";
    assertThat(
            furniture(
                blocks(
                    "<main><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h2>Pictures</h2><img src='a.png'>"
                        + links
                        + "<h2>Elsewhere</h2><h3>Near</h3>"
                        + links
                        + "<h3>Far</h3>"
                        + links
                        + "<h2>Piers</h2><h3>Of wood</h3>"
                        + links
                        + "<h3>Of stone</h3><p>Nine.</p><h2>Nothing yet</h2><h2>"
                        + sentence
                        + "</h2>"
                        + links
                        + "</main>")))
        .containsExactly(
            "A bridge of wood",
            "Elsewhere",
            "Near",
            "A bridge of wood",
            "Far",
            "A bridge of wood",
            "Of wood",
            "A bridge of wood",
            "A bridge of wood");
  }

  @Test
  void aTitleAtTheEndOfTheTextIsNoneOfWhatComesBehindIt() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h2>Open from 9 to 5</h2></main><footer>All rights</footer>")))
        .containsExactly("All rights");
  }

  @Test
  void theNameOfTheSiteIsNoTitle() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "Flood damages old crossing - Times",
                    "<nav><h2>Times</h2><a href='/a'>News</a></nav><h1>The bridge is closed</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p>")))
        .containsExactly("Times", "News");
  }

  @Test
  void aTitleThatOnlySoundsLikeAnAnnouncementIsOne() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h3>Top</h3><div>2 m of oak</div><h3>Other</h3><div>Nails</div>"
                        + "<p>See: <a href='/l'>section 4 of the law on bridges</a></p></article>")))
        .isEmpty();
  }

  @Test
  void aSentenceUnderAnotherTitleIsSaidAgain() throws Exception {
    String weight = "<div>Weight of the whole of it: three tons</div>";
    assertThat(
            furniture(
                blocks(
                    "<article><h1>Bridges</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h3>The old one</h3>"
                        + weight
                        + "<h3>The new one</h3>"
                        + weight
                        + weight
                        + "</article>")))
        .containsExactly("Weight of the whole of it: three tons");
  }

  @Test
  void answersAreWhatTheQuestionIs() throws Exception {
    String post = "<div class='post'><div class='post-content'><p>%s</p></div></div>";
    assertThat(
            furniture(
                blocks(
                    "<h1>Does it hold?</h1>"
                        + post.formatted(PARAGRAPH.repeat(8))
                        + post.formatted(PARAGRAPH))))
        .isEmpty();
  }

  @Test
  void aPageOfCommentsIsWhatIsSaidInThem() throws Exception {
    String comment =
        "<div class='comment'><b class='comment-author'>A%1$s</b><p>%1$s. %2$s</p></div>";
    String comments =
        IntStream.range(0, 5)
            .mapToObj(number -> comment.formatted(number, PARAGRAPH.repeat(2)))
            .collect(Collectors.joining());
    assertThat(furniture(blocks("<h1>Does it hold?</h1>" + comments))).isEmpty();
  }

  @Test
  void aChapterIsNamedAfterItsTitle() throws Exception {
    assertThat(
            furniture(
                blocks(
                    ARTICLE
                        + "<div id='cookies'><h2>5. Cookies</h2><p>"
                        + PARAGRAPH
                        + "</p></div>")))
        .isEmpty();
  }

  @Test
  void runningTextIsContentWhateverWordIsInItsClass() throws Exception {
    StringBuilder body = new StringBuilder("<div>" + ARTICLE + "</div>");
    for (String name :
        List.of("overflow-hidden", "d-print-block", "share-capital", "related-party", "ad-hoc")) {
      body.append("<div class='").append(name).append("'><p>").append(name).append(". ");
      body.append(PARAGRAPH).append("</p></div>");
    }
    assertThat(furniture(blocks("<main>" + body + "</main>"))).isEmpty();
  }

  @Test
  void aNameThatIsOnAllOfThePageTellsNothing() throws Exception {
    String widget = "<div class='page-widget'><div><p>%s. " + PARAGRAPH + "</p></div></div>";
    String widgets =
        IntStream.range(0, 6).mapToObj(widget::formatted).collect(Collectors.joining());
    assertThat(furniture(blocks("<div>" + widgets + "<div class='widget'>Open at 9</div></div>")))
        .isEmpty();
    assertThat(
            furniture(
                blocks(
                    "<div class='builder-widget'>"
                        + ARTICLE
                        + "</div><div class='builder-widget'><p>"
                        + PARAGRAPH
                        + "</p></div>")))
        .isEmpty();
  }

  @Test
  void theHeaderOfAnArticleIsItsTitle() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<header>Times</header><h1>Times</h1><article><header><h1>The bridge</h1>"
                        + "<p>Two years</p></header>"
                        + ARTICLE
                        + "<section><header><h2>Piers</h2></header>Of stone</section>"
                        + "<blockquote>It holds.<footer>Ada Moor</footer></blockquote></article>"
                        + "<footer>All rights</footer>")))
        .containsExactly("Times", "All rights");
  }

  @Test
  void theFooterIsNoTextThatCommentsAreBeside() throws Exception {
    String comments =
        IntStream.range(0, 9)
            .mapToObj(number -> "<div class='comment'>" + number + ". " + PARAGRAPH + "</div>")
            .collect(Collectors.joining());
    assertThat(
            furniture(
                blocks(
                    "<h1>Does it hold?</h1><div class='comments'>"
                        + comments
                        + "</div><footer>"
                        + PARAGRAPH.repeat(2)
                        + "</footer><div class='consent'>"
                        + PARAGRAPH.repeat(5)
                        + "</div>")))
        .containsExactly(PARAGRAPH.repeat(2).strip(), PARAGRAPH.repeat(5).strip());
  }

  @Test
  void aChapterOnCommentsIsNoDiscussion() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main>"
                        + ARTICLE
                        + "<section id='comments'><h2>Comments</h2><p>Of a line. "
                        + PARAGRAPH
                        + "</p><section id='block-comments'><h3>Of blocks</h3><p>Of blocks. "
                        + PARAGRAPH
                        + "</p></section></section></main>")))
        .isEmpty();
  }

  @Test
  void listsAndTablesOfLinksInTheMainPartAreContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main><h1>Laws</h1><div><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p></div><h2>A to C</h2><ul><li><a href='/l1'>Law on bridges</a></li></ul>"
                        + "<table><tr><th>Form</th></tr><tr><td><a href='/f'>F 1</a></td></tr>"
                        + "<tr><td><a href='/g'>F 2</a></td></tr></table>"
                        + "<h2><a href='/n'>Northern piers</a></h2>Of stone"
                        + "<h2>Related links</h2><ul><li><a href='/w'>Wood</a></li></ul></main>")))
        .containsExactly("Related links", "Wood");
  }

  @Test
  void theRowsOfALayoutAreContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<table><tr><td><a href='/i'>Index</a></td><td><table><tr><td>Open at 9</td>"
                        + "</tr><tr><td>"
                        + ARTICLE
                        + "</td></tr><tr><td>Fee: 3</td></tr></table></td></tr></table>")))
        .containsExactly("Index");
  }

  @Test
  void whatIsNoLinkToAPageLeadsNowhere() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main>"
                        + ARTICLE
                        + "<div><a name='s'>Start of it</a></div><div><a href=''>Middle</a></div>"
                        + "<div><a href='#'>End</a></div><div><a href='javascript:f()'>All</a></div>"
                        + "<div><a href='/p.pdf?v=2'>Plan</a></div>"
                        + "<div><a href='/p.jpg#x'>Picture</a></div>"
                        + "<div><a href='/p.html'>Page</a></div></main>")))
        .containsExactly("Page");
  }

  @Test
  void aNoticeThatAsksWithALinkIsOneInSpiteOfItsTitle() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<main>"
                        + ARTICLE
                        + "</main><div class='cookie-banner'><h2>We use cookies</h2><p>"
                        + PARAGRAPH
                        + "</p><a href='#accept'>Accept</a></div>")))
        .hasSize(3);
  }

  @Test
  void aListOfShortLinesAndAShortSentenceWithALinkAreContent() throws Exception {
    assertThat(
            furniture(
                blocks(
                    "<div><h1>The bridge</h1><div><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p></div><ul><li>Three tons</li></ul></div>")))
        .isEmpty();
    assertThat(
            furniture(
                blocks(
                    "<article><h1>The bridge</h1><p>"
                        + PARAGRAPH.repeat(6)
                        + "</p><h3>Other</h3><p>See <a href='/l'>the law on bridges</a> on this.</p>"
                        + "</article>")))
        .isEmpty();
  }

  @Test
  void aPictureIsNotToldTwice() throws Exception {
    assertThat(
            blocks(
                "<figure><img alt='The old bridge'><figcaption>The old bridge, 1902</figcaption>"
                    + "</figure><figure><img alt='The new bridge'></figure>"))
        .containsExactly("CAPTION The old bridge, 1902", "CAPTION The new bridge");
  }

  @Test
  void aPageIsNotItsOwnFurniture() throws Exception {
    assertThat(furniture(blocks("<div class='sidebar widget'>" + ARTICLE + "</div>"))).isEmpty();
    assertThat(furniture(blocks("<div class='comments'><p>" + PARAGRAPH + "</p></div>"))).isEmpty();
  }

  @Test
  void templatesBesideTextAreFurnitureAndWithoutAnyThePage() throws Exception {
    String hello = "Hello {{name}}, here is what we found for you in all of our many other pages.";
    String template = "<script type='text/template'><p>" + hello + "</p></script>";

    assertThat(furniture(blocks(ARTICLE + template))).containsExactly(hello);
    assertThat(furniture(blocks("<p>short</p>" + template))).isEmpty();
    assertThat(
            furniture(
                blocks("<div>" + template + "<noscript><p>" + hello + "</p></noscript></div>")))
        .isEmpty();
  }

  @Test
  void theMarkComesThroughToTheOwner() throws Exception {
    Path page = Files.writeString(folder.resolve("a.html"), "<html><nav>News</nav>" + ARTICLE);
    Extraction read = new Extraction.Extracted(ToldBlocks.documents(page));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WireFormat.writeAnswer(new DataOutputStream(bytes), read, "", 0);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));

    if (WireFormat.read(in, ExtractSettings.defaults()) instanceof Message.Answer answer
        && answer.extraction() instanceof Extraction.Extracted extracted) {
      assertThat(ToldBlocks.of(extracted.documents().getFirst())).startsWith("FURNITURE News");
    } else {
      throw new AssertionError("no answer");
    }
  }

  private static List<String> furniture(List<String> blocks) {
    return blocks.stream()
        .filter(block -> block.startsWith("FURNITURE "))
        .map(block -> block.substring("FURNITURE ".length()))
        .toList();
  }

  private List<String> blocks(String body) throws Exception {
    return blocks("", body);
  }

  private List<String> blocks(String title, String body) throws Exception {
    Path page = folder.resolve("a.html");
    String head = "<!doctype html><html><head><title>" + title + "</title></head>";
    Files.writeString(page, head + "<body>" + body + "</body></html>");
    return ToldBlocks.of(ToldBlocks.documents(page).getFirst());
  }
}
