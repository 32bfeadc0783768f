package io.oyl.ingest.tag;

import static io.oyl.ingest.tag.Samples.chunks;
import static io.oyl.ingest.tag.Samples.document;
import static io.oyl.ingest.tag.Samples.names;
import static io.oyl.ingest.tag.Samples.withKeywords;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TaggerTest {
  private static final String VOLCANOES =
      """
      Volcanic eruptions are hard to forecast. A volcanic eruption follows the rise of magma \
      through the crust. Seismic sensors record the rise of magma, and seismic sensors are cheap.

      Farmers near the crater grow coffee beans. Coffee beans need volcanic soil and steady rain. \
      The farmers sell coffee beans to roasting companies.

      Insurance companies pay for damaged houses after an eruption. An insurance policy covers \
      volcanic ash. Few insurance companies accept new houses near the crater.
      """;

  private final Tagger tagger = new Tagger(TagSettings.defaults());

  @Test
  void nounPhrasesBecomeTagsAndVerbsDoNot() {
    List<String> names = names(Samples.documentTags(tagger, document("en", VOLCANOES)));
    assertThat(names).contains("volcanic eruptions", "coffee beans", "seismic sensors");
    assertThat(names).doesNotContain("record", "need", "follows", "the rise", "sell coffee beans");
  }

  @Test
  void formsOfOneStemAreOneTagShownInTheFormMetMostOften() {
    String text =
        "We study neural networks. Neural networks learn. A neural network has layers. "
            + "Most neural networks are deep.";
    List<String> names = names(Samples.documentTags(tagger, document("en", text)));
    assertThat(names).contains("neural networks").doesNotContain("neural network");
  }

  @Test
  void theNumberOfASectionIsNoPartOfAPhrase() {
    String heading = "2.1 Glacier retreat";
    String clause = "3.2 Supplier duties are many. They weigh 4.5 million tonnes.";
    String text = heading + "\n" + clause;
    List<Block> blocks =
        List.of(
            new Block.Heading(new TextSpan(0, heading.length()), 1),
            new Block.Paragraph(new TextSpan(heading.length() + 1, text.length())));
    assertThat(names(Samples.documentTags(tagger, document("en", text, blocks, Map.of()))))
        .contains("glacier retreat", "supplier duties", "4.5 million tonnes")
        .noneMatch(name -> name.startsWith("2.1") || name.startsWith("3.2"));
  }

  @Test
  void partsOfABetterPhraseAreLeftOut() {
    String text = "Conjunctive grammars are useful. The conjunctive grammars describe languages.";
    assertThat(names(Samples.documentTags(tagger, document("en", text))))
        .contains("conjunctive grammars")
        .doesNotContain("grammars", "conjunctive");
  }

  @Test
  void aPartThatIsSaidMuchMoreOftenThanTheWholeIsATagOfItsOwn() {
    String text =
        "The tidal harbours are deep. The harbours silt up. Harbours cost money, and harbours"
            + " earn money. Towns like their harbours.";
    assertThat(names(Samples.documentTags(tagger, document("en", text))))
        .contains("tidal harbours", "harbours");
  }

  @Test
  void aNounThatCouldBeAVerbStaysInItsPhrase() {
    String text = "Nobody solved the sign problem. They rely on the sign problem in simulations.";
    assertThat(names(Samples.documentTags(tagger, document("en", text))))
        .contains("sign problem")
        .doesNotContain("problem");
  }

  @Test
  void wordsJoinedByADashAreOneWordHoweverTheDashIsWritten() {
    String text =
        "The Klein\u2013Gordon equation holds. The Klein\u2013Gordon equation is old."
            + " A Klein-Gordon equation has solutions.";
    assertThat(names(Samples.documentTags(tagger, document("en", text))))
        .contains("Klein\u2013Gordon equation")
        .doesNotContain("Gordon equation", "Klein-Gordon equation", "Klein");
  }

  @Test
  void capitalsThatOnlyBeginASentenceAreNotShown() {
    String text = "Coffee beans are cheap. Nobody expected it. NASA measured the decay in Norway.";
    assertThat(names(Samples.documentTags(tagger, document("en", text))))
        .contains("coffee beans", "NASA", "Norway");
  }

  @Test
  void phrasesOfHeadingsRankHigher() {
    String heading = "Glacier retreat";
    String body = "The river carries gravel. Winter storms move sand. Glacier retreat goes on.";
    String text = heading + "\n" + body;
    List<Block> blocks =
        List.of(
            new Block.Heading(new TextSpan(0, heading.length()), 1),
            new Block.Paragraph(new TextSpan(heading.length() + 1, text.length())));
    List<Tag> tags = Samples.documentTags(tagger, document("en", text, blocks, Map.of()));
    assertThat(tags.getFirst().name()).isEqualTo("glacier retreat");
    assertThat(tags.getFirst().score()).isEqualTo(1);
  }

  @Test
  void codeAndReferencesAreNotTagged() {
    String prose = "The scheduler runs background jobs.";
    String code = "int bufferOverrun = heapWalker.next();";
    String references = "References";
    String entry = "Smith, J.: Unrelated phantom topics. Obscure Press, 1999.";
    List<Block> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    blocks.add(new Block.Paragraph(append(text, prose)));
    blocks.add(new Block.Code(append(text, code)));
    blocks.add(new Block.Heading(append(text, references), 1));
    blocks.add(new Block.Paragraph(append(text, entry)));
    List<String> names =
        names(Samples.documentTags(tagger, document("en", text.toString(), blocks, Map.of())));
    assertThat(names).contains("background jobs");
    assertThat(String.join(" ", names)).doesNotContain("buffer").doesNotContain("phantom");
  }

  @Test
  void cellsOfATableAreNotJoined() {
    String text = "Region\tRevenue\nNorthern Europe\tcopper wire\nWest Africa\tpalm oil";
    List<Block> blocks =
        List.of(new Block.Table(new TextSpan(0, text.length()), new TextSpan(0, 14)));
    assertThat(names(Samples.documentTags(tagger, document("en", text, blocks, Map.of()))))
        .contains("copper wire", "palm oil")
        .noneMatch(name -> name.contains("Europe copper") || name.contains("wire West"));
  }

  @Test
  void aChunkHasTheTagsThatItSays() {
    ExtractedDocument document = document("en", VOLCANOES);
    List<TaggedChunk> tagged = Samples.tag(tagger, document, chunks(VOLCANOES, 170));
    assertThat(tagged).hasSizeGreaterThan(2);
    for (TaggedChunk chunk : tagged) {
      String said = chunk.chunk().text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      assertThat(chunk.tags()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
      for (Tag tag : chunk.tags()) {
        String stem = tag.name().toLowerCase(Locale.ROOT).replaceAll("(ies|y|s)$", "");
        assertThat(said).contains(stem);
      }
    }
    assertThat(names(tagged.getFirst().tags())).contains("magma").doesNotContain("coffee beans");
    assertThat(names(tagged.get(1).tags())).contains("coffee beans");
  }

  @Test
  void positionsCountCodePoints() {
    String text = "\uD83C\uDF0B".repeat(600) + " Lava flows burn. The ice caps are thin.";
    int ice = text.codePointCount(0, text.indexOf("The ice"));
    int end = text.codePointCount(0, text.length());
    TextChunk chunk =
        new TextChunk(0, ice, end, "The ice caps are thin.", null, null, List.of(), "", 4);
    List<TaggedChunk> tagged = Samples.tag(tagger, document("en", text), List.of(chunk));
    assertThat(names(tagged.getFirst().tags())).containsExactly("ice caps");
  }

  @Test
  void keywordsOfTheFileAreOnEveryChunkFirst() {
    ExtractedDocument document = withKeywords(VOLCANOES, "Geology, coffee beans; Iceland");
    for (TaggedChunk chunk : Samples.tag(tagger, document, chunks(VOLCANOES, 170))) {
      assertThat(names(chunk.tags(), Tag.Source.DOCUMENT))
          .containsExactlyInAnyOrder("Geology", "coffee beans", "Iceland");
      assertThat(names(chunk.tags(), Tag.Source.AUTOMATIC)).doesNotContain("coffee beans");
      assertThat(chunk.tags().subList(0, 3)).allMatch(tag -> tag.source() == Tag.Source.DOCUMENT);
    }
    TaggedChunk coffee = Samples.tag(tagger, document, chunks(VOLCANOES, 170)).get(1);
    assertThat(coffee.tags().getFirst()).isEqualTo(new Tag("coffee beans", Tag.Source.DOCUMENT, 1));
    assertThat(coffee.tags().get(1).score()).isEqualTo(0.5);
  }

  @Test
  void keywordsAreCleaned() {
    String tooLong = "word ".repeat(40);
    ExtractedDocument document =
        withKeywords(
            "Text.",
            " data \t base ,\u0007ingest\u0000ion,, ; \u00a0 ;DATA  BASE;---;\u201cquoted\u201d",
            tooLong,
            "\uD83D\uDE00\uD83D\uDE00",
            "b".repeat(300));
    List<String> names = names(Samples.documentTags(tagger, document), Tag.Source.DOCUMENT);
    assertThat(names)
        .containsExactly(
            "data base",
            "ingestion",
            "quoted",
            "word ".repeat(20).strip(),
            "b".repeat(Tag.MAX_LENGTH));
  }

  @Test
  void keywordsAreBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      many.append("keyword").append(i).append(',');
    }
    assertThat(Samples.documentTags(tagger, withKeywords("", many.toString()))).hasSize(32);
  }

  @Test
  void withoutAutomaticTagsTheKeywordsStay() {
    Tagger keywordsOnly = new Tagger(new TagSettings(false, 20, 8, 32, 5));
    ExtractedDocument document = withKeywords(VOLCANOES, "geology");
    assertThat(names(Samples.documentTags(keywordsOnly, document))).containsExactly("geology");
    assertThat(Samples.tag(keywordsOnly, document, chunks(VOLCANOES, 170)))
        .allSatisfy(chunk -> assertThat(names(chunk.tags())).containsExactly("geology"));
  }

  @Test
  void limitsAreKept() {
    Tagger few = new Tagger(new TagSettings(true, 3, 2, 32, 1));
    ExtractedDocument document = document("en", VOLCANOES);
    assertThat(Samples.documentTags(few, document))
        .hasSize(3)
        .noneMatch(tag -> tag.name().contains(" "));
    assertThat(Samples.tag(few, document, chunks(VOLCANOES, 170)))
        .allSatisfy(chunk -> assertThat(chunk.tags()).hasSizeLessThanOrEqualTo(2));
  }

  @Test
  void scoresAreInBoundsAndNoTagComesTwice() {
    ExtractedDocument document =
        document("en", VOLCANOES, List.of(), Map.of("keywords", List.of("crater, Crater, CRATER")));
    List<List<Tag>> lists = new ArrayList<>();
    lists.add(Samples.documentTags(tagger, document));
    Samples.tag(tagger, document, chunks(VOLCANOES, 100)).forEach(chunk -> lists.add(chunk.tags()));
    for (List<Tag> tags : lists) {
      assertThat(tags)
          .allSatisfy(tag -> assertThat(tag.score()).isGreaterThan(0).isLessThanOrEqualTo(1));
      assertThat(tags.stream().map(tag -> tag.source() + tag.name()).distinct())
          .hasSameSizeAs(tags);
      for (Tag.Source source : Tag.Source.values()) {
        assertThat(tags.stream().filter(tag -> tag.source() == source).map(tag -> -tag.score()))
            .isSorted();
      }
    }
  }

  @Test
  void otherDocumentsAndThreadsDoNotMatter() throws Exception {
    ExtractedDocument document = document("en", VOLCANOES);
    List<TaggedChunk> alone =
        Samples.tag(new Tagger(TagSettings.defaults()), document, chunks(VOLCANOES, 170));
    Samples.documentTags(tagger, document("en", "Coffee beans. ".repeat(500)));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<List<TaggedChunk>> task =
          () -> Samples.tag(tagger, document, chunks(VOLCANOES, 170));
      for (Future<List<TaggedChunk>> result :
          threads.invokeAll(java.util.Collections.nCopies(40, task))) {
        assertThat(result.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void theFingerprintNamesWhatDecides() {
    assertThat(tagger.fingerprint())
        .isEqualTo(new Tagger(TagSettings.defaults()).fingerprint())
        .contains("lucene-10.", "opennlp-2.", "ud-ewt-pos", "maxPerChunk=8");
    assertThat(new Tagger(new TagSettings(true, 20, 9, 32, 5)).fingerprint())
        .isNotEqualTo(tagger.fingerprint());
  }

  @Test
  void aDocumentWithoutTextHasNoTags() {
    assertThat(Samples.documentTags(tagger, document("en", ""))).isEmpty();
    assertThat(Samples.documentTags(tagger, document(null, " \n\t "))).isEmpty();
    assertThat(Samples.tag(tagger, document("en", ""), List.of())).isEmpty();
  }

  @Test
  void chunksComeBackAsTheyWere() {
    List<TextChunk> chunks = chunks(VOLCANOES, 170);
    assertThat(
            Samples.tag(tagger, document("en", VOLCANOES), chunks).stream().map(TaggedChunk::chunk))
        .containsExactlyElementsOf(chunks);
  }

  private static TextSpan append(StringBuilder text, String block) {
    int start = text.length();
    text.append(block);
    int end = text.length();
    text.append("\n\n");
    return new TextSpan(start, end);
  }
}
