package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every chunking of every document must keep, tried on documents made from a seed. */
class TextChunkerPropertiesTest {
  private static final String[] PIECES = {
    "word",
    "Sentence. ",
    "a",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u00A0",
    "\u200B",
    "\u3000",
    "\uFEFF",
    "😀",
    "👨‍👩‍👧‍👦",
    "🇩🇪",
    "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
    "e\u0301",
    "\u0301\u0323",
    "שלום ",
    "\u200Fمرحبا ",
    "日本語。",
    "ไทยไม่มีช่องว่าง",
    "한국어 ",
    "\uFFFD",
    "\uE000",
    "0123456789 ",
    ", ",
    "! ",
    "\r\n",
    "\u2028",
    "\u0085",
    "\u0007",
    "<tag> ",
    "supercalifragilistic"
  };

  static IntStream seeds() {
    return IntStream.range(0, 1500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void chunksKeepTheirPromises(int seed) {
    Random random = new Random(seed);
    ExtractedDocument document = document(random);
    int budget = 8 + random.nextInt(random.nextBoolean() ? 30 : 300);
    Tokenizer tokenizer =
        switch (random.nextInt(3)) {
          case 0 -> TestTokenizers.words(budget);
          case 1 -> TestTokenizers.bytes(budget);
          default -> TestTokenizers.moody(budget);
        };
    TextChunker chunker =
        new TextChunker(tokenizer, new ChunkSettings(0, 0, random.nextInt(budget), 0, false));

    List<TextChunk> chunks = chunker.chunk(document);

    check(document, tokenizer, chunks);
    assertThat(chunker.chunk(document)).isEqualTo(chunks);
  }

  static void check(ExtractedDocument document, Tokenizer tokenizer, List<TextChunk> chunks) {
    int[] points = document.text().codePoints().toArray();
    BitSet covered = new BitSet();
    int end = 0;
    for (int i = 0; i < chunks.size(); i++) {
      TextChunk chunk = chunks.get(i);
      assertThat(chunk.position()).isEqualTo(i);
      assertThat(chunk.startOffset()).isGreaterThanOrEqualTo(end).isLessThan(chunk.endOffset());
      end = chunk.endOffset();
      assertThat(chunk.text())
          .isEqualTo(new String(points, chunk.startOffset(), end - chunk.startOffset()));
      assertThat(Visible.isVisible(points[chunk.startOffset()])).isTrue();
      assertThat(Visible.isVisible(points[end - 1])).isTrue();
      assertThat(chunk.tokens()).isEqualTo(tokenizer.tokenStarts(chunk.embedded()).length);
      assertThat(chunk.tokens()).isLessThanOrEqualTo(tokenizer.maxTokens());
      assertThat(chunk.firstPage()).isEqualTo(document.pages().pageAt(chunk.startOffset()));
      assertThat(chunk.lastPage()).isEqualTo(document.pages().pageAt(end - 1));
      covered.set(chunk.startOffset(), end);
    }
    for (int i = 0; i < points.length; i++) {
      assertThat(covered.get(i) || !Visible.isVisible(points[i])).as("code point %d", i).isTrue();
    }
    for (Block block : document.blocks()) {
      if (block instanceof Block.Heading(TextSpan span, int _, TextSpan _)
          && !Visible.isBlank(text(document, block))) {
        headingIsNotCrossed(document, chunks, span);
      }
    }
  }

  /** A chunk that begins before a heading with text of another kind ends before it as well. */
  private static void headingIsNotCrossed(
      ExtractedDocument document, List<TextChunk> chunks, TextSpan heading) {
    for (TextChunk chunk : chunks) {
      if (chunk.startOffset() < heading.start() && chunk.endOffset() > heading.start()) {
        assertThat(document.blocks())
            .filteredOn(
                block ->
                    block.span().end() > chunk.startOffset()
                        && block.span().start() < heading.start()
                        && !Visible.isBlank(text(document, block)))
            .allMatch(block -> block instanceof Block.Heading);
      }
    }
  }

  private static String text(ExtractedDocument document, Block block) {
    int[] points = document.text().codePoints().toArray();
    return new String(points, block.span().start(), block.span().length());
  }

  private static ExtractedDocument document(Random random) {
    StringBuilder text = new StringBuilder();
    List<Block> blocks = new ArrayList<>();
    List<Integer> pages = new ArrayList<>();
    boolean structured = random.nextInt(4) > 0;
    boolean paged = random.nextBoolean();
    int length = 0;
    for (int i = random.nextInt(25); i > 0; i--) {
      if (paged && random.nextInt(3) == 0) {
        pages.add(length);
      }
      int start = length;
      fill(text, random);
      length = text.codePointCount(0, text.length());
      TextSpan span = new TextSpan(start, length);
      if (structured) {
        switch (random.nextInt(8)) {
          case 0, 1 -> blocks.add(new Block.Heading(span, 1 + random.nextInt(6)));
          case 2 -> blocks.add(new Block.ListItem(span));
          case 3 -> blocks.add(new Block.Table(span, new TextSpan(start, start)));
          case 4 -> blocks.add(new Block.Code(span));
          case 5 -> {}
          default -> blocks.add(new Block.Paragraph(span));
        }
      }
    }
    String mimeType = random.nextInt(4) == 0 ? "application/vnd.ms-powerpoint" : "application/pdf";
    return Documents.document(
        mimeType,
        text.toString(),
        blocks,
        PageMap.of(pages.stream().mapToInt(Integer::intValue).toArray()));
  }

  private static void fill(StringBuilder text, Random random) {
    int kind = random.nextInt(12);
    int pieces = random.nextInt(random.nextInt(4) == 0 ? 400 : 30);
    String only = PIECES[random.nextInt(PIECES.length)];
    for (int i = 0; i < pieces; i++) {
      text.append(
          switch (kind) {
            case 0 -> only;
            case 1 -> PIECES[3 + random.nextInt(8)];
            case 2 -> "word ";
            default -> PIECES[random.nextInt(PIECES.length)];
          });
    }
    if (random.nextBoolean()) {
      text.append('\n');
    }
  }
}
