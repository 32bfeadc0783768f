package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextChunkerTest {
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog. ";

  private final TextChunker chunker = chunker(40, 5);

  @Test
  void shortParagraphsGoTogetherAndLongOnesStandAlone() {
    ExtractedDocument document =
        new Documents()
            .paragraph(SENTENCE.repeat(3))
            .paragraph("Short one.")
            .paragraph("Short two.")
            .paragraph("Short three.")
            .paragraph(SENTENCE.repeat(3))
            .build();

    assertThat(chunker.chunk(document)).extracting(TextChunk::tokens).containsExactly(27, 6, 27);
  }

  @Test
  void textIsCutWhereItsSubjectChanges() {
    String foxes =
        "The fox hunts mice here. The fox digs dens here. The fox barks at night here. "
            + "The fox eats mice here. The fox digs deep here. ";
    String taxes = "An office collects money. An office collects taxes. An office spends money. ";

    List<TextChunk> chunks = chunker(36, 5).chunk(new Documents().paragraph(foxes + taxes).build());

    assertThat(chunks).extracting(TextChunk::text).containsExactly(foxes.strip(), taxes.strip());
  }

  @Test
  void aTitleThatIsNotMarkedAsOneGoesWithTheTextBelowIt() {
    ExtractedDocument document =
        new Documents()
            .paragraph(SENTENCE.repeat(3))
            .paragraph("How foxes live")
            .paragraph(SENTENCE.repeat(3))
            .build();

    assertThat(chunker.chunk(document))
        .extracting(TextChunk::text)
        .containsExactly(
            SENTENCE.repeat(3).strip(), "How foxes live\n\n" + SENTENCE.repeat(3).strip());
  }

  @Test
  void aSentenceThatEndsWithAColonGoesWithTheListBelowIt() {
    ExtractedDocument document =
        new Documents()
            .paragraph(SENTENCE.repeat(3) + "They eat:")
            .listItem("Mice that live under the old barn behind the house near the river.")
            .listItem("Berries that grow along the path to the river behind the house.")
            .build();

    assertThat(chunker.chunk(document).getLast().text()).startsWith("They eat:");
  }

  @Test
  void aChunkCarriesTheTitleAndTheHeadingsThatItDoesNotSay() {
    ExtractedDocument document =
        new Documents()
            .metadata("title", "All about foxes")
            .heading(1, "Life")
            .heading(2, "Food")
            .paragraph(SENTENCE.repeat(7))
            .build();

    List<TextChunk> chunks = chunker.chunk(document);

    assertThat(chunks.getFirst().context()).isEqualTo("All about foxes\n");
    assertThat(chunks.get(1).context()).isEqualTo("All about foxes › Life › Food\n");
    assertThat(chunks).allMatch(chunk -> chunk.tokens() <= 40);
  }

  @Test
  void aTableSaysItsHeaderRowAgain() {
    ExtractedDocument document =
        new Documents().table("name\tcolour\n", "fox\tred\n".repeat(30)).build();

    List<TextChunk> chunks = chunker.chunk(document);

    assertThat(chunks).hasSizeGreaterThan(1);
    assertThat(chunks.getFirst().context()).isEmpty();
    assertThat(chunks.subList(1, chunks.size()))
        .allMatch(chunk -> chunk.context().equals("name\tcolour\n"))
        .allMatch(chunk -> chunk.tokens() <= 40);
  }

  @Test
  void aTableThatGoesOnOverleafSaysTheHeaderRowOfItsBeginning() {
    ExtractedDocument document =
        new Documents()
            .page()
            .table("name\tcolour\n", "fox\tred\n".repeat(8))
            .page()
            .tableUnder(new TextSpan(0, 11), "hen\tbrown\n".repeat(30))
            .build();

    List<TextChunk> chunks = chunker.chunk(document);

    assertThat(chunks).hasSizeGreaterThan(2);
    assertThat(chunks.getFirst().context()).isEmpty();
    assertThat(chunks.subList(1, chunks.size()))
        .allMatch(chunk -> chunk.context().equals("name\tcolour\n"))
        .allMatch(chunk -> chunk.tokens() <= 40);
  }

  @Test
  void aListItemThatFitsStaysWhole() {
    String item = "Foxes are red. They hunt mice. They dig dens.";
    ExtractedDocument document =
        new Documents().listItem(item).listItem(item).listItem(item).listItem(item).build();

    assertThat(chunker(30, 5).chunk(document))
        .allMatch(chunk -> chunk.text().startsWith("Foxes") && chunk.text().endsWith("dens."));
  }

  @Test
  void theFrameOfAWebPageIsSetAsideUnlessAskedFor() {
    ExtractedDocument document =
        new Documents().furniture("Home News Contact").paragraph("The fox.").build();
    TextChunker all =
        new TextChunker(TestTokenizers.words(40), new ChunkSettings(0, 0, 5, 0, true));

    assertThat(chunker.chunk(document)).extracting(TextChunk::text).containsExactly("The fox.");
    assertThat(chunker.setAside(document)).containsExactly(new TextSpan(0, 17));
    assertThat(all.chunk(document).getFirst().text()).startsWith("Home");
    assertThat(all.setAside(document)).isEmpty();
  }

  @Test
  void aPageThatIsNothingButFrameIsTaken() {
    ExtractedDocument document = new Documents().furniture("Home News Contact").build();

    assertThat(chunker.chunk(document)).hasSize(1);
    assertThat(chunker.setAside(document)).isEmpty();
  }

  @Test
  void overlapSaysTheEndOfTheChunkBeforeAgain() {
    TextChunker overlapping =
        new TextChunker(TestTokenizers.words(40), new ChunkSettings(0, 0, 5, 10, false));

    List<TextChunk> chunks =
        overlapping.chunk(new Documents().paragraph(SENTENCE.repeat(20)).build());

    for (int i = 1; i < chunks.size(); i++) {
      assertThat(chunks.get(i).startOffset())
          .isLessThan(chunks.get(i - 1).endOffset())
          .isGreaterThan(chunks.get(i - 1).startOffset());
    }
    assertThat(chunks).hasSizeGreaterThan(3).allMatch(chunk -> chunk.tokens() <= 40);
  }

  @Test
  void abbreviationsAndInitialsEndNoSentence() {
    String text = "As J. Doe et al. Have shown in Fig. 3 of no. 4. ".repeat(12);

    assertThat(chunker.chunk(new Documents().paragraph(text).build()))
        .hasSizeGreaterThan(2)
        .allMatch(chunk -> chunk.text().startsWith("As") && chunk.text().endsWith("4."));
  }

  @Test
  void aHeadingStartsAChunkAndGoesWithTheTextBelowIt() {
    ExtractedDocument document =
        new Documents()
            .heading(1, " Animals ")
            .heading(2, "Foxes\n of\tall kinds")
            .paragraph("They are quick.")
            .heading(2, "Dogs")
            .paragraph("They are lazy.")
            .heading(1, "Plants")
            .paragraph("They stay.")
            .build();

    List<TextChunk> chunks = chunker.chunk(document);

    assertThat(chunks)
        .extracting(TextChunk::headingPath)
        .containsExactly(
            List.of("Animals", "Foxes of all kinds"),
            List.of("Animals", "Dogs"),
            List.of("Plants"));
    assertThat(chunks.getFirst().text()).startsWith("Animals").endsWith("quick.");
    assertThat(chunks.get(1).text()).isEqualTo("Dogs\n\nThey are lazy.");
  }

  @Test
  void aHeadingIsNotLeftBehindByALongParagraph() {
    ExtractedDocument document =
        new Documents().heading(1, "Foxes").paragraph(SENTENCE.repeat(10)).build();

    TextChunk first = chunker.chunk(document).getFirst();

    assertThat(first.text()).startsWith("Foxes\n\nThe quick").endsWith("dog.");
  }

  @Test
  void evenALongHeadingIsNotLeftBehind() {
    ExtractedDocument document =
        new Documents().heading(1, "fox ".repeat(15)).paragraph(SENTENCE.repeat(10)).build();

    assertThat(chunker.chunk(document).getFirst().text()).startsWith("fox").endsWith("dog.");
  }

  @Test
  void headingsOfOneLevelStayApartEvenWithoutText() {
    ExtractedDocument document =
        new Documents().heading(2, "Empty").heading(2, "Full").paragraph("Text.").build();

    assertThat(chunker.chunk(document))
        .extracting(TextChunk::headingPath)
        .containsExactly(List.of("Empty"), List.of("Full"));
  }

  @Test
  void longParagraphsAreCutBetweenSentences() {
    List<TextChunk> chunks = chunker.chunk(new Documents().paragraph(SENTENCE.repeat(30)).build());

    assertThat(chunks).allMatch(chunk -> chunk.text().endsWith("dog."));
    assertThat(chunks).allMatch(chunk -> chunk.text().startsWith("The"));
  }

  @Test
  void tablesAreCutBetweenRowsAndCodeBetweenLines() {
    String row = "one two. Three\tfour five. Six\tseven\n";
    for (ExtractedDocument document :
        List.of(
            new Documents().table(row.repeat(30)).build(),
            new Documents().code(row.repeat(30)).build())) {
      List<TextChunk> chunks = chunker.chunk(document);

      assertThat(chunks).hasSizeGreaterThan(5);
      assertThat(chunks).allMatch(chunk -> chunk.text().startsWith("one"));
      assertThat(chunks).allMatch(chunk -> chunk.text().endsWith("seven"));
    }
  }

  @Test
  void aRowThatIsTooLongIsCutBetweenSentences() {
    String cell = SENTENCE.repeat(30).strip();
    for (String row : List.of(cell, "7\t" + cell, cell + "\t" + cell)) {
      List<TextChunk> chunks =
          chunker.chunk(new Documents().table("id\ttext\n" + row + "\nlast\trow").build());

      assertThat(chunks).hasSizeGreaterThan(3);
      assertThat(chunks.subList(0, chunks.size() - 1))
          .allMatch(chunk -> chunk.text().endsWith("dog."));
    }
  }

  @Test
  void emptyLinesOfUnstructuredTextComeBeforeSentences() {
    String paragraph = SENTENCE.repeat(3).strip();

    List<TextChunk> chunks = chunker.chunk(Documents.unstructured((paragraph + "\n\n").repeat(8)));

    assertThat(chunks).extracting(TextChunk::text).containsOnly(paragraph);
  }

  @Test
  void noTinyRestIsLeftUnderAHeading() {
    for (int words = 41; words < 200; words++) {
      List<TextChunk> chunks =
          chunker.chunk(new Documents().paragraph("word ".repeat(words)).build());

      assertThat(chunks).allMatch(chunk -> chunk.tokens() >= 5);
    }
  }

  @Test
  void prefersToEndWithThePageOnceHalfFull() {
    ExtractedDocument document =
        new Documents()
            .page()
            .paragraph(SENTENCE.repeat(3))
            .page()
            .paragraph("Short one here to go with others.")
            .paragraph("Short two here to go with others.")
            .build();

    List<TextChunk> chunks = chunker.chunk(document);

    assertThat(chunks).extracting(TextChunk::firstPage).containsExactly(1, 2);
    assertThat(chunks).extracting(TextChunk::lastPage).containsExactly(1, 2);
  }

  @Test
  void crossesPagesThatAreTooShort() {
    ExtractedDocument document =
        new Documents().page().paragraph("One.").page().paragraph("Two.").build();

    assertThat(chunker.chunk(document))
        .singleElement()
        .satisfies(
            chunk -> {
              assertThat(chunk.firstPage()).isEqualTo(1);
              assertThat(chunk.lastPage()).isEqualTo(2);
            });
  }

  @Test
  void neverCrossesSlides() {
    String text = "One.\n\nTwo goes on";
    ExtractedDocument document =
        Documents.document(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            text,
            List.of(
                new Block.Paragraph(new TextSpan(0, 4)), new Block.Paragraph(new TextSpan(6, 17))),
            PageMap.of(0, 6, 10));

    assertThat(chunker.chunk(document))
        .extracting(TextChunk::text)
        .containsExactly("One.", "Two", "goes on");
  }

  @Test
  void textOutsideOfBlocksIsNotLost() {
    ExtractedDocument document =
        new Documents().outside("before").paragraph("inside").outside("after").build();

    assertThat(chunker.chunk(document).getFirst().text()).isEqualTo("before\n\ninside\n\nafter");
  }

  @Test
  void blankDocumentsHaveNoChunks() {
    assertThat(chunker.chunk(Documents.unstructured(""))).isEmpty();
    assertThat(chunker.chunk(new Documents().heading(1, " ").paragraph("\u200B\n").build()))
        .isEmpty();
  }

  @Test
  void aHeadingTooLongForATitleBeginsASectionAndNamesNothing() {
    String title = "😀".repeat(300);
    ExtractedDocument document =
        new Documents()
            .heading(1, title)
            .paragraph("One.")
            .heading(1, title + "😀")
            .heading(1, SENTENCE.repeat(12))
            .paragraph("Text.")
            .build();

    List<TextChunk> chunks = chunker(2000, 5).chunk(document);

    assertThat(chunks).extracting(TextChunk::headingPath).containsOnly(List.of(title));
    assertThat(chunks.getLast().text()).startsWith("The quick").endsWith("Text.");
    assertThat(chunks.getLast().context()).isEqualTo(title + "\n");
  }

  @Test
  void sentencesEndWhereNothingIsInCapitalsToo() {
    for (String sentence :
        List.of(
            "the fox , as j. doe et al. say , e.g. in no. 4 , hunts mice . ",
            "სწრაფი მელა ახტება ზარმაც ძაღლს დილით აქ. ")) {
      String first = sentence.substring(0, sentence.indexOf(' '));
      for (int count = 9; count < 14; count++) {
        assertThat(chunker.chunk(new Documents().paragraph(sentence.repeat(count)).build()))
            .hasSizeGreaterThan(1)
            .allMatch(chunk -> chunk.text().startsWith(first) && chunk.text().endsWith("."));
      }
    }
  }

  @Test
  void charactersAsPeopleSeeThemStayWhole() {
    String family = "👨‍👩‍👧‍👦";
    String accented = "e\u0301\u0323";

    assertThat(chunkBytes(family.repeat(100), 60))
        .allMatch(text -> text.replace(family, "").isEmpty());
    assertThat(chunkBytes(accented.repeat(400), 61))
        .allMatch(text -> text.replace(accented, "").isEmpty());
  }

  @Test
  void aCharacterLongerThanTheBudgetIsCutBetweenCodePoints() {
    String monster = "a" + "\u0301".repeat(500) + "😀".repeat(50);

    assertThat(String.join("", chunkBytes(monster, 9))).isEqualTo(monster);
  }

  /** Time that grew with the square of the length would be hours. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void millionsOfCharactersWithoutABreakAreCut() {
    String noSpaces = "x1".repeat(2_000_000);
    String oneLine = SENTENCE.repeat(4_000_000 / SENTENCE.length());
    String emoji = "👩‍💻😀".repeat(300_000);
    String spaces = " ".repeat(2_000_000) + "end" + "\n".repeat(2_000_000);
    for (String text : List.of(noSpaces, oneLine, emoji, spaces)) {
      assertThat(chunker(254, 16).chunk(Documents.unstructured(text))).isNotEmpty();
    }
  }

  @Test
  void fingerprintNamesWhatChangesTheCuts() {
    assertThat(chunker(40, 5).fingerprint())
        .isEqualTo(chunker(40, 5).fingerprint())
        .isNotEqualTo(chunker(41, 5).fingerprint())
        .isNotEqualTo(chunker(40, 6).fingerprint())
        .isNotEqualTo(
            new TextChunker(TestTokenizers.bytes(40), new ChunkSettings(0, 0, 5, 0, false))
                .fingerprint());
  }

  private static List<String> chunkBytes(String text, int budget) {
    return new TextChunker(TestTokenizers.bytes(budget), new ChunkSettings(0, 0, 0, 0, false))
        .chunk(Documents.unstructured(text)).stream().map(TextChunk::text).toList();
  }

  private static TextChunker chunker(int budget, int minTokens) {
    return new TextChunker(
        TestTokenizers.words(budget), new ChunkSettings(0, 0, minTokens, 0, false));
  }
}
