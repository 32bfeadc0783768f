package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextChunkerTest {
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog. ";

  private final TextChunker chunker = chunker(40, 5);

  @Test
  void packsWholeBlocksUpToTheBudget() {
    ExtractedDocument document =
        new Documents()
            .paragraph(SENTENCE.repeat(2))
            .paragraph(SENTENCE.repeat(2))
            .paragraph(SENTENCE.repeat(2))
            .build();

    assertThat(chunker.chunk(document)).extracting(TextChunk::tokens).containsExactly(36, 18);
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
  void titlesAreCutWithoutBreakingACharacter() {
    List<TextChunk> chunks =
        chunker(1000, 5).chunk(new Documents().heading(1, "😀".repeat(300)).build());

    assertThat(chunks.getFirst().headingPath()).containsExactly("😀".repeat(200));
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

  @Test
  @Timeout(60)
  void timeGrowsWithTheLengthOnly() {
    String noSpaces = "x1".repeat(5_000_000);
    String oneLine = SENTENCE.repeat(10_000_000 / SENTENCE.length());
    String emoji = "👩‍💻😀".repeat(700_000);
    String spaces = " ".repeat(5_000_000) + "end" + "\n".repeat(5_000_000);
    for (String text : List.of(noSpaces, oneLine, emoji, spaces)) {
      long start = System.nanoTime();
      List<TextChunk> chunks = chunker(254, 16).chunk(Documents.unstructured(text));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      assertThat(chunks).isNotEmpty();
      assertThat(taken).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void fingerprintNamesWhatChangesTheCuts() {
    assertThat(chunker(40, 5).fingerprint())
        .isEqualTo(chunker(40, 5).fingerprint())
        .isNotEqualTo(chunker(41, 5).fingerprint())
        .isNotEqualTo(chunker(40, 6).fingerprint())
        .isNotEqualTo(
            new TextChunker(TestTokenizers.bytes(40), new ChunkSettings(0, 5)).fingerprint());
  }

  private static List<String> chunkBytes(String text, int budget) {
    return new TextChunker(TestTokenizers.bytes(budget), new ChunkSettings(0, 0))
        .chunk(Documents.unstructured(text)).stream().map(TextChunk::text).toList();
  }

  private static TextChunker chunker(int budget, int minTokens) {
    return new TextChunker(TestTokenizers.words(budget), new ChunkSettings(0, minTokens));
  }
}
