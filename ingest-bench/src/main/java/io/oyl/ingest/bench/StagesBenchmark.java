package io.oyl.ingest.bench;

import io.oyl.ingest.chunk.ChunkSettings;
import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.Embedders;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.tag.TagSettings;
import io.oyl.ingest.tag.TaggedDocument;
import io.oyl.ingest.tag.Tagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What happens to each document in the main process, on 100 paragraphs of English. The tokenizer
 * knows their words after the first round, as it knows most words in a long run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class StagesBenchmark {
  private static final String PARAGRAPH =
      """
      The tenant shall give notice in writing three months before the end of the quarter, and the \
      landlord confirms its receipt within ten working days. Heating costs are settled once a year \
      by the readings of the meters in each flat; what was paid in advance is deducted. Repairs of \
      the roof, the lift and the heating system are the owner's duty unless the damage was caused \
      on purpose.""";

  private final Embedder embedder = Embedders.create(EmbedSettings.bundled());
  private final TextChunker chunker =
      new TextChunker(embedder.tokenizer(), new ChunkSettings(0, 0, 32, 0, false));
  private final Tagger tagger = new Tagger(TagSettings.defaults());
  private final ExtractedDocument document = document();
  private final List<TextChunk> chunks = chunker.chunk(document);

  private static ExtractedDocument document() {
    StringBuilder text = new StringBuilder();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int start = text.length();
      text.append(PARAGRAPH).append(" Section ").append(i).append('.');
      blocks.add(new Block.Paragraph(new TextSpan(start, text.length())));
      text.append('\n');
    }
    return new ExtractedDocument(
        -1,
        "",
        "lease.txt",
        "text/plain",
        text.length(),
        text.toString(),
        blocks,
        PageMap.NONE,
        Map.of(),
        "en",
        List.of());
  }

  @Benchmark
  public int tokenizer() {
    return embedder.tokenizer().tokenStarts(document.text()).length;
  }

  @Benchmark
  public List<TextChunk> chunker() {
    return chunker.chunk(document);
  }

  @Benchmark
  public TaggedDocument tagger() {
    return tagger.tag(document, List.of(), chunks);
  }

  @TearDown
  public void close() {
    embedder.close();
  }
}
